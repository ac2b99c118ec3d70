import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { dateIn, day } from '../../../shared/text/dates.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { Status } from '../../../shared/ui/status.js';
import { TeamHead } from '../parts/team-head.js';
import { useStanding } from '../use-access.js';
import { Progress } from './progress.js';
import { useReviews } from './requests.js';
import type { ReviewLine } from './requests.js';
import { StartDialog } from './start-dialog.js';
import { reviewsText } from './text.js';
import page from '../parts/page.module.css';
import parts from '../parts/parts.module.css';
import classes from './reviews.module.css';

const columns = reviewsText.columns;

/** The access reviews of the practice, newest first. */
export default function ReviewsPage() {
  const reviews = useReviews();
  const standing = useStanding();
  const [starting, setStarting] = useState(false);
  const slow = useSlow(reviews.isPending);
  const start = standing?.may('update') === true && (
    <Button leftSection={<IconPlus size={16} stroke={1.8} />} onClick={() => setStarting(true)}>
      {reviewsText.start}
    </Button>
  );
  const all = reviews.data;
  return (
    <div className={page['page']}>
      <TeamHead tab="reviews" lead={reviewsText.lead} action={start} />
      {slow && <SkeletonRows rows={4} columns={5} />}
      {reviews.isError && all === undefined && (
        <ErrorState title={reviewsText.failed} error={reviews.error} retry={() => void reviews.refetch()} />
      )}
      {all?.length === 0 && <EmptyState title={reviewsText.none}>{reviewsText.noneHint}</EmptyState>}
      {all !== undefined && all.length > 0 && (
        <table className={classes['table']}>
          <caption className={parts['hidden']}>{reviewsText.table}</caption>
          <thead>
            <tr>
              {(['who', 'due', 'progress', 'revoked', 'state'] as const).map((name) => (
                <th key={name} scope="col" data-column={name}>
                  {columns[name]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {all.map((review) => (
              <ReviewRow key={review.id} review={review} />
            ))}
          </tbody>
        </table>
      )}
      {starting && <StartDialog onClose={() => setStarting(false)} />}
    </div>
  );
}

function ReviewRow({ review }: { review: ReviewLine }) {
  const navigate = useNavigate();
  const { id, teamName, startedAt, startedBy, dueOn, lines, decided, revoked } = review;
  const to = `/team/reviews/${id}`;
  return (
    <tr
      onClick={(event) => {
        if (!(event.target instanceof Element && event.target.closest('a'))) void navigate(to);
      }}
    >
      <th scope="row" data-column="who">
        <Link to={to}>{teamName ?? reviewsText.everybody}</Link>
        <small>{reviewsText.started(startedBy, day(dateIn(startedAt)))}</small>
      </th>
      <td data-column="due">{day(dueOn)}</td>
      <td data-column="progress">
        <span className={classes['share']}>
          <Progress done={decided} all={lines} />
          <span>{reviewsText.decided(decided, lines)}</span>
        </span>
      </td>
      <td data-column="revoked" data-label={columns.revoked}>
        {revoked === 0 ? <span className={page['dim']}>{reviewsText.noneRevoked}</span> : revoked}
      </td>
      <td data-column="state">
        <ReviewState review={review} />
      </td>
    </tr>
  );
}

/** Open, overdue, or closed and when. */
export function ReviewState({ review: { closedAt, dueOn } }: { review: ReviewLine }) {
  if (closedAt !== null) return <Status kind="done">{reviewsText.closed(day(dateIn(closedAt)))}</Status>;
  if (dueOn < dateIn(new Date())) return <Status kind="due">{reviewsText.overdue}</Status>;
  return <Status kind="running">{reviewsText.open}</Status>;
}

import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { ProblemError } from '../../../shared/api/problem.js';
import { dateIn, day } from '../../../shared/text/dates.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { Crumb } from '../parts/crumb.js';
import { MarksKey } from '../parts/module-marks.js';
import { Note } from '../parts/note.js';
import { accessText } from '../text.js';
import { useStanding } from '../use-access.js';
import type { Standing } from '../use-access.js';
import { CloseDialog } from './close-dialog.js';
import { LineList } from './line-list.js';
import { unquestioned } from './model.js';
import { Progress } from './progress.js';
import { reviewRequests, useReview } from './requests.js';
import type { Review } from './requests.js';
import { ReviewState } from './reviews-page.js';
import { reviewText, reviewsText } from './text.js';
import { useDecisions } from './use-decisions.js';
import page from '../parts/page.module.css';
import classes from './reviews.module.css';

/** One review: every grant, approved or revoked line by line, then closed. */
export default function ReviewPage() {
  const { id = '' } = useParams();
  const review = useReview(id);
  const standing = useStanding();
  const slow = useSlow(review.isPending || standing === null);
  if (review.data !== undefined && standing !== null) return <ReviewView key={id} review={review.data} standing={standing} />;
  const gone = review.error instanceof ProblemError && (review.error.status === 404 || review.error.status === 400);
  return (
    <div className={page['page']}>
      <Crumb trail={[[accessText.tabs.reviews, '/team/reviews']]} here="" />
      {slow && <SkeletonRows rows={10} columns={4} />}
      {gone && (
        <EmptyState
          title={reviewText.gone}
          action={
            <Button component={Link} to="/team/reviews" variant="default" size="xs">
              {reviewText.toReviews}
            </Button>
          }
        >
          {reviewText.goneHint}
        </EmptyState>
      )}
      {review.isError && !gone && <ErrorState title={reviewText.failed} error={review.error} retry={() => void review.refetch()} />}
    </div>
  );
}

function ReviewView({ review, standing }: { review: Review; standing: Standing }) {
  const [closing, setClosing] = useState(false);
  const closeButton = useRef<HTMLButtonElement>(null);
  const { decide, approveRest, running } = useDecisions(review);
  const { teamName, startedAt, startedBy, dueOn, closedAt, lines, decided, revoked, items } = review;
  const title = reviewText.title(teamName);
  useTitle(title);
  const mayDecide = closedAt === null && standing.may('update');
  const rest = unquestioned(items).length;
  const waiting = lines - decided;
  return (
    <div className={page['page']}>
      <Crumb trail={[[accessText.tabs.reviews, '/team/reviews']]} here={title} />
      <header className={`${page['pageHead']} ${classes['head']}`}>
        <div>
          <h1>{title}</h1>
          <ul className={classes['facts']}>
            <li>
              <ReviewState review={review} />
            </li>
            <li>{reviewsText.started(startedBy, day(dateIn(startedAt)))}</li>
            <li>{reviewText.due(day(dueOn))}</li>
          </ul>
        </div>
        <div className={page['pageActs']}>
          <Button component="a" variant="default" href={reviewRequests.file(review.id, 'csv')} download>
            {reviewText.csv}
          </Button>
          <Button component="a" variant="default" href={reviewRequests.file(review.id, 'pdf')} download>
            {reviewText.pdf}
          </Button>
        </div>
      </header>
      {closedAt !== null && (
        <div className={classes['record']}>
          <Note title={reviewText.record}>{reviewText.recordText}</Note>
        </div>
      )}
      <div className={classes['progress']}>
        <Progress done={decided} all={lines} />
        <p>
          <b>{reviewsText.progress(decided, lines)}</b>, {reviewText.revokedSoFar(revoked)}
        </p>
        {mayDecide && rest > 0 && (
          <Button variant="default" size="xs" disabled={running !== null} onClick={approveRest}>
            {running === null ? reviewText.approveRest(rest) : reviewText.approving(running.done, running.all)}
          </Button>
        )}
        {mayDecide && items.length > 0 && (
          <p className={classes['keys']} aria-hidden>
            {reviewText.keys}
          </p>
        )}
      </div>
      {items.length === 0 ? (
        <EmptyState title={reviewText.empty}>{reviewText.emptyHint}</EmptyState>
      ) : (
        <>
          <LineList
            items={items}
            word={standing.word}
            onDecide={mayDecide && running === null ? decide : null}
            onDone={() => closeButton.current?.focus()}
          />
          <MarksKey />
        </>
      )}
      {mayDecide && (
        <div className={page['saveBar']}>
          <span role="status">{waiting > 0 ? reviewText.closeWaiting(waiting) : reviewText.allDecided}</span>
          <Button ref={closeButton} disabled={waiting > 0} onClick={() => setClosing(true)}>
            {reviewText.close}
          </Button>
        </div>
      )}
      {closing && <CloseDialog review={review} onClose={() => setClosing(false)} />}
    </div>
  );
}

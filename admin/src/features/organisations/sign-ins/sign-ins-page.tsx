import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { useMe } from '../../../shared/api/query.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { PersonChip } from '../../../shared/ui/person-chip.js';
import { SecurityCrumb } from '../../../shared/ui/security-crumb.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { usePracticeSignIns } from '../../identity/watch/requests.js';
import type { PracticeSignIn, Shown } from '../../identity/watch/requests.js';
import { ShownFilter } from '../../identity/watch/shown-filter.js';
import { SignInTable } from '../../identity/watch/sign-in-table.js';
import { watchText } from '../../identity/watch/text.js';
import watch from '../../identity/watch/watch.module.css';
import page from '../security.module.css';
import classes from './sign-ins.module.css';

const words = watchText.practice;

/** Who got in to the practice and who was refused, for those who run it. */
export default function PracticeSignInsPage() {
  const me = useMe().data;
  const [shown, setShown] = useState<Shown>('all');
  const log = usePracticeSignIns(shown);
  const slow = useSlow(log.isPending);
  useTitle(words.title);
  const lines = log.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={`${page['page']} ${classes['wide']}`}>
      <header>
        <SecurityCrumb />
        <h1>{words.title}</h1>
        <p>{me && words.lead(me.organisation.name)}</p>
      </header>
      <section aria-label={words.list}>
        <div className={watch['head']}>
          <p className={classes['hint']}>{words.hint}</p>
          <ShownFilter value={shown} onChange={setShown} />
        </div>
        {slow && <SkeletonRows rows={8} />}
        {log.isError && log.data === undefined && (
          <ErrorState error={log.error} title={watchText.failed} retry={() => void log.refetch()} />
        )}
        {log.isSuccess && lines.length === 0 && <EmptyState title={words.none[shown].title}>{words.none[shown].hint}</EmptyState>}
        {lines.length > 0 && (
          <>
            <SignInTable label={words.list} lines={lines} keyOf={({ id }) => id} who={whoOf} />
            <div className={watch['more']}>
              {log.hasNextPage ? (
                <Button variant="default" size="xs" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
                  {words.more}
                </Button>
              ) : (
                <span>{words.end}</span>
              )}
              {log.isFetchNextPageError && <span role="alert">{watchText.failed}</span>}
            </div>
          </>
        )}
      </section>
    </div>
  );
}

function whoOf({ member }: PracticeSignIn) {
  if (member === null) return words.somebody;
  return (
    <Link className={classes['who']} to={`/team/members/${member.id}`}>
      <PersonChip id={member.id} name={member.displayName} />
    </Link>
  );
}

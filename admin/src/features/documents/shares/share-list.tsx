import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { dateIn, day, time } from '../../../shared/text/dates.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { Status } from '../../../shared/ui/status.js';
import type { StatusKind } from '../../../shared/ui/status.js';
import { toast } from '../../../shared/ui/toast.js';
import { dayTimeWithin, nearWithin } from '../when.js';
import { nameOf } from './model.js';
import type { Share, ShareState } from './model.js';
import { useEndShare, useShares } from './requests.js';
import { sharesText as words } from './text.js';
import classes from './shares.module.css';

const SHAPES: Record<ShareState, StatusKind> = { waiting: 'waiting', open: 'current', over: 'archived', ended: 'none' };

interface ShareListProps {
  documentId: string;
  timeZone: string;
  /** Told when a question lies over the list, and when it is gone. */
  onAsking: (asking: boolean) => void;
}

/** Everybody a document is shared with, and the way to end it. */
export function ShareList({ documentId, timeZone, onAsking }: ShareListProps) {
  const shares = useShares(documentId);
  const [ending, setEnding] = useState<Share | null>(null);
  const ask = (share: Share | null): void => {
    setEnding(share);
    onAsking(share !== null);
  };
  const end = useEndShare(
    documentId,
    (share) => {
      toast({ message: words.ended(nameOf(share)), about: 'shares' });
      ask(null);
    },
    (error) => {
      toast({ message: problemSentence(error), tone: 'danger' });
      ask(null);
    },
  );
  if (shares.isPending)
    return (
      <div role="status" aria-label={words.loading}>
        {[58, 46].map((width) => (
          <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={14} />
        ))}
      </div>
    );
  if (shares.isError && shares.data === undefined)
    return <ErrorState error={shares.error} title={words.failed} retry={() => void shares.refetch()} />;
  if (shares.data.length === 0) return <EmptyState title={words.none}>{words.noneHint}</EmptyState>;
  return (
    <>
      <ul className={classes['list']}>
        {shares.data.map((share) => (
          <li key={share.id}>
            <div className={classes['who']}>
              <b>{nameOf(share)}</b>
              {share.to.kind === 'outside' && share.to.name !== null && <span>{share.to.email}</span>}
              <small>{facts(share, timeZone)}</small>
            </div>
            <Status kind={SHAPES[share.state]}>{stateWords(share, timeZone)}</Status>
            <div className={classes['end']}>
              {mayEnd(share) && (
                <Button variant="default" size="xs" aria-label={words.endOf(nameOf(share))} onClick={() => ask(share)}>
                  {words.end}
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {ending !== null && (
        <ConfirmDialog
          opened
          danger
          title={words.endTitle(nameOf(ending))}
          confirmLabel={words.endIt}
          cancelLabel={words.keep}
          busy={end.isPending}
          onConfirm={() => end.mutate(ending.id)}
          onClose={() => ask(null)}
        >
          {ending.download ? words.endText.download : words.endText.look}
        </ConfirmDialog>
      )}
    </>
  );
}

/** A colleague sees by their own access, which is not ended here: a button that says otherwise would mislead. */
function mayEnd({ to, state }: Share): boolean {
  return to.kind === 'outside' && (state === 'waiting' || state === 'open');
}

function stateWords({ state, to, until, closesAt, endedAt }: Share, timeZone: string): string {
  if (state === 'ended' && endedAt !== null) return words.endedAt(nearWithin(endedAt, timeZone));
  if (to.kind === 'member') return words.told;
  if (state === 'open' && closesAt !== null) return words.openUntil(time(closesAt, timeZone));
  if (state === 'waiting' && until !== null) return words.waitsUntil(day(dateIn(until, timeZone)));
  const since = closesAt ?? until;
  return state === 'over' && since !== null ? words.overSince(nearWithin(since, timeZone)) : words.states[state];
}

function facts({ to, download, watermark, madeBy, createdAt, opens, lastOpenedAt }: Share, timeZone: string): string {
  const by = words.by(madeBy.name, nearWithin(createdAt, timeZone));
  if (to.kind === 'member') return `${words.colleagueWay}; ${by}`;
  const opened = opens === 0 || lastOpenedAt === null ? words.neverOpened : words.opened(opens, dayTimeWithin(lastOpenedAt, timeZone));
  return `${words.way(download, watermark)}; ${opened}; ${by}`;
}

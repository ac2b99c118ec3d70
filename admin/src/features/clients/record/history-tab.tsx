import { Button, Select, SegmentedControl, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { actorName, fieldsText } from './history-line.js';
import { actionWords, isRead, withoutRepeats } from './history-words.js';
import { recordText } from './text.js';
import { useHistory } from './use-record.js';
import { dayTime } from '../../../shared/text/dates.js';
import { zoneName } from './when.js';
import { listProps } from './edit/list-props.js';
import classes from './record.module.css';

const words = recordText.history;

/** Everything that was done to a client or read of it, newest first, as far back as it goes. */
export function HistoryTab({ clientId, me, timeZone }: { clientId: string; me: string; timeZone: string }) {
  const history = useHistory(clientId);
  const [show, setShow] = useState('all');
  const [who, setWho] = useState<string | null>(null);
  const people = new Map(history.entries.flatMap(({ actor }) => (actor === null ? [] : [[actor.memberId, actor.displayName] as const])));
  const entries = history.entries.filter(
    (entry) => (show === 'all' || isRead(entry) === (show === 'reads')) && (who === null || entry.actor?.memberId === who),
  );

  if (history.isPending) return <HistorySkeleton />;
  if (history.isError && history.entries.length === 0) {
    return (
      <div className={classes['body']}>
        <ErrorState error={history.error} title={words.failed} retry={() => void history.refetch()} />
      </div>
    );
  }
  return (
    <div className={classes['body']}>
      <div className={classes['filters']}>
        <SegmentedControl
          size="xs"
          aria-label={words.filter}
          value={show}
          onChange={setShow}
          data={[
            { value: 'all', label: words.all },
            { value: 'changes', label: words.changes },
            { value: 'reads', label: words.reads },
          ]}
        />
        <Select
          {...listProps}
          size="xs"
          aria-label={words.byWhom}
          placeholder={words.anyone}
          clearable
          clearButtonProps={{ 'aria-label': recordText.edit.clear }}
          value={who}
          onChange={setWho}
          data={[...people].map(([value, label]) => ({ value, label: value === me ? words.you : label }))}
        />
        <span className={classes['note']} role="status">
          {words.shown(entries.length)}
        </span>
        <span className={`${classes['note']} ${classes['end']}`}>{words.zone(zoneName(new Date(), timeZone))}</span>
      </div>
      {entries.length === 0 ? (
        <EmptyState title={history.entries.length === 0 ? words.none : words.noneMatch}>{words.noneHint}</EmptyState>
      ) : (
        <table className={classes['history']} aria-label={words.listLabel}>
          <thead>
            <tr>
              <th scope="col">{words.when}</th>
              <th scope="col">{words.who}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.which}</th>
            </tr>
          </thead>
          <tbody>
            {withoutRepeats(entries).map(({ entry, times }) => {
              const { verb, object } = actionWords(entry);
              return (
                <tr key={entry.id}>
                  <td className={classes['dim']}>
                    <time dateTime={entry.at}>{dayTime(entry.at, timeZone)}</time>
                  </td>
                  <td className={classes['strong']}>{actorName(entry, me)}</td>
                  <td>
                    {verb.charAt(0).toUpperCase() + verb.slice(1)} {object}
                    {times > 1 && <span className={classes['dim']}>, {words.times(times)}</span>}
                  </td>
                  <td className={classes['dim']}>{fieldsText(entry)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      <p className={classes['note']}>
        {history.hasNextPage ? (
          <Button variant="default" size="xs" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
            {words.more}
          </Button>
        ) : (
          words.end
        )}
      </p>
    </div>
  );
}

function HistorySkeleton() {
  return (
    <div className={`${classes['body']} ${classes['skeleton']}`} aria-hidden="true">
      {[92, 80, 88, 74, 90, 70].map((width) => (
        <Skeleton key={width} height={14} width={`${width}%`} radius="xl" my={8} />
      ))}
    </div>
  );
}

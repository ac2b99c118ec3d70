import { SegmentedControl, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { actionWords, isRead, withoutRepeats } from './history-words.js';
import { HistoryIcon, HistorySentence, fieldsText } from './history-line.js';
import type { HistoryEntry } from './model.js';
import { recordText } from './text.js';
import { useHistory } from './use-record.js';
import { time } from '../../../shared/text/dates.js';
import { dayHeading } from './when.js';
import classes from './record.module.css';

const words = recordText.history;
const MOST = 14;

interface Told {
  entry: HistoryEntry;
  times: number;
}

type Show = 'all' | 'changes' | 'reads';

/** The latest acts on a client beside its details. Reads appear like any other act. */
export function ActivityRail({ clientId, me, timeZone, historyTo }: { clientId: string; me: string; timeZone: string; historyTo: string }) {
  const [show, setShow] = useState<Show>('all');
  const history = useHistory(clientId);
  const first = history.data?.pages[0]?.items ?? [];
  const entries = withoutRepeats(
    first.filter((entry) => show === 'all' || isRead(entry) === (show === 'reads')),
    true,
  ).slice(0, MOST);
  return (
    <aside className={classes['rail']} aria-label={words.title}>
      <div className={classes['railHead']}>
        <h2>{words.title}</h2>
        <SegmentedControl
          size="xs"
          aria-label={words.filter}
          value={show}
          onChange={(value) => setShow(value as Show)}
          data={[
            { value: 'all', label: words.all },
            { value: 'changes', label: words.changes },
            { value: 'reads', label: words.reads },
          ]}
        />
      </div>
      {history.isPending && <RailSkeleton />}
      {history.isError && (
        <p className={classes['note']}>
          {words.failed}.{' '}
          <button type="button" className={classes['link']} onClick={() => void history.refetch()}>
            {recordText.load.retry}
          </button>
        </p>
      )}
      {history.isSuccess && entries.length === 0 && (
        <p className={classes['note']}>{first.length === 0 ? words.noneHint : words.noneMatch}</p>
      )}
      {byDay(entries, timeZone).map(({ day, of }) => (
        <section key={day} aria-label={day}>
          <h3 className={classes['dayLabel']}>{day}</h3>
          <ul className={classes['line']}>
            {of.map(({ entry, times }) => (
              <li key={entry.id}>
                <HistoryIcon entry={entry} />
                <span>
                  <HistorySentence entry={entry} me={me} />
                  {times > 1 && <span className={classes['dim']}>, {words.times(times)}</span>}
                  {actionWords(entry).verb === 'changed' && !entry.fields[0]?.startsWith('identifier.') && entry.fields.length > 0 && (
                    <small>{fieldsText(entry, 4)}</small>
                  )}
                  <time dateTime={entry.at}>{time(entry.at, timeZone)}</time>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {history.isSuccess && first.length > 0 && (
        <Link to={historyTo} className={`${classes['link']} ${classes['more']}`}>
          {words.earlier}
        </Link>
      )}
    </aside>
  );
}

/** Entries under the day they happened on, as the practice's calendar has it. */
function byDay(entries: readonly Told[], timeZone: string): { day: string; of: Told[] }[] {
  const days: { day: string; of: Told[] }[] = [];
  for (const told of entries) {
    const day = dayHeading(told.entry.at, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.of.push(told);
    else days.push({ day, of: [told] });
  }
  return days;
}

function RailSkeleton() {
  return (
    <div className={classes['skeleton']} aria-hidden="true">
      {[78, 62, 84, 55].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} radius="xl" />
      ))}
    </div>
  );
}

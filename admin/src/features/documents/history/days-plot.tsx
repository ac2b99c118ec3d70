import { VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { day as dayWord } from '../../../shared/text/dates.js';
import watch from '../../identity/watch/watch.module.css';
import type { HistoryDay } from './requests.js';
import { historyText as words } from './text.js';
import classes from './history.module.css';

const DAY_MS = 86_400_000;
/** More bars than this cannot be told apart. */
const MOST_DAYS = 92;

/** Opens and downloads of a stretch of days at a glance: a bar for each day, and the same as a table for whoever does not see it. */
export function DaysPlot({ days, from, to }: { days: readonly HistoryDay[] | undefined; from: string | null; to: string }) {
  const title = useId();
  if (days === undefined) return <div className={watch['plot']} aria-hidden />;
  const shown = filled(days, from ?? days[0]?.day ?? to, to);
  const most = Math.max(1, ...shown.map(({ opens, downloads }) => opens + downloads));
  const sum = (of: 'opens' | 'downloads'): number => days.reduce((total, day) => total + day[of], 0);
  const share = (part: number): string => `${(part / most) * 100}%`;
  return (
    <figure className={`${watch['plot']} ${classes['plot']}`} aria-labelledby={title}>
      <figcaption>
        <b id={title}>{words.plot}</b>
        <span>{words.plotSummary(sum('opens'), sum('downloads'))}</span>
        <span className={watch['legend']} aria-hidden>
          <i data-opens />
          {words.acts.open}
          <i data-downloads />
          {words.acts.download}
        </span>
      </figcaption>
      <div className={watch['chart']} aria-hidden>
        <span className={watch['most']}>{most}</span>
        <div className={watch['bars']}>
          {shown.map(({ day, opens, downloads }) => (
            <span key={day} title={words.plotDay(dayWord(day), opens, downloads)}>
              {downloads > 0 && <i data-downloads style={{ height: share(downloads) }} />}
              {opens > 0 && <i data-opens style={{ height: share(opens) }} />}
            </span>
          ))}
        </div>
        <div className={watch['axis']}>
          <span>{dayWord(shown[0]?.day ?? to)}</span>
          <span>{dayWord(to)}</span>
        </div>
      </div>
      <VisuallyHidden>
        <table>
          <caption>{words.plot}</caption>
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.acts.open}</th>
              <th scope="col">{words.acts.download}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, opens, downloads }) => (
              <tr key={day}>
                <th scope="row">{dayWord(day)}</th>
                <td>{opens}</td>
                <td>{downloads}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}

/** Every day of a stretch, also those on which nothing happened; its last ones when there are too many. */
function filled(told: readonly HistoryDay[], from: string, to: string): HistoryDay[] {
  const known = new Map(told.map((day) => [day.day, day]));
  const last = Date.parse(`${to}T00:00:00Z`);
  const count = Math.min(MOST_DAYS, Math.max(1, Math.round((last - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1));
  return Array.from({ length: count }, (_, index) => {
    const day = new Date(last - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, opens: 0, downloads: 0 };
  });
}

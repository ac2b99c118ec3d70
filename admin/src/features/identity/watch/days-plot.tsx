import { VisuallyHidden } from '@mantine/core';
import { useId } from 'react';
import { dateIn, day as dayWord } from '../../../shared/text/dates.js';
import { useSignInDays } from './requests.js';
import type { SignInDay } from './requests.js';
import { watchText as words } from './text.js';
import classes from './watch.module.css';

const DAYS = 30;
const DAY_MS = 86_400_000;

/** The last days at a glance: a bar for each, and the same as a table for whoever does not see it. */
export function DaysPlot() {
  const title = useId();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const told = useSignInDays(timeZone).data;
  if (told === undefined) return <div className={classes['plot']} aria-hidden />;
  const days = filled(told, dateIn(new Date()));
  const most = Math.max(1, ...days.map(({ signedIn, refused }) => signedIn + refused));
  const sum = (of: 'signedIn' | 'refused'): number => days.reduce((total, day) => total + day[of], 0);
  const share = (part: number): string => `${(part / most) * 100}%`;
  return (
    <figure className={classes['plot']} aria-labelledby={title}>
      <figcaption>
        <b id={title}>{words.plot}</b>
        <span>{words.plotSummary(sum('signedIn'), sum('refused'))}</span>
        <span className={classes['legend']} aria-hidden>
          <i data-signed-in />
          {words.signedIn}
          <i data-refused />
          {words.plotRefused}
        </span>
      </figcaption>
      <div className={classes['chart']} aria-hidden>
        <span className={classes['most']}>{most}</span>
        <div className={classes['bars']}>
          {days.map(({ day, signedIn, refused }) => (
            <span key={day} title={words.plotDay(dayWord(day), signedIn, refused)}>
              {refused > 0 && <i data-refused style={{ height: share(refused) }} />}
              {signedIn > 0 && <i data-signed-in style={{ height: share(signedIn) }} />}
            </span>
          ))}
        </div>
        <div className={classes['axis']}>
          <span>{dayWord(days[0]?.day ?? '')}</span>
          <span>{words.today}</span>
        </div>
      </div>
      <VisuallyHidden>
        <table>
          <caption>{words.plot}</caption>
          <thead>
            <tr>
              <th scope="col">{words.day}</th>
              <th scope="col">{words.signedIn}</th>
              <th scope="col">{words.plotRefused}</th>
            </tr>
          </thead>
          <tbody>
            {days
              .filter(({ signedIn, refused }) => signedIn + refused > 0)
              .map(({ day, signedIn, refused }) => (
                <tr key={day}>
                  <th scope="row">{dayWord(day)}</th>
                  <td>{signedIn}</td>
                  <td>{refused}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}

/** Every one of the last days, also those on which nothing happened. */
function filled(told: readonly SignInDay[], today: string): SignInDay[] {
  const known = new Map(told.map((day) => [day.day, day]));
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(last - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, signedIn: 0, refused: 0 };
  });
}

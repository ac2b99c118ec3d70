import { sharedText } from '../text/catalogue.js';
import { dayTime } from '../text/dates.js';
import classes from './since.module.css';

/** The foot of a setting: since when it is so, and by whom. */
export function Since({ at, by, zone }: { at: string; by?: string; zone?: string }) {
  return (
    <p className={classes['since']}>
      {sharedText.since}{' '}
      <time dateTime={at}>
        <b>{dayTime(at, zone)}</b>
      </time>
      {by !== undefined && <span>{sharedText.by(by)}</span>}
    </p>
  );
}

import { dayTime, near } from '../../shared/text/dates.js';

const lower = (when: string): string => when.replace(/^[TY](?=oday|esterday)/, (letter) => letter.toLowerCase());

/** A day within a sentence: today, yesterday, 3 Feb 2026. */
export function nearWithin(instant: string, timeZone: string): string {
  return lower(near(instant, timeZone));
}

/** A day and a time within a sentence: today, 9:41 am. */
export function dayTimeWithin(instant: string, timeZone: string): string {
  return lower(dayTime(instant, timeZone));
}

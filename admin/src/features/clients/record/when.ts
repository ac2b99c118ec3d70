import { dateIn, near } from '../../../shared/text/dates.js';

/** The heading over a day's acts: Today, Friday 20 November, or 20 Nov 2025 in another year. */
export function dayHeading(instant: string, timeZone: string): string {
  const told = near(instant, timeZone);
  const sameYear = dateIn(instant, timeZone).slice(0, 4) === dateIn(new Date(), timeZone).slice(0, 4);
  if (!/^\d/.test(told) || !sameYear) return told;
  return new Intl.DateTimeFormat('en-AU', { timeZone, weekday: 'long', day: 'numeric', month: 'long' })
    .format(new Date(instant))
    .replace(',', '');
}

/** A zone's short name at an instant, such as AEDT. */
export function zoneName(at: Date, timeZone: string): string {
  return (
    new Intl.DateTimeFormat('en-AU', { timeZone, timeZoneName: 'short' }).formatToParts(at).find((part) => part.type === 'timeZoneName')
      ?.value ?? timeZone
  );
}

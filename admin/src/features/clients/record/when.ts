import { dayText, todayIn } from './calendar.js';
import { recordText } from './text.js';

/** Instants as the practice's wall clock and calendar have them. */

const viewerZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A time of day such as 9:41 am, with the zone when it differs from the viewer's. */
export function timeText(instant: string, timeZone: string): string {
  const at = new Date(instant);
  const time = clock(at, timeZone);
  return time === clock(at, viewerZone) ? time : `${time} ${zoneName(at, timeZone)}`;
}

/** A day and time such as 3 Feb 2026, 9:41 am; today and yesterday by name. */
export function momentText(instant: string, timeZone: string): string {
  return `${nearDay(instant, timeZone)}, ${timeText(instant, timeZone)}`;
}

/** The day of an instant: Today, Yesterday or 3 Feb 2026. */
export function nearDay(instant: string, timeZone: string): string {
  const day = todayIn(timeZone, new Date(instant));
  const now = Date.now();
  if (day === todayIn(timeZone, new Date(now))) return recordText.history.today;
  if (day === todayIn(timeZone, new Date(now - 86_400_000))) return recordText.history.yesterday;
  return dayText(day);
}

/** The heading over a day's acts: Today, Friday 20 November, or 20 Nov 2025 in another year. */
export function dayHeading(instant: string, timeZone: string): string {
  const near = nearDay(instant, timeZone);
  const day = todayIn(timeZone, new Date(instant));
  if (!/^\d/.test(near) || day.slice(0, 4) !== todayIn(timeZone).slice(0, 4)) return near;
  return new Intl.DateTimeFormat('en-AU', { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(new Date(instant)).replace(',', '');
}

/** A zone's short name at an instant, such as AEDT. */
export function zoneName(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-AU', { timeZone, timeZoneName: 'short' }).formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

function clock(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-AU', { timeZone, hour: 'numeric', minute: '2-digit', hour12: true }).format(at).replace(/\s/g, ' ').toLowerCase();
}

/** Dates and times as people here write them: 3 Feb 2026, 9:41 am. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Making a formatter takes as long as a hundred uses of one, and a list uses one in every row. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(name: string, locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${options.timeZone ?? ''}`;
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/** The little that is used here of Temporal, where the browser has it. */
interface CalendarOfZones {
  Instant: { fromEpochMilliseconds(at: number): { toZonedDateTimeISO(zone: string): { toPlainDate(): { toJSON(): string } } } };
}
const { Temporal: calendar } = globalThis as { Temporal?: CalendarOfZones };

const viewerZone = (): string => formatter('viewer', 'en-AU', {}).resolvedOptions().timeZone;

/** A calendar date YYYY-MM-DD as 3 Feb 2026. */
export function day(date: string): string {
  const [year, month, number] = date.split('-').map(Number);
  return `${number} ${MONTHS[(month ?? 1) - 1] ?? ''} ${year}`;
}

/** The calendar date of an instant in a zone, YYYY-MM-DD. */
export function dateIn(instant: string | Date, zone: string = viewerZone()): string {
  // The first formatter of a page has the browser read its tables of languages, for long on a phone; Temporal needs none of them.
  if (calendar) return calendar.Instant.fromEpochMilliseconds(new Date(instant).getTime()).toZonedDateTimeISO(zone).toPlainDate().toJSON();
  const format = formatter('date', 'en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return format.format(new Date(instant));
}

/** A time of day such as 9:41 am; the zone is named when its clock differs from the viewer's. */
export function time(instant: string | Date, zone: string = viewerZone()): string {
  const at = new Date(instant);
  const told = clock(at, zone);
  return told === clock(at, viewerZone()) ? told : `${told} ${zoneName(at, zone)}`;
}

/** A day and a time, such as 3 Feb 2026, 9:41 am; today and yesterday by name. */
export function dayTime(instant: string | Date, zone: string = viewerZone(), now: Date = new Date()): string {
  return `${near(instant, zone, now)}, ${time(instant, zone)}`;
}

/** Today, Yesterday, or 3 Feb 2026. */
export function near(instant: string | Date, zone: string = viewerZone(), now: Date = new Date()): string {
  const date = dateIn(instant, zone);
  if (date === dateIn(now, zone)) return 'Today';
  if (date === dateIn(new Date(now.getTime() - 86_400_000), zone)) return 'Yesterday';
  return day(date);
}

/** How long ago, in one unit: just now, 4 minutes ago, 3 hours ago, then the day. */
export function ago(instant: string | Date, zone: string = viewerZone(), now: Date = new Date()): string {
  const minutes = Math.floor((now.getTime() - new Date(instant).getTime()) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return minutes === 1 ? '1 minute ago' : `${minutes} minutes ago`;
  if (minutes < 12 * 60) return minutes < 120 ? '1 hour ago' : `${Math.floor(minutes / 60)} hours ago`;
  return near(instant, zone, now);
}

function clock(at: Date, zone: string): string {
  return formatter('clock', 'en-AU', { timeZone: zone, hour: 'numeric', minute: '2-digit', hour12: true })
    .format(at)
    .replace(/\s/g, ' ')
    .toLowerCase();
}

function zoneName(at: Date, zone: string): string {
  return (
    formatter('zone', 'en-AU', { timeZone: zone, timeZoneName: 'short' })
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone
  );
}

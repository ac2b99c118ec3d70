/** Which reminder a client gets: before the day they are asked to send by, after it, or, without one, when nobody came. */
export type ReminderStep = 'before' | 'after' | 'quiet';
/** Why a client is told of what is outstanding. */
export type Telling = 'reopened' | ReminderStep;

/** What decides whether a client is reminded, as days of the practice's calendar, `YYYY-MM-DD`. */
export interface RequestDays {
  dueOn: string | null;
  /** When the client last got a mail about it, whichever. */
  toldOn: string;
  /** When they last came; null for never. */
  seenOn: string | null;
  /** Whether they were reminded before. */
  reminded: boolean;
}

/** How long before the day they are due by, days. */
const BEFORE_DAYS = 3;
/** How long nobody came, days. */
const QUIET_DAYS = 7;
/** How late a reminder of a day that has passed may still be, days: after that it says nothing new. */
const LATE_DAYS = 7;
const DAY_MS = 86_400_000;

/** Local hours within which clients are reminded: from the first until before the second. */
export const MORNING_HOURS = [7, 10] as const;

/** How long the practice is left to go on before a client is told of what it asks anew, seconds. */
export const TOGETHER_SECONDS = 300;

/**
 * The reminder that is due on a day. One three days before the day that things are asked for by and one after it, each once and
 * a missed one later; without such a day one after a week in which nobody came. None for whoever was told since it fell due.
 */
export function clientReminder({ dueOn, toldOn, seenOn, reminded }: RequestDays, today: string): ReminderStep | undefined {
  if (dueOn === null) {
    const last = seenOn !== null && seenOn > toldOn ? seenOn : toldOn;
    return !reminded && daysBetween(last, today) >= QUIET_DAYS ? 'quiet' : undefined;
  }
  const left = daysBetween(today, dueOn);
  const leftWhenTold = daysBetween(toldOn, dueOn);
  if (left < 0) return left >= -LATE_DAYS && leftWhenTold >= 0 ? 'after' : undefined;
  return left <= BEFORE_DAYS && leftWhenTold > BEFORE_DAYS ? 'before' : undefined;
}

/** Whether the practice has been quiet long enough; jobs of the same second stand for each other, hence the slack. */
export function isQuiet(reopenedAt: Date, now: Date): boolean {
  return now.getTime() - reopenedAt.getTime() >= (TOGETHER_SECONDS - 5) * 1_000;
}

/** The day of an instant on a practice's calendar. */
export function dayIn(zone: string, instant: Date): string {
  return instant.toLocaleDateString('en-CA', { timeZone: zone });
}

/** Whether it is morning in a time zone. */
export function isMorning(zone: string, instant: Date): boolean {
  const hour = Number(instant.toLocaleTimeString('en-AU', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }));
  return hour >= MORNING_HOURS[0] && hour < MORNING_HOURS[1];
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

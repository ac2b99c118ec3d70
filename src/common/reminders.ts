const DAY_MS = 86_400_000;

/** How long before something ends whoever keeps it is reminded, in days: to plan, to do it, and on the last day (ASVS 6.4.5). */
export const REMINDED_BEFORE_DAYS = [30, 7, 1] as const;

/** Whether it is time to remind of what ends at `until`: once for each of {@link REMINDED_BEFORE_DAYS}, a missed one with the next. */
export function reminderDue(until: Date, remindedAt: Date | null, now: Date): boolean {
  const last = REMINDED_BEFORE_DAYS.map((days) => until.getTime() - days * DAY_MS).findLast((from) => from <= now.getTime());
  return last !== undefined && (remindedAt === null || remindedAt.getTime() < last);
}

/** The reminder that is due so many days before an end, as its days: the last one reached, a missed one with the next; undefined for none. */
export function reminderStep(daysLeft: number, steps: readonly number[]): number | undefined {
  return daysLeft < 0 ? undefined : [...steps].sort((a, b) => a - b).find((step) => daysLeft <= step);
}

/** Whole days from now until an instant, at least 0. */
export function daysUntil(until: Date, now: Date): number {
  return Math.max(0, Math.floor((until.getTime() - now.getTime()) / DAY_MS));
}

import type { Clock } from '../../../common/clock/clock.js';
import type { FieldErrors } from './field-errors.js';

/** The zone whose calendar decides what "today" is when a practice's own zone is not at hand. */
export const DEFAULT_TIME_ZONE = 'Australia/Sydney';

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const OLDEST_AGE = 130;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether a text is a real day written `YYYY-MM-DD` (29 February only in leap years). */
export function isCalendarDate(text: string): boolean {
  const match = ISO_DATE.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Days of a month (1 to 12) in the Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The calendar day it is now in a zone, `YYYY-MM-DD`. Throws RangeError for a zone that does not exist. */
export function todayIn(clock: Clock, timeZone: string = DEFAULT_TIME_ZONE): string {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(clock.now());
}

/** The day so many days later (or earlier, when negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** The same day so many years later; 29 February becomes 1 March where there is none, as birthdays do. */
export function addYears(date: string, years: number): string {
  const year = Number(date.slice(0, 4)) + years;
  const text = `${String(year).padStart(4, '0')}${date.slice(4)}`;
  return isCalendarDate(text) ? text : `${text.slice(0, 4)}-03-01`;
}

/** Whole years of age on a day. Someone born on 29 February grows older on 1 March of a common year. */
export function ageOn(dateOfBirth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return day.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

/** What a date may be. */
export interface DateRules {
  /** Latest day allowed; the message says that the day has not come yet. */
  readonly notAfter?: string;
  /** Refuses days more than 130 years before this one. */
  readonly withinLivingMemoryOf?: string;
  readonly required?: string;
}

/** Reads a calendar date; nothing is `null`, a refused date is `null` with its reason in `errors`. */
export function readDate(input: unknown, field: string, rules: DateRules, errors: FieldErrors): string | null {
  if (input === null || input === undefined || input === '') {
    if (rules.required !== undefined) errors.add(field, 'required', rules.required);
    return null;
  }
  if (typeof input !== 'string' || !isCalendarDate(input)) {
    errors.add(field, 'not_a_date', 'Give a day that exists, written YYYY-MM-DD.');
    return null;
  }
  if (rules.notAfter !== undefined && input > rules.notAfter) {
    errors.add(field, 'in_the_future', 'Give a day that is not in the future.');
    return null;
  }
  if (rules.withinLivingMemoryOf !== undefined && input < addYears(rules.withinLivingMemoryOf, -OLDEST_AGE)) {
    errors.add(field, 'too_long_ago', `Check the year: this is more than ${OLDEST_AGE} years ago.`);
    return null;
  }
  return input;
}

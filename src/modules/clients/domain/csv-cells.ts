import { daysInMonth } from './calendar.js';

/**
 * A cell that a spreadsheet would run as a formula (CSV injection, OWASP): it starts with = + - @, a tab or a line break, or
 * a full-width form of those. Apostrophes in front count, so that guarding and unguarding are exact inverses.
 */
const DANGEROUS = /^'*[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;

/** Makes a cell safe to open in a spreadsheet: a leading apostrophe turns a formula into text. */
export function guardCell(cell: string): string {
  return DANGEROUS.test(cell) ? `'${cell}` : cell;
}

/** Takes off the apostrophe that {@link guardCell} (or a spreadsheet) put in front. */
export function unguardCell(cell: string): string {
  return cell.startsWith("'") && DANGEROUS.test(cell.slice(1)) ? cell.slice(1) : cell;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a date as Australians write it, day first: 17/8/1994, 17-08-1994, 17.8.1994, 17 Aug 1994, or ISO 1994-08-17 with or
 * without a time of midnight. A two-digit year is refused, because it could be either century. `null` when it is no day.
 */
export function parseDateCell(cell: string): string | null {
  const text = cell.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/.exec(text);
  if (iso !== null) return calendarDate(iso[1]!, Number(iso[2]), iso[3]!);
  const local = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(text);
  if (local !== null) return calendarDate(local[3]!, Number(local[2]), local[1]!);
  const words = /^(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})$/i.exec(text);
  if (words === null) return null;
  const word = words[2]!.toLowerCase();
  return calendarDate(words[3]!, MONTHS.findIndex((month) => word.startsWith(month)) + 1, words[1]!);
}

/** The last day of a month given as 03/2029, 3/29 or 2029-03: how cards print their expiry. `null` when it is none. */
export function parseMonthCell(cell: string): string | null {
  const match = /^(\d{1,2})[/-](\d{2}|\d{4})$/.exec(cell.trim());
  const iso = /^(\d{4})-(\d{2})$/.exec(cell.trim());
  const month = Number(match?.[1] ?? iso?.[2] ?? 0);
  const year = match?.[2] ?? iso?.[1] ?? '';
  if (month < 1 || month > 12) return null;
  const full = year.length === 2 ? `20${year}` : year;
  return calendarDate(full, month, String(daysInMonth(Number(full), month)));
}

/** Yes or no in the words of exports; `null` when it is neither. */
export function parseFlagCell(cell: string): boolean | null {
  const word = cell.trim().toLowerCase();
  if (['yes', 'y', 'true', '1', 'x', 'on', 'required', 'needed'].includes(word)) return true;
  return ['no', 'n', 'false', '0', '', 'off', 'not required', 'not needed'].includes(word) ? false : null;
}

/** The entries of a cell that holds several, separated by semicolons or bars. */
export function splitCell(cell: string): string[] {
  return cell
    .split(/[;|]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function calendarDate(year: string, month: number, day: string): string | null {
  const date = `${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`;
  const valid = month >= 1 && month <= 12 && Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), month);
  return valid ? date : null;
}

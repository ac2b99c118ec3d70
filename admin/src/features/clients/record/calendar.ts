/** Calendar days as people type and read them. A day is `YYYY-MM-DD` and has no zone. */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a day the way Australians write one: 3 Feb 2026, 3/2/2026, 3.2.2026, 3-2-2026, 03022026 or 2026-02-03.
 * `null` when it is no day; a two-digit year is refused because it could be either century.
 */
export function parseDay(text: string): string | null {
  const plain = text.trim().replace(/\s+/g, ' ');
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  if (iso) return real(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const digits = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(plain) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(plain);
  if (digits) return real(Number(digits[3]), Number(digits[2]), Number(digits[1]));
  const words = /^(\d{1,2})(?:st|nd|rd|th)?[ -]?([a-z]{3,9})\.?,?[ -]?(\d{4})$/i.exec(plain);
  if (!words) return null;
  const month = MONTHS.findIndex((name) => words[2]!.toLowerCase().startsWith(name)) + 1;
  return real(Number(words[3]), month, Number(words[1]));
}

/** Days from one calendar day to another; negative when it has passed. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** Whole years of age on a day. */
export function ageOn(dateOfBirth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(dateOfBirth.slice(0, 4));
  return day.slice(5) < dateOfBirth.slice(5) ? years - 1 : years;
}

/** The same day so many years later; 29 February becomes 1 March where there is none. */
export function addYears(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  return real(year, Number(day.slice(5, 7)), Number(day.slice(8))) ?? `${year}-03-01`;
}

function real(year: number, month: number, date: number): string | null {
  const day = new Date(Date.UTC(2000, 0, 1));
  day.setUTCFullYear(year, month - 1, date);
  const exists = year >= 1000 && day.getUTCFullYear() === year && day.getUTCMonth() === month - 1 && day.getUTCDate() === date;
  return exists ? day.toISOString().slice(0, 10) : null;
}

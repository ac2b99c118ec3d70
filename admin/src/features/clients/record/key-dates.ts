import { addYears, ageOn, daysBetween } from './calendar.js';
import type { ClientDetail } from './model.js';

/** One date of the strip under a client's name. */
export interface KeyDate {
  kind: 'expiry' | 'review' | 'adult';
  /** What expires, for `expiry`: the kind of identifier. */
  what: string | null;
  on: string;
  days: number;
  /** The one to look at first: the nearest, when it has passed or comes within 14 days. */
  soon: boolean;
}

const SOON_DAYS = 14;
const AT_MOST = 4;
/** How long an expired document stays in the strip before newer dates matter more. */
const PASSED_DAYS = 180;

/** At most four dates of a client, nearest first: expiries, the review, and the eighteenth birthday of a minor. */
export function keyDates(client: ClientDetail, today: string): KeyDate[] {
  const dates: Omit<KeyDate, 'days' | 'soon'>[] = [];
  for (const identifier of client.identifiers) {
    if (identifier.expiresOn !== null) dates.push({ kind: 'expiry', what: identifier.kind, on: identifier.expiresOn });
  }
  if (client.details.reviewOn !== null) dates.push({ kind: 'review', what: null, on: client.details.reviewOn });
  if (client.dateOfBirth !== null && ageOn(client.dateOfBirth, today) < 18) {
    dates.push({ kind: 'adult', what: null, on: addYears(client.dateOfBirth, 18) });
  }
  const listed = dates
    .map((date) => ({ ...date, days: daysBetween(today, date.on), soon: false }))
    .filter((date) => date.days >= -PASSED_DAYS)
    .sort((a, b) => a.days - b.days)
    .slice(0, AT_MOST);
  const [first, ...rest] = listed;
  return first === undefined ? [] : [{ ...first, soon: first.days <= SOON_DAYS }, ...rest];
}

import type { SearchFilters } from './search-query.js';
import type { Rows } from './rows.js';
import { DEAD, UNKNOWN_BORN } from './rows.js';

/** Filters turned into tables indexed by column value. */
export class RowFilter {
  readonly #rows: Rows;
  readonly #status: Uint8Array;
  readonly #teams: Uint8Array | null;
  readonly #practitioners: Uint8Array | null;
  readonly #without: ReadonlySet<number> | null;
  readonly #byBirth: boolean;
  readonly #from: number;
  readonly #to: number;
  readonly #byActivity: boolean;
  readonly #activeFrom: number;
  readonly #activeTo: number;
  /** Whether every live row passes. */
  readonly open: boolean;

  constructor(rows: Rows, filters: SearchFilters) {
    this.#rows = rows;
    this.#status = new Uint8Array(256);
    if (filters.status) for (const status of filters.status) this.#status[status & 255] = 1;
    else this.#status.fill(1);
    this.#status[DEAD] = 0;
    this.#teams = teamsOf(rows, filters);
    this.#practitioners = filters.practitioners ? rows.practitioners.mask(filters.practitioners) : null;
    const without = filters.without ? new Set(rowsOf(rows, filters.without)) : null;
    this.#without = without && without.size > 0 ? without : null;
    this.#byBirth = filters.bornFrom !== undefined || filters.bornTo !== undefined;
    this.#from = this.#byBirth ? Math.max(filters.bornFrom ?? -Infinity, UNKNOWN_BORN + 1) : UNKNOWN_BORN;
    this.#to = Math.min(filters.bornTo ?? Infinity, -UNKNOWN_BORN);
    this.#activeFrom = filters.activityFrom ?? -Infinity;
    this.#activeTo = filters.activityTo ?? Infinity;
    this.#byActivity = filters.activityFrom !== undefined || filters.activityTo !== undefined;
    const byColumn = this.#teams ?? this.#practitioners ?? filters.status;
    this.open = !byColumn && !this.#byBirth && !this.#byActivity && !this.#without;
  }

  passes(row: number): boolean {
    const rows = this.#rows;
    if (this.#status[rows.status[row]!] === 0) return false;
    if (this.open) return true;
    return (
      rows.born[row]! >= this.#from &&
      rows.born[row]! <= this.#to &&
      rows.activity[row]! >= this.#activeFrom &&
      rows.activity[row]! <= this.#activeTo &&
      (this.#teams === null || this.#teams[rows.team[row]!] === 1) &&
      (this.#practitioners === null || this.#practitioners[rows.practitioner[row]!] === 1) &&
      (this.#without === null || !this.#without.has(row))
    );
  }

  /**
   * Writes the rows from `from` to before `to` that pass into `out` from `at` on, which needs room for one more; answers
   * where it stopped. One column is read without branches, which here cost more than reading; the rest is asked of what is left.
   */
  scan(from: number, to: number, out: Uint32Array, at: number): number {
    const rows = this.#rows;
    if (this.#byBirth) return this.#narrow(inRange(rows.born, this.#from, this.#to, from, to, out, at), out, at);
    if (this.#practitioners) return this.#narrow(inTable(rows.practitioner, this.#practitioners, from, to, out, at), out, at);
    if (this.#teams) return this.#narrow(inTable(rows.team, this.#teams, from, to, out, at), out, at);
    const end = inTable(rows.status, this.#status, from, to, out, at);
    return this.#without || this.#byActivity ? this.#narrow(end, out, at) : end;
  }

  #narrow(end: number, out: Uint32Array, at: number): number {
    let count = at;
    for (let i = at; i < end; i++) {
      const row = out[i]!;
      if (this.passes(row)) out[count++] = row;
    }
    return count;
  }
}

function teamsOf(rows: Rows, { teams, withoutTeams }: SearchFilters): Uint8Array | null {
  const without = withoutTeams ? rows.teams.maskWithout(withoutTeams) : null;
  const mask = teams ? rows.teams.mask(teams) : null;
  return mask && without ? mask.map((marked, number) => marked & without[number]!) : (mask ?? without);
}

/** What was numbered after the table was made stands in no table: it is left out. */
function inTable(
  column: Uint8Array | Uint16Array | Uint32Array,
  table: Uint8Array,
  from: number,
  to: number,
  out: Uint32Array,
  at: number,
): number {
  let count = at;
  for (let row = from; row < to; row++) {
    out[count] = row;
    count += table[column[row]!]! | 0;
  }
  return count;
}

function inRange(column: Int32Array, low: number, high: number, from: number, to: number, out: Uint32Array, at: number): number {
  let count = at;
  for (let row = from; row < to; row++) {
    const value = column[row]!;
    out[count] = row;
    count += 1 ^ (((value - low) | (high - value)) >>> 31);
  }
  return count;
}

/** The live rows of ids; those that are not held are left out. */
export function rowsOf(rows: Rows, ids: Iterable<string>): Uint32Array {
  const found: number[] = [];
  for (const id of ids) {
    const row = rows.find(id);
    if (row >= 0) found.push(row);
  }
  return Uint32Array.from(found);
}

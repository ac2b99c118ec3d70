import type { Scratch } from './collector.js';
import type { Rows } from './rows.js';
import { DEAD } from './rows.js';
import type { SearchCursor, SearchSort } from './search-query.js';
import type { SortedRows } from './sorted-rows.js';
import { isFuzzy } from './terms.js';
import { compareUuid, writeUuid } from './uuid-bits.js';

/** A row of a page and its sum of classes. */
export interface PlacedHit {
  row: number;
  score: number;
}

/** Above or below zero as a row comes after or before the cursor within its group. */
function afterCursor(rows: Rows, cursor: SearchCursor): (row: number) => number {
  const id = new Uint32Array(4);
  writeUuid(cursor.id, id);
  const { key } = cursor;
  if (typeof key === 'number') return (row) => key - rows.activity[row]! || compareUuid(rows.ids, row * 4, id, 0);
  return (row) => {
    const name = rows.sortKey(row);
    return name < key ? -1 : name > key ? 1 : compareUuid(rows.ids, row * 4, id, 0);
  };
}

/** The cursor that stands at a hit. */
export function cursorAt(rows: Rows, { row, score }: PlacedHit, sort: SearchSort, fuzzy: boolean): SearchCursor {
  const key = sort === 'activity' ? rows.activity[row]! : rows.sortKey(row);
  return { sort, fuzzy, group: groupOf(score, sort), key, id: rows.idOf(row) };
}

/** The group of a hit: relevance puts better matches first, every order puts typos last. */
function groupOf(score: number, sort: SearchSort): number {
  return sort === 'relevance' ? score : isFuzzy(score) ? 1 : 0;
}

/** The next `wanted` rows by name after the cursor when every live row belongs to the list. */
export function pageOfAll(rows: Rows, byName: SortedRows, wanted: number, after: SearchCursor | null): PlacedHit[] {
  const page: PlacedHit[] = [];
  byName.walk(after && afterCursor(rows, after), (row) => page.push({ row, score: 0 }) < wanted);
  return page;
}

/** The next `wanted` hits after the cursor, group by group. */
export function pageOfHits(
  rows: Rows,
  scratch: Scratch,
  sort: SearchSort,
  compare: (a: number, b: number) => number,
  wanted: number,
  after: SearchCursor | null,
): PlacedHit[] {
  const page: PlacedHit[] = [];
  const groups = new Map<number, Uint8Array>();
  scratch.sizes.forEach((size, score) => {
    if (size === 0) return;
    const group = groupOf(score, sort);
    const scores = groups.get(group) ?? new Uint8Array(256);
    scores[score] = 1;
    groups.set(group, scores);
  });
  for (const group of [...groups.keys()].sort((a, b) => a - b)) {
    if (page.length === wanted) break;
    if (after && group < after.group) continue;
    const compareTo = after && after.group === group ? afterCursor(rows, after) : null;
    page.push(...firstOf(rows, scratch, groups.get(group)!, compare, compareTo, wanted - page.length));
  }
  return page;
}

/** The first `wanted` hits in order among those whose score is marked in `scores`, without sorting the rest. */
function firstOf(
  rows: Rows,
  scratch: Scratch,
  marked: Uint8Array,
  compare: (a: number, b: number) => number,
  compareTo: ((row: number) => number) | null,
  wanted: number,
): PlacedHit[] {
  const { hits, scores, count } = scratch;
  const best: PlacedHit[] = [];
  let worst = -1;
  for (let i = 0; i < count; i++) {
    const row = hits[i]!;
    const score = scores[i]!;
    if (marked[score] === 0 || (worst >= 0 && compare(row, worst) >= 0)) continue;
    if (rows.status[row] === DEAD || (compareTo && compareTo(row) <= 0)) continue;
    let low = 0;
    let high = best.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(best[middle]!.row, row) < 0) low = middle + 1;
      else high = middle;
    }
    best.splice(low, 0, { row, score });
    if (best.length > wanted) best.pop();
    if (best.length === wanted) worst = best[wanted - 1]!.row;
  }
  return best;
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { readEntries } from './codec.js';
import { Collector, Scratch } from './collector.js';
import { Dictionary } from './dictionary.js';
import type { NameField, SearchEntry } from './entry.js';
import { cursorAt, pageOfAll, pageOfHits } from './page.js';
import type { PlacedHit } from './page.js';
import { Postings } from './postings.js';
import { DEAD, Rows } from './rows.js';
import type { SearchQuery, SearchResult } from './search-query.js';
import { SortedRows, sortByKey, sortInSteps } from './sorted-rows.js';
import { isFuzzy, termsOf } from './terms.js';
import type { Term } from './terms.js';
import { WORD_BITS } from './tokens.js';

/** What runs longer than this, a search or an opening, lets other work run, and again after each further stretch. */
const STRETCH_MS = 2;
/** Names compared between two chances for other work to run. */
const NAMES_A_STEP = 4_096;
const FIELD_ORDER: Record<NameField, number> = { name: 0, preferred: 1, former: 2 };

/**
 * The names of one organisation's clients, opened and in memory, for substring, prefix, several-word and typo-tolerant
 * search, sorting and filtering. It holds plaintext: keep it under {@link SearchIndexCache}'s budget and write no heap dumps.
 *
 * A text is compared with the distinct words of all names and matching words lead to entries. Entries loaded stand in name
 * order, so that sorting compares their places; later ones are put into that order one by one. Results depend on the entries alone, not on how they came in.
 */
export class SearchIndex {
  readonly #rows: Rows;
  readonly #postings: Postings;
  readonly #byName: SortedRows;
  #scratch: Scratch | null = null;

  private constructor(rows: Rows, postings: Postings) {
    this.#rows = rows;
    this.#postings = postings;
    this.#byName = new SortedRows(rows.compareNames, liveRows(rows));
  }

  /**
   * Builds an index from opened segments (`openSegment`) at once, for measurements and tests: a million entries take
   * seconds. An id in two segments keeps what the later one says.
   * @param expected number of entries, if known, to size the columns once
   * Throws RangeError when a segment is malformed.
   */
  static load(segments: Iterable<Buffer>, expected = 1024): SearchIndex {
    const rows = roomFor(expected);
    for (const segment of segments) appendSegment(rows, segment);
    const building = SearchIndex.#of(rows);
    for (;;) {
      const step = building.next();
      if (step.done) return step.value;
    }
  }

  /**
   * Like {@link load}, for segments that arrive one by one: other work runs in between and while the entries are sorted
   * and linked at the end, and each segment's plaintext is wiped once read.
   */
  static async open(segments: AsyncIterable<Buffer> | Iterable<Buffer>, expected = 1024): Promise<SearchIndex> {
    const rows = roomFor(expected);
    let since = performance.now();
    for await (const segment of segments) {
      try {
        appendSegment(rows, segment);
      } finally {
        segment.fill(0);
      }
      if (performance.now() - since < STRETCH_MS) continue;
      await nextTurn();
      since = performance.now();
    }
    return inTurns(SearchIndex.#of(rows));
  }

  static *#of(rows: Rows): Generator<void, SearchIndex> {
    yield* rows.dictionary.settle();
    yield* rows.arrange(yield* nameOrder(rows));
    return new SearchIndex(rows, yield* Postings.of(rows));
  }

  /** Entries held. */
  get size(): number {
    return this.#rows.live;
  }

  /** Resident bytes, estimated where the engine does not say. */
  get bytes(): number {
    return this.#rows.bytes + this.#rows.dictionary.bytes + this.#postings.bytes + this.#byName.bytes + (this.#scratch?.bytes ?? 0);
  }

  /** Whether so many names have changed since loading that a fresh load would be smaller and faster. */
  get worn(): boolean {
    return this.#rows.count - this.#rows.live > 1024 + this.#rows.live / 4;
  }

  /** Adds an entry or replaces what is held of it. Throws RangeError when an id is not a UUID. */
  upsert(entry: SearchEntry): void {
    const rows = this.#rows;
    const held = rows.find(entry.id);
    if (held >= 0 && rows.hasNames(held, entry)) return rows.setFacts(held, entry);
    if (held >= 0) this.#drop(held);
    const row = rows.appendEntry(entry);
    this.#postings.add(rows, row);
    this.#byName.insert(row);
  }

  /** Forgets an entry; answers whether it was held. */
  remove(id: string): boolean {
    const row = this.#rows.find(id);
    if (row >= 0) this.#drop(row);
    return row >= 0;
  }

  /**
   * Finds entries. Nearly always done at once; above {@link STRETCH_MS} it pauses to let other work run, and then an
   * entry changed meanwhile is shown as it is at the end. Throws RangeError for a cursor of another order.
   */
  async search(query: SearchQuery): Promise<SearchResult> {
    return inTurns(this.#steps(query));
  }

  *#steps(query: SearchQuery): Generator<void, SearchResult> {
    const limit = Math.max(1, query.limit);
    const after = query.after ?? null;
    if (after && after.sort !== query.sort) throw new RangeError('cursor of another order');
    const text = query.text?.trim() ?? '';
    const mode = query.mode ?? 'words';
    const terms = text === '' ? [] : termsOf(this.#rows, text, mode);
    if (terms === null) return { total: 0, hits: [], nextCursor: null };
    const compare = query.sort === 'activity' ? this.#rows.compareActivity : this.#rows.compareNames;
    const scratch = this.#scratch ?? new Scratch();
    this.#scratch = null;
    try {
      scratch.begin(this.#rows);
      const collector = new Collector(this.#rows, this.#postings, terms, query.filters ?? {}, query.within, scratch);
      if (collector.takesAll && query.sort !== 'activity') {
        const page = pageOfAll(this.#rows, this.#byName, limit + 1, after);
        return this.#result(page, this.#rows.live, query, terms, false);
      }
      yield* collector.run();
      let fuzzy = false;
      if (mode === 'words' && query.fuzzy !== false && (after ? after.fuzzy : scratch.count < limit)) {
        const typed = terms.filter((term) => term.mayHaveTypo);
        typed.forEach((term) => term.forgiveTypos());
        fuzzy = typed.length > 0;
        if (fuzzy) {
          scratch.begin(this.#rows);
          yield* collector.run();
        }
      }
      const page = pageOfHits(this.#rows, scratch, query.sort, compare, limit + 1, after);
      return this.#result(page, scratch.count, query, terms, fuzzy);
    } finally {
      this.#scratch = scratch;
    }
  }

  #result(page: PlacedHit[], total: number, query: SearchQuery, terms: Term[], fuzzy: boolean): SearchResult {
    const rows = this.#rows;
    const shown = page.slice(0, Math.max(1, query.limit));
    const last = shown.at(-1);
    const nextCursor = page.length > shown.length && last ? cursorAt(rows, last, query.sort, fuzzy) : null;
    const hits = shown.map(({ row, score }) => ({ id: rows.idOf(row), field: fieldOfHit(terms, row), fuzzy: isFuzzy(score) }));
    return { total, hits, nextCursor };
  }

  #drop(row: number): void {
    this.#byName.remove(row);
    this.#rows.kill(row);
  }
}

/** The field to show for a hit: the one that all terms needed, the legal name winning wherever it does. */
function fieldOfHit(terms: readonly Term[], row: number): NameField {
  let shown: NameField = 'name';
  for (const term of terms) {
    const field = term.fieldOn(row);
    if (FIELD_ORDER[field] > FIELD_ORDER[shown]) shown = field;
  }
  return shown;
}

const roomFor = (entries: number): Rows => new Rows(new Dictionary(), Math.ceil(entries * 1.02) + 64);

function appendSegment(rows: Rows, segment: Buffer): void {
  let ids: string[] = [];
  let words: number[] = [];
  readEntries(segment, {
    tables: (someIds, someWords) => {
      ids = someIds;
      words = someWords.map(rows.dictionary.collect);
    },
    entry: (packed) => {
      const earlier = rows.findBits(packed.id);
      if (earlier >= 0) rows.kill(earlier);
      const row = rows.append(packed.id, packed.sortAt);
      for (let i = 0; i < packed.tokenCount; i++) {
        const token = packed.tokens[i]!;
        rows.addToken((token & ~WORD_BITS) | words[token & WORD_BITS]!);
      }
      rows.setFacts(row, {
        status: packed.status,
        teamId: ids[packed.team] ?? null,
        practitionerId: ids[packed.practitioner] ?? null,
        born: packed.born,
        lastActivity: packed.lastActivity,
      });
    },
  });
}

/** Runs to the end, letting other work run after each stretch. */
async function inTurns<Result>(work: Generator<void, Result>): Promise<Result> {
  let since = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < STRETCH_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}

function liveRows(rows: Rows): Uint32Array {
  const live = new Uint32Array(rows.live);
  for (let row = 0, at = 0; row < rows.count; row++) if (rows.status[row] !== DEAD) live[at++] = row;
  return live;
}

/** Sorts by the first two words in two passes over all rows, then the few that share both by comparing them. */
function* nameOrder(rows: Rows): Generator<void, Uint32Array> {
  const places = rows.dictionary.places();
  const place = (row: number, i: number): number => rows.sortPlace(row, i, places);
  let sorted = yield* sortByKey(liveRows(rows), rows.dictionary.size + 1, (row) => place(row, 1));
  sorted = yield* sortByKey(sorted, rows.dictionary.size + 1, (row) => place(row, 0));
  for (let from = 0, seen = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && place(sorted[to]!, 0) === place(sorted[from]!, 0) && place(sorted[to]!, 1) === place(sorted[from]!, 1))
      to++;
    if (to - from > NAMES_A_STEP) yield* sortInSteps(sorted.subarray(from, to), rows.compareNames);
    else if (to - from > 1) sorted.subarray(from, to).sort(rows.compareNames);
    if ((seen += to - from) >= NAMES_A_STEP) {
      seen = 0;
      yield;
    }
    from = to;
  }
  return sorted;
}

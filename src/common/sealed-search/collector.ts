import type { SearchFilters } from './search-query.js';
import type { Postings } from './postings.js';
import { RowFilter, rowsOf } from './row-filter.js';
import type { Rows } from './rows.js';
import type { Term } from './terms.js';

/** Rows looked at between two chances to let other work run. */
const SLICE = 32768;

/** Where one search gathers its hits; reused by later ones, so that a search allocates little. */
export class Scratch {
  /** One bit a row: already a hit, or dead. An eighth of a byte table, so that it stays in the processor's cache. */
  #seen = new Uint32Array(0);
  hits = new Uint32Array(4096);
  /** Sum of classes of each hit. */
  scores = new Uint8Array(4096);
  count = 0;
  /** Number of hits by score. */
  readonly sizes = new Uint32Array(256);

  get bytes(): number {
    return this.#seen.byteLength + this.hits.byteLength + this.scores.byteLength;
  }

  /** Starts afresh for the rows there are now. */
  begin(rows: Rows): void {
    if (this.#seen.length !== rows.dead.length) this.#seen = rows.dead.slice();
    else this.#seen.set(rows.dead);
    this.count = 0;
    this.sizes.fill(0);
    if (this.hits.length > 2 ** 18) [this.hits, this.scores] = [new Uint32Array(4096), new Uint8Array(4096)];
  }

  has(row: number): boolean {
    return (this.#seen[row >>> 5]! & (1 << (row & 31))) !== 0;
  }

  add(row: number, classes: number): void {
    this.#seen[row >>> 5]! |= 1 << (row & 31);
    this.#reserve(1);
    this.sizes[classes]!++;
    this.scores[this.count] = classes;
    this.hits[this.count++] = row;
  }

  /** Adds the rows of part of a list that are no hits yet: the loop that time is spent in. */
  addAll(list: Uint32Array | readonly number[], from: number, to: number, classes: number): void {
    this.#reserve(to - from);
    const seen = this.#seen;
    const hits = this.hits;
    const before = this.count;
    let count = before;
    for (let i = from; i < to; i++) {
      const row = list[i]!;
      const bit = 1 << (row & 31);
      const word = seen[row >>> 5]!;
      if ((word & bit) !== 0) continue;
      seen[row >>> 5] = word | bit;
      hits[count++] = row;
    }
    this.#added(before, count, classes);
  }

  /** Adds the rows from `from` to before `to` that pass, reading column after column. */
  addPassing(filter: RowFilter, from: number, to: number): void {
    this.#reserve(to - from + 1);
    const before = this.count;
    this.#added(before, filter.scan(from, to, this.hits, before), 0);
  }

  #added(before: number, count: number, classes: number): void {
    this.scores.fill(classes, before, count);
    this.sizes[classes]! += count - before;
    this.count = count;
  }

  #reserve(more: number): void {
    if (this.count + more <= this.hits.length) return;
    const capacity = Math.max(this.count + more, this.hits.length * 2);
    const hits = new Uint32Array(capacity);
    hits.set(this.hits.subarray(0, this.count));
    this.hits = hits;
    const scores = new Uint8Array(capacity);
    scores.set(this.scores.subarray(0, this.count));
    this.scores = scores;
  }
}

/** Finds every row that meets the filters and holds all terms. Yields now and then; what it has found is in the scratch. */
export class Collector {
  /** Rows there were at the start. Later ones may or may not be seen by this search. */
  readonly #end: number;
  readonly #postings: Postings;
  readonly #terms: readonly Term[];
  readonly #filter: RowFilter;
  readonly #within: Uint32Array | null;
  readonly #scratch: Scratch;

  constructor(
    rows: Rows,
    postings: Postings,
    terms: readonly Term[],
    filters: SearchFilters,
    within: Iterable<string> | undefined,
    scratch: Scratch,
  ) {
    this.#end = rows.count;
    this.#postings = postings;
    this.#terms = terms;
    this.#filter = new RowFilter(rows, filters);
    this.#within = within ? rowsOf(rows, within) : null;
    this.#scratch = scratch;
  }

  /** Whether the answer is simply every live row, so that nothing need be gathered. */
  get takesAll(): boolean {
    return this.#terms.length === 0 && this.#within === null && this.#filter.open;
  }

  *run(): Generator<void, void> {
    const end = this.#end;
    if (this.#within) {
      for (let at = 0; at < this.#within.length; at += SLICE) {
        for (const row of this.#within.subarray(at, at + SLICE)) if (row < end) this.#checkAll(row);
        yield;
      }
    } else if (this.#terms.length === 0) {
      for (let from = 0; from < end; from += SLICE) {
        this.#scratch.addPassing(this.#filter, from, Math.min(end, from + SLICE));
        yield;
      }
    } else yield* this.#followPostings();
  }

  /** The rarest term leads to rows; the others are checked on each. */
  *#followPostings(): Generator<void, void> {
    const byCost = this.#terms.map((term) => ({ term, cost: term.cost(this.#postings) })).sort((a, b) => a.cost - b.cost);
    const lead = byCost[0]!.term;
    const others = byCost.slice(1).map(({ term }) => term);
    let seen = 0;
    for (let index = 0; index < lead.matches.words.length; index++) {
      const word = lead.matches.words[index]!;
      const [from, to, tail] = [this.#postings.start(word), this.#postings.end(word), this.#postings.tail(word)];
      this.#visit(this.#postings.loaded, from, to, lead, lead.classOfWord(index), others);
      if (tail) this.#visit(tail, 0, tail.length, lead, lead.classOfWord(index), others);
      seen += to - from;
      if (seen > SLICE) {
        seen = 0;
        yield;
      }
    }
  }

  #visit(
    list: Uint32Array | readonly number[],
    from: number,
    to: number,
    lead: Term,
    leadClass: number | null,
    others: readonly Term[],
  ): void {
    if (leadClass !== null && others.length === 0 && this.#filter.open) {
      return this.#scratch.addAll(list, from, to, leadClass);
    }
    for (let i = from; i < to; i++) {
      const row = list[i]!;
      if (row >= this.#end || this.#scratch.has(row) || !this.#filter.passes(row)) continue;
      const classes = this.#sum(row, leadClass ?? lead.classOf(row), others);
      if (classes >= 0) this.#scratch.add(row, classes);
    }
  }

  #checkAll(row: number): void {
    if (this.#scratch.has(row) || !this.#filter.passes(row)) return;
    const classes = this.#sum(row, 0, this.#terms);
    if (classes >= 0) this.#scratch.add(row, classes);
  }

  /** Sum of the classes of all terms on a row, -1 when one of them is missing. */
  #sum(row: number, first: number, terms: readonly Term[]): number {
    let sum = first;
    for (let i = 0; sum >= 0 && i < terms.length; i++) {
      const found = terms[i]!.classOf(row);
      sum = found < 0 ? -1 : sum + found;
    }
    return sum;
  }
}

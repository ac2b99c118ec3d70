import type { SearchEntry } from './entry.js';
import { Dictionary } from './dictionary.js';
import { gathered, grown } from './columns.js';
import { steps } from './sorted-rows.js';
import { OWN_SORT_KEY, STARTS_NAME, WORD_BITS, FIELD_SHIFT, packNames } from './tokens.js';
import { compareUuid, hashUuid, readUuid, writeUuid } from './uuid-bits.js';

/** `status` of a row whose entry was removed or replaced. */
export const DEAD = 255;
/** `born` of an entry without a date of birth; known ones lie between it and its negative, so that differences fit 32 bits. */
export const UNKNOWN_BORN = -(2 ** 29);

/** Short numbers for the ids of teams or practitioners; 0 is "none". */
export class ShortIds {
  readonly #numbers = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** The number of an id, given when new. Throws RangeError past the most there may be. */
  of(id: string | null): number {
    if (id === null) return 0;
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    if (number > this.most) throw new RangeError('too many teams or practitioners in one organisation');
    this.#numbers.set(id, number);
    return number;
  }

  /** A table saying for every number whether it is among `ids`. */
  mask(ids: Iterable<string | null>): Uint8Array {
    const mask = new Uint8Array(this.#numbers.size + 1);
    for (const id of ids) {
      const number = id === null ? 0 : this.#numbers.get(id);
      if (number !== undefined) mask[number] = 1;
    }
    return mask;
  }

  /** A table that says yes for every number but those of `ids`. */
  maskWithout(ids: Iterable<string | null>): Uint8Array {
    return this.mask(ids).map((marked) => 1 - marked);
  }
}

/**
 * The entries as columns. A row's names never change: an entry whose names change gets a new row and the old one dies,
 * so that postings may keep pointing at rows. Everything else is updated in place.
 */
export class Rows {
  readonly dictionary: Dictionary;
  /** As many as there are clients, where what is searched is grouped by client. */
  readonly teams = new ShortIds(2 ** 31);
  readonly practitioners = new ShortIds(65_535);
  /** Rows below this stand in name order, so that their numbers compare as their names do. */
  arranged = 0;
  /** Rows in use, the dead ones included. */
  count = 0;
  live = 0;
  /** One bit a row: its entry was removed or replaced. */
  dead: Uint32Array;
  ids: Uint32Array;
  status: Uint8Array;
  team: Uint32Array;
  practitioner: Uint16Array;
  born: Int32Array;
  activity: Float64Array;
  sortAt: Uint8Array;
  tokenStart: Uint32Array;
  tokens: Uint32Array;
  #slots: Uint32Array;
  readonly #probe = new Uint32Array(4);

  constructor(dictionary: Dictionary, capacity: number) {
    this.dictionary = dictionary;
    this.dead = new Uint32Array(Math.ceil(capacity / 32));
    this.ids = new Uint32Array(capacity * 4);
    this.status = new Uint8Array(capacity);
    this.team = new Uint32Array(capacity);
    this.practitioner = new Uint16Array(capacity);
    this.born = new Int32Array(capacity);
    this.activity = new Float64Array(capacity);
    this.sortAt = new Uint8Array(capacity);
    this.tokenStart = new Uint32Array(capacity + 1);
    this.tokens = new Uint32Array(Math.ceil(capacity * 2.5));
    this.#slots = new Uint32Array(slotsFor(capacity));
  }

  get bytes(): number {
    const columns = [
      this.dead,
      this.ids,
      this.status,
      this.team,
      this.practitioner,
      this.born,
      this.activity,
      this.sortAt,
      this.tokenStart,
      this.tokens,
    ];
    return columns.reduce((sum, column) => sum + column.byteLength, this.#slots.byteLength);
  }

  /** The live row of an entry, or -1. */
  find(id: string): number {
    writeUuid(id, this.#probe);
    return this.findBits(this.#probe);
  }

  /** The live row of an id given as four words, or -1. */
  findBits(id: Uint32Array): number {
    const row = this.#slots[this.#slot(id, 0)]! - 1;
    return row >= 0 && this.status[row] !== DEAD ? row : -1;
  }

  idOf(row: number): string {
    return readUuid(this.ids, row * 4);
  }

  /** Appends a row for an id that has no live row; the caller then writes its tokens with {@link addToken}. */
  append(id: Uint32Array, sortAt: number): number {
    if (this.count === this.status.length) this.#growRows(Math.ceil(this.count * 1.2) + 1024);
    const row = this.count++;
    this.ids.set(id, row * 4);
    this.sortAt[row] = sortAt;
    this.tokenStart[row + 1] = this.tokenStart[row]!;
    this.#slots[this.#slot(this.ids, row * 4)] = row + 1;
    this.live++;
    return row;
  }

  /** Adds a token to the row appended last. */
  addToken(token: number): void {
    const at = this.tokenStart[this.count]!++;
    if (at === this.tokens.length) this.tokens = grown(this.tokens, Math.ceil(at * 1.2) + 4096);
    this.tokens[at] = token;
  }

  /** Appends an entry with its names. */
  appendEntry(entry: SearchEntry): number {
    const { tokens, sortAt } = packNames(entry, this.dictionary.wordId);
    writeUuid(entry.id, this.#probe);
    const row = this.append(this.#probe, sortAt);
    for (const token of tokens) this.addToken(token);
    this.setFacts(row, entry);
    return row;
  }

  /** Writes everything but the names. */
  setFacts(row: number, entry: Omit<SearchEntry, 'id' | 'names' | 'sortKey'>): void {
    this.status[row] = entry.status;
    this.team[row] = this.teams.of(entry.teamId);
    this.practitioner[row] = this.practitioners.of(entry.practitionerId);
    this.born[row] = entry.born ?? UNKNOWN_BORN;
    this.activity[row] = entry.lastActivity;
  }

  /**
   * Puts the rows into the order given, which is to hold every live row in name order, and drops the dead ones.
   * Their numbers then compare as their names do. The columns fit with a little room.
   * Yields on the way: nothing may use the rows before it is done.
   */
  *arrange(order: Uint32Array): Generator<void, void> {
    const capacity = Math.ceil(order.length * 1.01) + 64;
    const place = new Uint32Array(this.count);
    const ids = new Uint32Array(capacity * 4);
    const starts = new Uint32Array(capacity + 1);
    const tokens = new Uint32Array(Math.ceil(this.tokenStart[this.count]! * 1.01) + 256);
    let at = 0;
    for (const [first, end] of steps(order.length)) {
      for (let row = first; row < end; row++) {
        const from = order[row]!;
        place[from] = row + 1;
        for (let i = 0; i < 4; i++) ids[row * 4 + i] = this.ids[from * 4 + i]!;
        for (let token = this.tokenStart[from]!; token < this.tokenStart[from + 1]!; token++) tokens[at++] = this.tokens[token]!;
        starts[row + 1] = at;
      }
      yield;
    }
    this.status = yield* gathered(this.status, order, capacity);
    this.team = yield* gathered(this.team, order, capacity);
    this.practitioner = yield* gathered(this.practitioner, order, capacity);
    this.born = yield* gathered(this.born, order, capacity);
    this.activity = yield* gathered(this.activity, order, capacity);
    this.sortAt = yield* gathered(this.sortAt, order, capacity);
    this.dead = new Uint32Array(Math.ceil(capacity / 32));
    [this.ids, this.tokenStart, this.tokens] = [ids, starts, tokens];
    for (const [from, to] of steps(this.#slots.length)) {
      for (let slot = from; slot < to; slot++) if (this.#slots[slot] !== 0) this.#slots[slot] = place[this.#slots[slot]! - 1]!;
      yield;
    }
    this.count = this.arranged = order.length;
  }

  kill(row: number): void {
    this.status[row] = DEAD;
    this.dead[row >>> 5]! |= 1 << (row & 31);
    this.live--;
  }

  /** Whether a row's names are these, so that the row can stay. */
  hasNames(row: number, entry: SearchEntry): boolean {
    const { tokens, sortAt } = packNames(entry, this.dictionary.wordId);
    const start = this.tokenStart[row]!;
    return (
      this.sortAt[row] === sortAt &&
      this.tokenStart[row + 1]! - start === tokens.length &&
      tokens.every((token, i) => this.tokens[start + i] === token)
    );
  }

  /** The i-th word of a row's sort key as a dictionary label, 0 past its end. */
  sortLabel(row: number, i: number): number {
    const word = this.#sortWord(row, i);
    return word < 0 ? 0 : this.dictionary.label(word);
  }

  /** Like {@link sortLabel}, by the words' places in an alphabetical list, counted from 1. */
  sortPlace(row: number, i: number, places: Uint32Array): number {
    const word = this.#sortWord(row, i);
    return word < 0 ? 0 : places[word]! + 1;
  }

  /** A row's sort key as text. */
  sortKey(row: number): string {
    const words: string[] = [];
    for (let i = 0, word = this.#sortWord(row, 0); word >= 0; word = this.#sortWord(row, ++i)) words.push(this.dictionary.text(word));
    return words.join(' ');
  }

  /** Name order: sort key, then id. */
  readonly compareNames = (a: number, b: number): number => (a < this.arranged && b < this.arranged ? a - b : this.#compareKeys(a, b));

  #compareKeys(a: number, b: number): number {
    for (let i = 0; ; i++) {
      const label = this.sortLabel(a, i);
      const difference = label - this.sortLabel(b, i);
      if (difference !== 0) return difference;
      if (label === 0) return compareUuid(this.ids, a * 4, this.ids, b * 4);
    }
  }

  /** Activity order: latest first, then id. */
  readonly compareActivity = (a: number, b: number): number =>
    this.activity[b]! - this.activity[a]! || compareUuid(this.ids, a * 4, this.ids, b * 4);

  /** The text of the name in which the token at `at` of `row` stands. */
  nameText(row: number, at: number): string {
    let text = this.dictionary.text(this.tokens[at]! & WORD_BITS);
    for (let next = at + 1; next < this.tokenStart[row + 1]! && !(this.tokens[next]! & STARTS_NAME); next++) {
      text += ` ${this.dictionary.text(this.tokens[next]! & WORD_BITS)}`;
    }
    return text;
  }

  #sortWord(row: number, i: number): number {
    const start = this.tokenStart[row]!;
    const end = this.tokenStart[row + 1]!;
    const from = this.sortAt[row]!;
    if (from === OWN_SORT_KEY) {
      const token = this.tokens[start + i]!;
      return start + i < end && token >>> FIELD_SHIFT === 0 ? token : -1;
    }
    let nameEnd = start + 1;
    while (nameEnd < end && !(this.tokens[nameEnd]! & STARTS_NAME)) nameEnd++;
    const length = Math.min(nameEnd, end) - start;
    if (i >= length) return -1;
    return this.tokens[start + ((from + i) % length)]! & WORD_BITS;
  }

  /** The slot of an id: the one that points at its row, or the free one where it belongs. */
  #slot(ids: Uint32Array, at: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashUuid(ids, at) & mask; ; slot = (slot + 1) & mask) {
      const row = this.#slots[slot]! - 1;
      if (row < 0 || compareUuid(this.ids, row * 4, ids, at) === 0) return slot;
    }
  }

  #growRows(capacity: number): void {
    this.dead = grown(this.dead, Math.ceil(capacity / 32));
    this.ids = grown(this.ids, capacity * 4);
    this.status = grown(this.status, capacity);
    this.team = grown(this.team, capacity);
    this.practitioner = grown(this.practitioner, capacity);
    this.born = grown(this.born, capacity);
    this.activity = grown(this.activity, capacity);
    this.sortAt = grown(this.sortAt, capacity);
    this.tokenStart = grown(this.tokenStart, capacity + 1);
    if (slotsFor(capacity) === this.#slots.length) return;
    this.#slots = new Uint32Array(slotsFor(capacity));
    for (let row = 0; row < this.count; row++) this.#slots[this.#slot(this.ids, row * 4)] = row + 1;
  }
}

/** A power of two, at least 1.4 slots a row. */
function slotsFor(capacity: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(16, capacity * 1.4)));
}

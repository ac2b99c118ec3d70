import { FIELD_SHIFT, WORD_BITS } from './tokens.js';
import type { Rows } from './rows.js';
import { steps } from './sorted-rows.js';

/** For each word the rows whose names hold it, in row order: one flat list built at load, short tails for later rows. */
export class Postings {
  readonly #starts: Uint32Array;
  readonly #rows: Uint32Array;
  readonly #tails = new Map<number, number[]>();
  #tailEntries = 0;

  private constructor(starts: Uint32Array, flat: Uint32Array) {
    this.#starts = starts;
    this.#rows = flat;
  }

  /** The postings of all rows. Yields on the way. */
  static *of({ tokens, tokenStart, count, dictionary }: Rows): Generator<void, Postings> {
    const starts = new Uint32Array(dictionary.size + 1);
    for (const [from, to] of steps(tokenStart[count]!)) {
      for (let i = from; i < to; i++) if (tokens[i]! >>> FIELD_SHIFT !== 0) starts[(tokens[i]! & WORD_BITS) + 1]!++;
      yield;
    }
    for (let word = 1; word < starts.length; word++) starts[word]! += starts[word - 1]!;
    const next = starts.slice();
    const flat = new Uint32Array(starts.at(-1)!);
    for (const [from, to] of steps(count)) {
      for (let row = from; row < to; row++) {
        for (let i = tokenStart[row]!; i < tokenStart[row + 1]!; i++) {
          if (tokens[i]! >>> FIELD_SHIFT !== 0) flat[next[tokens[i]! & WORD_BITS]!++] = row;
        }
      }
      yield;
    }
    return new Postings(starts, flat);
  }

  get bytes(): number {
    return this.#starts.byteLength + this.#rows.byteLength + this.#tails.size * 100 + this.#tailEntries * 10;
  }

  /** Records the words of a row appended after load. */
  add(rows: Rows, row: number): void {
    for (let i = rows.tokenStart[row]!; i < rows.tokenStart[row + 1]!; i++) {
      const token = rows.tokens[i]!;
      if (token >>> FIELD_SHIFT === 0) continue;
      const tail = this.#tails.get(token & WORD_BITS);
      if (tail) tail.push(row);
      else this.#tails.set(token & WORD_BITS, [row]);
      this.#tailEntries++;
    }
  }

  /** How many rows to visit for a word; dead rows and repeats count as well. */
  cost(word: number): number {
    return this.end(word) - this.start(word) + (this.#tails.get(word)?.length ?? 0);
  }

  /** The rows known at load; those of a word lie from {@link start} to before {@link end}. A view for each would cost more than reading it. */
  get loaded(): Uint32Array {
    return this.#rows;
  }

  start(word: number): number {
    return this.#starts[word] ?? this.#rows.length;
  }

  end(word: number): number {
    return this.#starts[word + 1] ?? this.#rows.length;
  }

  /** Rows of a word that came after load. */
  tail(word: number): readonly number[] | undefined {
    return this.#tails.get(word);
  }
}

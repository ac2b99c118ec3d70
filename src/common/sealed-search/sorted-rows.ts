const CHUNK = 1024;
const FILL = 960;

interface Chunk {
  rows: Uint32Array;
  length: number;
}

/**
 * Rows kept in an order while rows come and go: a list of sorted chunks, so that one change moves at most 4 KB
 * whatever the size. `compare` must be a total order over the rows held and may not change for a row while it is held.
 */
export class SortedRows {
  readonly #compare: (a: number, b: number) => number;
  #chunks: Chunk[];

  /** Takes rows that are sorted already. */
  constructor(compare: (a: number, b: number) => number, sorted: Uint32Array) {
    this.#compare = compare;
    this.#chunks = [];
    for (let at = 0; at < sorted.length; at += FILL) this.#chunks.push(chunkOf(sorted.subarray(at, at + FILL)));
  }

  get bytes(): number {
    return this.#chunks.length * (CHUNK * 4 + 200);
  }

  insert(row: number): void {
    if (this.#chunks.length === 0) this.#chunks.push(chunkOf(new Uint32Array(0)));
    const [index, at] = this.#find((held) => this.#compare(held, row));
    const chunk = this.#chunks[index]!;
    if (chunk.length === CHUNK) {
      const half = CHUNK / 2;
      this.#chunks.splice(index + 1, 0, chunkOf(chunk.rows.subarray(half)));
      chunk.length = half;
      if (at > half) insertAt(this.#chunks[index + 1]!, at - half, row);
      else insertAt(chunk, at, row);
    } else insertAt(chunk, at, row);
  }

  /** Takes a row out; its key must still be the one it was inserted with. */
  remove(row: number): void {
    const [index, at] = this.#find((held) => this.#compare(held, row));
    const chunk = this.#chunks[index];
    if (!chunk || at >= chunk.length || chunk.rows[at] !== row) throw new RangeError('row is not in this order');
    chunk.rows.copyWithin(at, at + 1, chunk.length);
    chunk.length--;
    if (chunk.length === 0) this.#chunks.splice(index, 1);
  }

  /** Visits rows in order until `visit` answers false, starting at the first row for which `compareTo` is above zero. */
  walk(compareTo: ((row: number) => number) | null, visit: (row: number) => boolean): void {
    let [index, at] = compareTo ? this.#find((row) => (compareTo(row) > 0 ? 1 : -1)) : [0, 0];
    for (; index < this.#chunks.length; index++, at = 0) {
      const { rows, length } = this.#chunks[index]!;
      for (; at < length; at++) if (!visit(rows[at]!)) return;
    }
  }

  /** Chunk and place of the first row for which `compareTo` is not below zero; the end of the last chunk if there is none. */
  #find(compareTo: (row: number) => number): [number, number] {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const chunk = this.#chunks[middle]!;
      if (compareTo(chunk.rows[chunk.length - 1]!) < 0) low = middle + 1;
      else high = middle;
    }
    const chunk = this.#chunks[low];
    if (!chunk) return [0, 0];
    let from = 0;
    let to = chunk.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (compareTo(chunk.rows[middle]!) < 0) from = middle + 1;
      else to = middle;
    }
    return [low, from];
  }
}

function chunkOf(rows: Uint32Array): Chunk {
  const held = new Uint32Array(CHUNK);
  held.set(rows);
  return { rows: held, length: rows.length };
}

function insertAt(chunk: Chunk, at: number, row: number): void {
  chunk.rows.copyWithin(at + 1, at, chunk.length);
  chunk.rows[at] = row;
  chunk.length++;
}

/** Rows handled between two chances for other work to run: a few milliseconds. */
const ROWS_A_STEP = 16_384;
/** Rows sorted at once, then merged. */
const RUN = 4_096;

/**
 * Stable counting sort of rows by a small non-negative integer key: one pass of a radix sort. Yields on the way.
 * @param keys one past the highest key
 */
export function* sortByKey(rows: Uint32Array, keys: number, keyOf: (row: number) => number): Generator<void, Uint32Array> {
  const places = new Uint32Array(keys + 1);
  for (const [from, to] of steps(rows.length)) {
    for (let i = from; i < to; i++) places[keyOf(rows[i]!) + 1]!++;
    yield;
  }
  for (let key = 1; key <= keys; key++) places[key]! += places[key - 1]!;
  const sorted = new Uint32Array(rows.length);
  for (const [from, to] of steps(rows.length)) {
    for (let i = from; i < to; i++) sorted[places[keyOf(rows[i]!)]!++] = rows[i]!;
    yield;
  }
  return sorted;
}

/** Sorts in place by comparing: short runs at once, then merged. Yields on the way. */
export function* sortInSteps(rows: Uint32Array, compare: (a: number, b: number) => number): Generator<void, void> {
  for (let from = 0; from < rows.length; from += RUN) {
    rows.subarray(from, from + RUN).sort(compare);
    yield;
  }
  if (rows.length <= RUN) return;
  let source: Uint32Array = rows;
  let target: Uint32Array = new Uint32Array(rows.length);
  for (let width = RUN; width < rows.length; width *= 2) {
    for (let from = 0; from < rows.length; from += 2 * width) {
      const [middle, end] = [Math.min(from + width, rows.length), Math.min(from + 2 * width, rows.length)];
      for (let left = from, right = middle, at = from; at < end; at++) {
        const takeLeft = left < middle && (right === end || compare(source[left]!, source[right]!) <= 0);
        target[at] = takeLeft ? source[left++]! : source[right++]!;
        if (at % RUN === 0) yield;
      }
    }
    [source, target] = [target, source];
  }
  if (source !== rows) rows.set(source);
}

/** Stretches that cover `count`. */
export function* steps(count: number, size = ROWS_A_STEP): Generator<[from: number, to: number]> {
  for (let from = 0; from < count; from += size) yield [from, Math.min(from + size, count)];
}

const PREFIX = 4;
const FILTER_BITS = 22;
const SHIFT = 32 - FILTER_BITS;
const GOLDEN = 0x9e3779b1;
// Looking a global up is slow inside jest's sandbox, and this runs once per byte.
const { imul } = Math;

/** Finds which of many byte strings occur in a buffer, in one pass: a filter over four bytes, then an exact look. */
export class NeedleScan {
  private readonly filter = new Uint8Array(1 << FILTER_BITS);
  private readonly byPrefix = new Map<number, number[]>();

  /** @param needles each at least four bytes long */
  constructor(private readonly needles: readonly Buffer[]) {
    for (const [index, needle] of needles.entries()) {
      if (needle.length < PREFIX) throw new RangeError('A needle has at least four bytes.');
      const prefix = needle.readUInt32LE(0);
      this.filter[slot(prefix)] = 1;
      const others = this.byPrefix.get(prefix);
      if (others) others.push(index);
      else this.byPrefix.set(prefix, [index]);
    }
  }

  /** Indexes of the needles that occur. */
  in(haystack: Buffer): number[] {
    const hits = new Set<number>();
    const { filter, byPrefix } = this;
    const { length } = haystack;
    let word = 0;
    for (let at = 0; at < length; at++) {
      word = (word >>> 8) | (haystack[at]! << 24);
      if (filter[imul(word, GOLDEN) >>> SHIFT] === 0 || at < PREFIX - 1) continue;
      for (const index of byPrefix.get(word >>> 0) ?? []) {
        const needle = this.needles[index]!;
        const from = at - PREFIX + 1;
        if (haystack.length - from >= needle.length && haystack.compare(needle, 0, needle.length, from, from + needle.length) === 0)
          hits.add(index);
      }
    }
    return [...hits];
  }
}

function slot(prefix: number): number {
  return imul(prefix, GOLDEN) >>> SHIFT;
}

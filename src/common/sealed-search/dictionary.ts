import { sortInSteps, steps } from './sorted-rows.js';
import { withinOneTypo } from './typo.js';

/** How a word of the dictionary matches a needle; lower is better. */
export const WHOLE = 0;
export const PREFIX = 1;
export const INSIDE = 2;
/** One typo away; any sum of classes from here on holds at least one typo. */
export const FUZZY = 16;

/** Words that match a needle, best class first. */
export interface WordMatches {
  words: number[];
  classes: number[];
}

const GRAM = 3;
/** Words taken apart between two chances for other work to run. */
const WORDS_A_STEP = 1_024;
/** Scripts written without spaces, where one or two characters are a meaningful needle anywhere in a word. */
const DENSE = /[\u2E80-\u9FFF\uAC00-\uD7FF\u1100-\u11FF\uF900-\uFAFF\u{20000}-\u{3FFFF}]/u;

/**
 * The distinct words of an organisation's names. Names repeat: a million clients have some ten thousand words, so a
 * needle is compared with those and not with every client. A trigram of letters leads to the few words that can
 * contain a needle; a sorted list gives prefixes and the order of names.
 */
export class Dictionary {
  readonly #words: string[] = [];
  /** Order label of each word, above zero: labels compare as words do, and a new word takes one between its neighbours. */
  #labels = new Float64Array(0);
  /** Which letters a word holds, to pass over most words when looking for typos. */
  #letters = new Uint32Array(0);
  #sorted = new Uint32Array(0);
  #sortedCount = 0;
  readonly #grams = new Map<string, number[]>();
  readonly #dense: number[] = [];
  #characters = 0;
  #gramEntries = 0;
  /** Only while loading: afterwards a word is found by binary search, which needs no memory. */
  #loading: Map<string, number> | null = new Map();

  get size(): number {
    return this.#words.length;
  }

  /** Estimated resident bytes. */
  get bytes(): number {
    const perWord = 8 + 24 + 8 + 4 + 4;
    return this.#words.length * perWord + this.#characters + this.#gramEntries * 9 + this.#grams.size * 120;
  }

  /** The text of a word. */
  text(word: number): string {
    return this.#words[word] ?? '';
  }

  /** A number by which words sort as their texts do; always above zero. Labels may be renumbered, their order never changes. */
  label(word: number): number {
    return this.#labels[word]!;
  }

  /** Adds a word while loading. */
  readonly collect = (word: string): number => {
    const loading = this.#loading!;
    let number = loading.get(word);
    if (number === undefined) {
      number = this.#words.push(word) - 1;
      loading.set(word, number);
    }
    return number;
  };

  /** Ends loading: sorts the words and builds the trigrams. Yields on the way. */
  *settle(): Generator<void, void> {
    this.#loading = null;
    const words = this.#words;
    const order = Uint32Array.from(words.keys());
    yield* sortInSteps(order, (a, b) => (words[a]! < words[b]! ? -1 : 1));
    this.#grow(words.length);
    this.#sorted.set(order);
    this.#sortedCount = order.length;
    this.#relabel();
    for (const [from, to] of steps(words.length, WORDS_A_STEP)) {
      for (let number = from; number < to; number++) this.#describe(number);
      yield;
    }
  }

  /** The number of a word, added when new. */
  readonly wordId = (word: string): number => {
    const at = this.#lowerBound(word);
    if (at < this.#sortedCount && this.#words[this.#sorted[at]!] === word) return this.#sorted[at]!;
    const number = this.#words.push(word) - 1;
    this.#grow(this.#words.length);
    this.#sorted.copyWithin(at + 1, at, this.#sortedCount);
    this.#sorted[at] = number;
    this.#sortedCount++;
    const below = at === 0 ? 0 : this.#labels[this.#sorted[at - 1]!]!;
    const above = at + 1 === this.#sortedCount ? below + 2 ** 20 : this.#labels[this.#sorted[at + 1]!]!;
    const between = below + (above - below) / 2;
    this.#labels[number] = between;
    if (between <= below || between >= above) this.#relabel();
    this.#describe(number);
    return number;
  };

  /** Every word's place in alphabetical order, for sorting many rows at once. */
  places(): Uint32Array {
    const places = new Uint32Array(this.#words.length);
    for (let at = 0; at < this.#sortedCount; at++) places[this.#sorted[at]!] = at;
    return places;
  }

  /**
   * Words that hold the needle. One and two letters match at the start of a word only, unless `anywhere` is asked for
   * or the script is written without spaces.
   */
  matches(needle: string, anywhere: boolean): WordMatches {
    const found: WordMatches = { words: [], classes: [] };
    for (let at = this.#lowerBound(needle); at < this.#sortedCount; at++) {
      const word = this.#sorted[at]!;
      const text = this.#words[word]!;
      if (!text.startsWith(needle)) break;
      found.words.push(word);
      found.classes.push(text.length === needle.length ? WHOLE : PREFIX);
    }
    const candidates = this.#mayContain(needle, anywhere);
    for (const word of candidates) {
      if (this.#words[word]!.indexOf(needle) <= 0 || this.#words[word]!.startsWith(needle)) continue;
      found.words.push(word);
      found.classes.push(INSIDE);
    }
    return found;
  }

  /** Adds to `found` the words of which the needle is one typo away, or one typo away from a prefix. */
  addTypos(needle: string, found: WordMatches): void {
    const wanted = lettersOf(needle);
    const exact = new Set(found.words);
    const shortest = needle.length - 1;
    for (let word = 0; word < this.#words.length; word++) {
      const missing = wanted & ~this.#letters[word]!;
      if ((missing & (missing - 1)) !== 0) continue;
      const text = this.#words[word]!;
      if (text.length < shortest || exact.has(word) || !withinOneTypo(needle, text)) continue;
      found.words.push(word);
      found.classes.push(FUZZY);
    }
  }

  /** Words among which every one that holds the needle after its first letter is; the needle's rarest trigram decides. */
  #mayContain(needle: string, anywhere: boolean): Iterable<number> {
    if (needle.length < GRAM) {
      if (anywhere) return this.#words.keys();
      return DENSE.test(needle) ? this.#dense : [];
    }
    let rarest: number[] | null = null;
    for (let at = 0; at + GRAM <= needle.length; at++) {
      const words = this.#grams.get(needle.slice(at, at + GRAM));
      if (!words) return [];
      if (!rarest || words.length < rarest.length) rarest = words;
    }
    return rarest ?? [];
  }

  #describe(number: number): void {
    const word = this.#words[number]!;
    this.#letters[number] = lettersOf(word);
    this.#characters += word.length;
    if (DENSE.test(word)) this.#dense.push(number);
    for (let at = 0; at + GRAM <= word.length; at++) {
      const gram = word.slice(at, at + GRAM);
      const words = this.#grams.get(gram);
      if (!words) this.#grams.set(gram, [number]);
      else if (words.at(-1) !== number) words.push(number);
      this.#gramEntries++;
    }
  }

  #relabel(): void {
    for (let at = 0; at < this.#sortedCount; at++) this.#labels[this.#sorted[at]!] = (at + 1) * 2 ** 20;
  }

  #grow(count: number): void {
    if (count <= this.#sorted.length) return;
    const capacity = Math.max(64, Math.ceil(count * 1.1));
    const labels = new Float64Array(capacity);
    labels.set(this.#labels);
    this.#labels = labels;
    const letters = new Uint32Array(capacity);
    letters.set(this.#letters);
    this.#letters = letters;
    const sorted = new Uint32Array(capacity);
    sorted.set(this.#sorted);
    this.#sorted = sorted;
  }

  #lowerBound(text: string): number {
    let low = 0;
    let high = this.#sortedCount;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#words[this.#sorted[middle]!]! < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** One bit per letter a to z, the other characters sharing six bits. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    letters |= 1 << (code >= 97 && code <= 122 ? code - 97 : 26 + (code % 6));
  }
  return letters;
}

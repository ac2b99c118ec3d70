import type { NameField } from './entry.js';
import type { WordMatches } from './dictionary.js';
import { FUZZY, INSIDE, PREFIX } from './dictionary.js';
import { normalise, wordsOf } from './normalise.js';
import type { Postings } from './postings.js';
import type { Rows } from './rows.js';
import { FIELD_SHIFT, STARTS_NAME, WORD_BITS, fieldOf } from './tokens.js';

/** Words of a text that are looked at; more add nothing but time. */
const MAX_TERMS = 8;
/** Shortest word in which a typo is forgiven. */
const TYPO_LENGTH = 4;

/**
 * One needle that an entry must contain: a word, or a phrase whose words stand together. For a phrase `matches` are the
 * words that can hold its longest piece, and each row found through them is compared with the phrase itself.
 */
export class Term {
  readonly needle: string;
  readonly #phrase: boolean;
  readonly #rows: Rows;
  readonly matches: WordMatches;
  /** 1 + class by word, 0 for words that do not match; built when a row is first checked. */
  #classes: Uint8Array | null = null;

  constructor(rows: Rows, needle: string, anywhere: boolean) {
    const pieces = needle.split(' ');
    const longest = pieces.reduce((a, b) => (b.length > a.length ? b : a));
    this.needle = needle;
    this.#rows = rows;
    this.#phrase = pieces.length > 1;
    this.matches = rows.dictionary.matches(longest, anywhere || this.#phrase);
  }

  get mayHaveTypo(): boolean {
    return !this.#phrase && this.needle.length >= TYPO_LENGTH;
  }

  forgiveTypos(): void {
    this.#rows.dictionary.addTypos(this.needle, this.matches);
    this.#classes = null;
  }

  cost(postings: Postings): number {
    return this.matches.words.reduce((sum, word) => sum + postings.cost(word), 0);
  }

  /** The class known from the matched word alone, or null when each row has to be looked at. */
  classOfWord(index: number): number | null {
    return this.#phrase ? null : this.matches.classes[index]!;
  }

  /** The best class with which a row matches, or -1. */
  classOf(row: number): number {
    if (this.#phrase) {
      const at = this.#bestToken(row);
      return at < 0 ? -1 : this.#classAt(row, at);
    }
    const { tokens, tokenStart } = this.#rows;
    const classes = (this.#classes ??= this.#table());
    const end = tokenStart[row + 1]!;
    let best = 255;
    for (let at = tokenStart[row]!; at < end; at++) {
      const token = tokens[at]!;
      const found = classes[token & WORD_BITS]!;
      if (found !== 0 && found < best && token >>> FIELD_SHIFT !== 0) best = found;
    }
    return best === 255 ? -1 : best - 1;
  }

  /** The field in which a row matches best. */
  fieldOn(row: number): NameField {
    const at = this.#bestToken(row);
    return at < 0 ? 'name' : fieldOf(this.#rows.tokens[at]!);
  }

  #bestToken(row: number): number {
    const { tokens, tokenStart } = this.#rows;
    const end = tokenStart[row + 1]!;
    let token = -1;
    let best = 255;
    for (let at = tokenStart[row]!; at < end; at++) {
      if (tokens[at]! >>> FIELD_SHIFT === 0) continue;
      const found = this.#classAt(row, at);
      if (found >= 0 && found < best) {
        best = found;
        token = at;
      }
    }
    return token;
  }

  #classAt(row: number, at: number): number {
    if (this.#phrase) return this.#phraseClass(row, at);
    this.#classes ??= this.#table();
    return this.#classes[this.#rows.tokens[at]! & WORD_BITS]! - 1;
  }

  #phraseClass(row: number, at: number): number {
    if (!(this.#rows.tokens[at]! & STARTS_NAME)) return -1;
    const text = ` ${this.#rows.nameText(row, at)}`;
    if (text.includes(` ${this.needle}`)) return PREFIX;
    return text.includes(this.needle) ? INSIDE : -1;
  }

  #table(): Uint8Array {
    const table = new Uint8Array(this.#phrase ? 0 : this.#rows.dictionary.size);
    if (!this.#phrase) this.matches.words.forEach((word, i) => (table[word] = this.matches.classes[i]! + 1));
    return table;
  }
}

/** The terms of a text; none when it holds no letter or digit. Null when there was a text but nothing to look for in it. */
export function termsOf(rows: Rows, text: string, mode: 'words' | 'substring'): Term[] | null {
  if (mode === 'substring') {
    const needle = normalise(text);
    return needle === '' ? null : [new Term(rows, needle, true)];
  }
  const needles = new Set<string>();
  const plain = text.replace(/"([^"]*)"/g, (_, phrase: string) => {
    if (normalise(phrase) !== '') needles.add(normalise(phrase));
    return ' ';
  });
  for (const word of wordsOf(normalise(plain))) needles.add(word);
  if (needles.size === 0) return null;
  return [...needles].slice(0, MAX_TERMS).map((needle) => new Term(rows, needle, false));
}

/** Whether a sum of classes holds a typo. */
export function isFuzzy(classes: number): boolean {
  return classes >= FUZZY;
}

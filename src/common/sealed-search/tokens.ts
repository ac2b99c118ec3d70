import type { NameField, SearchEntry } from './entry.js';
import { normalise, wordsOf } from './normalise.js';

/**
 * A token is one word of one name in 32 bits: bits 0-27 the word, 28-29 the field (0 = sort key only, never searched),
 * bit 30 set on the first word of a name, so that the same field may occur twice (two former names).
 */
export const WORD_BITS = 0x0fffffff;
export const FIELD_SHIFT = 28;
export const STARTS_NAME = 1 << 30;

/** `sortAt` value saying that the sort key stands in its own tokens before the names. */
export const OWN_SORT_KEY = 255;

/** Words kept per entry; what a person types beyond that is not searched. */
const MAX_TOKENS = 250;
const MAX_SORT_TOKENS = 60;
const FIELDS: readonly NameField[] = ['name', 'preferred', 'former'];

/** The field a token belongs to. */
export function fieldOf(token: number): NameField {
  return FIELDS[((token >>> FIELD_SHIFT) & 3) - 1] ?? 'name';
}

/** The names of an entry as tokens. */
export interface PackedNames {
  tokens: number[];
  /** Word of the first name at which the sort key starts ('mary anne smith' sorts from 2), or {@link OWN_SORT_KEY}. */
  sortAt: number;
}

/** Normalises and packs an entry's names; `wordId` gives the number of a word, adding it when new. */
export function packNames(entry: Pick<SearchEntry, 'names' | 'sortKey'>, wordId: (word: string) => number): PackedNames {
  const tokens: number[] = [];
  let first: string[] = [];
  for (const { field, text } of entry.names) {
    const words = wordsOf(normalise(text));
    if (tokens.length === 0) first = words;
    const code = (FIELDS.indexOf(field) + 1) << FIELD_SHIFT;
    words.forEach((word, i) => tokens.push(wordId(word) | code | (i === 0 ? STARTS_NAME : 0)));
  }
  const sort = wordsOf(normalise(entry.sortKey));
  const sortAt = rotation(first, sort);
  const own = sortAt === OWN_SORT_KEY ? sort.slice(0, MAX_SORT_TOKENS).map(wordId) : [];
  return { tokens: [...own, ...tokens].slice(0, MAX_TOKENS), sortAt };
}

/** Storing where the sort key starts in the name, instead of a copy of it, saves 8 bytes an entry. */
function rotation(name: string[], sort: string[]): number {
  if (name.length !== sort.length || name.length >= MAX_TOKENS / 2) return OWN_SORT_KEY;
  for (let at = 0; at < Math.max(1, name.length); at++) {
    if (sort.every((word, i) => word === name[(at + i) % name.length])) return at;
  }
  return OWN_SORT_KEY;
}

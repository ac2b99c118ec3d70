import { describe, expect, it } from '@jest/globals';
import { madeEntries } from './bench-fixtures.js';
import { normalise } from './normalise.js';
import { withinOneTypo } from './typo.js';

describe('normalising names', () => {
  it.each([
    ["O'Brien", 'obrien'],
    ['O’BRIEN', 'obrien'],
    ['o brien', 'obrien'],
    ['Mc Donald', 'mcdonald'],
    ['Nguyễn Đức', 'nguyen duc'],
    ['Łukasz Wójcik', 'lukasz wojcik'],
    ['Strauß', 'strauss'],
    ['Ærø', 'aero'],
    ['  Smith-Jones,  J. ', 'smith jones j'],
    ['İpek', 'ipek'],
    ['Иван Щербаков', 'иван щербаков'],
    ['Ｋｅｎｊｉ', 'kenji'],
    ['王小明', '王小明'],
    ['مُحَمَّد', 'محمد'],
    ['Kahoʻolawe', 'kahoolawe'],
    ['—', ''],
  ])('%s becomes %s', (text, expected) => expect(normalise(text)).toBe(expected));

  it('leaves what it has normalised as it is', () => {
    const texts = [...madeEntries(3000, 5)].flatMap(({ names }) => names.map(({ text }) => text));
    for (const text of [...texts, 'O O Brien', 'mc o brien', 'O mc', 'o o o ab', "d' o' x"]) {
      expect(normalise(normalise(text))).toBe(normalise(text));
    }
  });
});

/** Textbook Damerau-Levenshtein distance (neighbours swapped count one). */
function distance(a: string, b: string): number {
  const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
    }
  }
  return d[a.length]![b.length]!;
}

describe('one typo', () => {
  it('agrees with the textbook distance to the word and to each of its prefixes', () => {
    const letters = ['a', 'b', 'c'];
    const all = (length: number): string[] =>
      length === 0 ? [''] : all(length - 1).flatMap((head) => letters.map((letter) => head + letter));
    const words = [1, 2, 3, 4, 5].flatMap(all);
    for (const needle of all(4)) {
      for (const word of words) {
        const expected = Array.from({ length: word.length + 1 }, (_, i) => word.slice(0, i)).some(
          (prefix) => distance(needle, prefix) <= 1,
        );
        if (withinOneTypo(needle, word) !== expected) throw new Error(`${needle} and ${word}: expected ${expected}`);
      }
    }
  });
});

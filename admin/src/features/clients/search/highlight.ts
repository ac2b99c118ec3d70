/** A stretch of a text, and whether the search found it there. */
export interface Stretch {
  readonly text: string;
  readonly hit: boolean;
}

/** Letters that carry no combining mark but that people type as plain ones; the search spells them the same way. */
const LETTERS: Readonly<Record<string, string>> = {
  đ: 'd',
  ð: 'd',
  ø: 'o',
  ł: 'l',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ƒ: 'f',
  ə: 'e',
  ς: 'σ',
  ى: 'ي',
  ة: 'ه',
  ک: 'ك',
  ی: 'ي',
};
const MARKS = /\p{M}+/gu;
/** Dropped without a gap: apostrophes of every kind, joiners. */
const SILENT = /^['’‘‛`´ʹʻʼʽʾʿ＇\u0640\p{Cf}]$/u;
const WORD_CHARACTER = /[\p{L}\p{N}]/u;
/** "o brien" and "mc donald" are what forms make of O'Brien and McDonald. */
const PARTICLE = /(?<=^| )(?:o|mc) (?=(?:(?:o|mc) )*[\p{L}\p{N}]{2})/gu;

/** A text as it is compared, and where each of its characters comes from. */
interface Folded {
  readonly text: string;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/**
 * Marks where the words of a query stand in a text, whatever their accents and case: `nguy` is found in `Nguyễn`.
 * A word that begins a word of the text is marked at every such place, else where it first occurs inside one.
 * The stretches joined give the text unchanged.
 */
export function highlight(text: string, query: string): readonly Stretch[] {
  const folded = fold(text);
  const marks = words(fold(query).text).flatMap((word) =>
    places(folded.text, word).map((at): [number, number] => [folded.from[at] ?? 0, folded.to[at + word.length - 1] ?? 0]),
  );
  const stretches: Stretch[] = [];
  let done = 0;
  for (const [start, end] of joined(marks)) {
    if (start > done) stretches.push({ text: text.slice(done, start), hit: false });
    stretches.push({ text: text.slice(start, end), hit: true });
    done = end;
  }
  if (done < text.length) stretches.push({ text: text.slice(done), hit: false });
  return stretches;
}

/** Whether every word of a query stands somewhere in a text; the empty query does. */
export function holdsAll(text: string, query: string): boolean {
  const folded = fold(text).text;
  return words(fold(query).text).every((word) => folded.includes(word));
}

/** The form that texts are compared in: no accents, lower case, apostrophes dropped, other punctuation one space. */
function fold(text: string): Folded {
  const letters: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const [start, end] = [at, at + character.length];
    at = end;
    if (SILENT.test(character)) continue;
    const plain = foldCharacter(character);
    if (plain === '') {
      // A mark that follows its letter belongs to it.
      for (let back = to.length - 1; back >= 0 && to[back] === start; back--) to[back] = end;
      continue;
    }
    if (plain === ' ' && (letters.length === 0 || letters.at(-1) === ' ')) continue;
    for (const letter of plain) {
      for (let unit = 0; unit < letter.length; unit++) {
        letters.push(letter[unit] ?? '');
        from.push(start);
        to.push(end);
      }
    }
  }
  return withoutParticleGaps({ text: letters.join(''), from, to });
}

function foldCharacter(character: string): string {
  const bare = character.toLowerCase().normalize('NFKD').toLowerCase().replace(MARKS, '');
  if (bare === '') return '';
  const plain = [...bare].map((letter) => LETTERS[letter] ?? letter).join('');
  return WORD_CHARACTER.test(plain) ? plain.replace(/[^\p{L}\p{N}]+/gu, '') : ' ';
}

function withoutParticleGaps({ text, from, to }: Folded): Folded {
  const gaps = new Set([...text.matchAll(PARTICLE)].map((match) => match.index + match[0].length - 1));
  if (gaps.size === 0) return { text, from, to };
  const stays = (_: unknown, index: number): boolean => !gaps.has(index);
  return { text: text.split('').filter(stays).join(''), from: from.filter(stays), to: to.filter(stays) };
}

function words(folded: string): string[] {
  return folded.split(' ').filter((word) => word !== '');
}

function places(text: string, word: string): number[] {
  const all: number[] = [];
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) all.push(at);
  const leading = all.filter((at) => at === 0 || text[at - 1] === ' ');
  return leading.length > 0 ? leading : all.slice(0, 1);
}

function joined(marks: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [start, end] of marks.toSorted(([a], [b]) => a - b)) {
    const last = result.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}

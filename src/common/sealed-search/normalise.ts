/** Letters that carry no combining mark under NFKD but that people type as plain ones. */
const LETTERS: Record<string, string> = {
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
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu');
const PLAIN = /^[a-z0-9]+(?: [a-z0-9]+)*$/;
const ASCII = /^[\x20-\x7e]*$/;
const ASCII_BREAKS = /[^a-z0-9]+/g;
const MARKS = /\p{M}+/gu;
/** Dropped without a gap: apostrophes of every kind (O'Brien, Okinaʻu), joiners, tatweel. */
const SILENT = /['’‘‛`´ʹʻʼʽʾʿ＇\u0640\p{Cf}]+/gu;
const BREAKS = /[^\p{L}\p{N}]+/gu;
/** "o brien" and "mc donald" are what forms make of O'Brien and McDonald. */
const PARTICLE = /(?<=^| )(o|mc) (?=(?:(?:o|mc) )*[\p{L}\p{N}]{2})/gu;

/**
 * The form in which names are stored for search and in which needles are compared: NFKD, marks stripped, lower case,
 * stroke letters and ligatures spelt out, apostrophes dropped, other punctuation a single space. Idempotent.
 * Only letters and digits of any script and single inner spaces remain, so the space sorts before every other character.
 */
export function normalise(text: string): string {
  const folded = PLAIN.test(text) ? text : fold(text);
  return folded.includes('o ') || folded.includes('mc ') ? folded.replace(PARTICLE, '$1') : folded;
}

function fold(text: string): string {
  if (ASCII.test(text)) {
    const lower = text.toLowerCase();
    return PLAIN.test(lower) ? lower : lower.replace(/['`]/g, '').replace(ASCII_BREAKS, ' ').trim();
  }
  return text
    .toLowerCase()
    .normalize('NFKD')
    .toLowerCase()
    .replace(SILENT, '')
    .replace(MARKS, '')
    .replace(LETTER, (letter) => LETTERS[letter] ?? letter)
    .replace(BREAKS, ' ')
    .trim();
}

/** Splits a normalised text into its words; the empty text has none. */
export function wordsOf(normalised: string): string[] {
  return normalised === '' ? [] : normalised.split(' ');
}

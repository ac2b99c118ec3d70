/** Most characters of a document's name, as people count them. */
export const LONGEST_NAME = 200;

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Control characters, line ends, and what turns the direction of text, by which `gpj.exe` reads as `exe.jpg`. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** What is wrong with a name. */
export type NameProblem = 'required' | 'too_long' | 'not_text';

/**
 * A document's name from what a sender calls it. Names are words for people and never a path: of `../../etc/passwd` the last part is
 * left, as of a file in a folder that was dropped. Composed (NFC), without control and direction characters.
 */
export function documentName(said: unknown): { name: string } | { problem: NameProblem } {
  if (typeof said !== 'string' || LONE_SURROGATE.test(said))
    return { problem: said === undefined || said === null ? 'required' : 'not_text' };
  const last = said.normalize('NFC').replace(UNSEEN, '').split(/[/\\]/).at(-1)!.trim();
  if (last === '' || /^\.+$/.test(last)) return { problem: 'required' };
  return count(last) > LONGEST_NAME ? { problem: 'too_long' } : { name: last };
}

/** Counted no further than needed: a text of megabytes is one step too long, not a second of work. */
function count(text: string): number {
  if (text.length > LONGEST_NAME * 40) return LONGEST_NAME + 1;
  let found = 0;
  for (const _grapheme of GRAPHEMES.segment(text)) if (++found > LONGEST_NAME) break;
  return found;
}

/** The ending of a name, lower case, without its dot; empty when there is none. */
export function extensionOf(name: string): string {
  const at = name.lastIndexOf('.');
  return at <= 0 ? '' : name.slice(at + 1).toLowerCase();
}

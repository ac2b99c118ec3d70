import type { FieldErrors } from './field-errors.js';

/** Most characters in a name, an address line or another short text. */
export const NAME_LIMIT = 200;
/** Most characters in a note. */
export const NOTE_LIMIT = 2000;
/** Most entries in any list of a client. */
export const LIST_LIMIT = 20;

// Control characters, lone surrogates (broken Unicode), line and paragraph separators, text-direction overrides (they make a name read as another one),
// byte-order marks, noncharacters and tag characters. Zero-width joiners stay: Persian and Indic names need them.
const FORBIDDEN = /[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\u{e0000}-\u{e007f}]/u;
const FORBIDDEN_BUT_LINES =
  /[\p{Cs}\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\u{e0000}-\u{e007f}]/u;

/** How a text is read. */
export interface TextRules {
  readonly max: number;
  /** Keeps line breaks and tabs; CR LF becomes LF. */
  readonly multiline?: boolean;
  /** Refuses emptiness with this message. */
  readonly required?: string;
  /** Refuses a text without a letter or digit. */
  readonly name?: boolean;
}

/**
 * Reads one text: Unicode NFC (so that the same name typed on two keyboards is the same name), trimmed, runs of spaces
 * as one. Nothing or only spaces is `null`. A refused text is `null` too, with its reason in `errors`.
 */
export function readText(input: unknown, field: string, rules: TextRules, errors: FieldErrors): string | null {
  if (input === null || input === undefined || input === '') return missing(field, rules, errors);
  if (typeof input !== 'string') return refuse(errors, field, 'wrong_type', 'Give this as text.');
  if (input.length > rules.max * 4 + 64) return tooLong(field, rules, errors);
  const forbidden = rules.multiline === true ? FORBIDDEN_BUT_LINES : FORBIDDEN;
  const lines = rules.multiline === true ? input.replaceAll('\r\n', '\n') : input;
  if (forbidden.test(lines)) {
    return refuse(errors, field, 'control_characters', 'Type this again without line breaks, tabs or invisible control characters.');
  }
  const spaced = rules.multiline === true ? lines.trim() : lines.trim().replace(/\s+/gu, ' ');
  const text = spaced.normalize('NFC');
  if (text === '') return missing(field, rules, errors);
  if (text.length > rules.max && [...text].length > rules.max) return tooLong(field, rules, errors);
  if (rules.name === true && !/[\p{L}\p{N}]/u.test(text)) {
    return refuse(errors, field, 'not_a_name', 'Give a name with at least one letter.');
  }
  return text;
}

/** Reads true or false; nothing is `fallback`. */
export function readFlag(input: unknown, field: string, fallback: boolean, errors: FieldErrors): boolean {
  if (input === null || input === undefined) return fallback;
  if (typeof input === 'boolean') return input;
  errors.add(field, 'wrong_type', 'Give true or false.');
  return fallback;
}

/** Reads one of a closed set of values; nothing is `fallback`. */
export function readChoice<T extends string, F extends T | null>(
  input: unknown,
  field: string,
  choices: readonly T[],
  fallback: F,
  errors: FieldErrors,
): T | F {
  if (input === null || input === undefined || input === '') return fallback;
  const found = choices.find((choice) => choice === input);
  if (found !== undefined) return found;
  errors.add(field, 'not_allowed', `Choose one of: ${choices.join(', ')}.`);
  return fallback;
}

/** Reads a list of at most {@link LIST_LIMIT} entries; nothing is an empty list. */
export function readList<T>(
  input: unknown,
  field: string,
  errors: FieldErrors,
  readEntry: (entry: unknown, path: string) => T | null,
): T[] {
  if (input === null || input === undefined) return [];
  if (!Array.isArray(input)) {
    errors.add(field, 'wrong_type', 'Give this as a list.');
    return [];
  }
  if (input.length > LIST_LIMIT) {
    errors.add(field, 'too_many', `Keep at most ${LIST_LIMIT} entries here.`);
    return [];
  }
  const entries: T[] = [];
  input.forEach((entry: unknown, index) => {
    const read = readEntry(entry, `${field}.${index}`);
    if (read !== null) entries.push(read);
  });
  return entries;
}

/** Reads an object with named parts; anything else is refused and `null`. */
export function readParts(input: unknown, field: string, errors: FieldErrors): Readonly<Record<string, unknown>> | null {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input as Record<string, unknown>;
  return refuse(errors, field, 'wrong_type', 'Give this as an object with named parts.');
}

function missing(field: string, rules: TextRules, errors: FieldErrors): null {
  if (rules.required !== undefined) errors.add(field, 'required', rules.required);
  return null;
}

function tooLong(field: string, rules: TextRules, errors: FieldErrors): null {
  return refuse(errors, field, 'too_long', `Shorten this to at most ${rules.max} characters.`);
}

function refuse(errors: FieldErrors, field: string, code: Parameters<FieldErrors['add']>[1], message: string): null {
  errors.add(field, code, message);
  return null;
}

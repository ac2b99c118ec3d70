import type { FieldError } from '../../../common/errors.js';
import { readDate } from './calendar.js';
import { abnAddsUp, acnAddsUp, ihiAddsUp, medicareAddsUp } from './check-digits.js';
import { ClientInvalid } from './client.errors.js';
import { readCountry } from './contacts.js';
import { FieldErrors } from './field-errors.js';
import type { ClientFieldCode } from './field-errors.js';
import { NAME_LIMIT, readChoice, readText } from './text.js';

/**
 * The identifiers a practice may record. Tax file numbers are not among them on purpose: collecting one brings the TFN Rule
 * down on any practice, and none of ours needs it. `other` takes free text, so that nothing stops a person from
 * typing one there; the interface says not to.
 */
export type IdentifierKind =
  'passport' | 'visa_grant' | 'transaction_reference' | 'dha_file' | 'medicare' | 'ndis' | 'dva' | 'ihi' | 'abn' | 'acn' | 'other';
/** Every {@link IdentifierKind}. */
export const IDENTIFIER_KINDS: readonly IdentifierKind[] = [
  'passport',
  'visa_grant',
  'transaction_reference',
  'dha_file',
  'medicare',
  'ndis',
  'dva',
  'ihi',
  'abn',
  'acn',
  'other',
];

/** One identifier of a client; `value` is in its normal form. */
export interface IdentifierValues {
  readonly kind: IdentifierKind;
  readonly value: string;
  /** Issuing country, ISO 3166-1 alpha-2; required for a passport. */
  readonly country: string | null;
  readonly issuedBy: string | null;
  readonly expiresOn: string | null;
  readonly note: string | null;
}

/** An identifier as somebody sends it. */
export type IdentifierInput = { readonly [Field in keyof IdentifierValues]?: unknown };

interface Rule {
  readonly shape: RegExp;
  /** What the shape is, for the person who must correct it. */
  readonly expected: string;
  readonly addsUp?: (value: string) => boolean;
  /** Sizes of the groups it is written in; the rest stays together. */
  readonly groups?: readonly number[];
}

const RULES: Readonly<Record<IdentifierKind, Rule>> = {
  passport: { shape: /^[A-Z0-9]{5,15}$/, expected: '5 to 15 letters and digits' },
  visa_grant: { shape: /^\d{13}$/, expected: '13 digits', groups: [4, 4, 4, 1] },
  transaction_reference: { shape: /^[A-Z0-9]{6,20}$/, expected: '6 to 20 letters and digits, such as EGO and seven more' },
  dha_file: {
    shape: /^[A-Z0-9](?:[A-Z0-9/-]{3,28})[A-Z0-9]$/,
    expected: '5 to 30 letters, digits, slashes and hyphens, such as BCC2024/123456',
  },
  medicare: {
    shape: /^[2-6]\d{9}[1-9]?$/,
    expected: '10 digits from the card, starting with 2 to 6, then the 1-digit reference if you have it',
    addsUp: medicareAddsUp,
    groups: [4, 5, 1, 1],
  },
  ndis: { shape: /^\d{9}$/, expected: '9 digits' },
  dva: {
    shape: /^[NQSTVW][A-Z]{0,3}\d{1,6}[A-Z]?$/,
    expected: 'a state letter (N, Q, S, T, V or W), the war code, up to 6 digits and a suffix letter if there is one',
  },
  ihi: { shape: /^800360\d{10}$/, expected: '16 digits starting with 800360', addsUp: ihiAddsUp, groups: [4, 4, 4, 4] },
  abn: { shape: /^[1-9]\d{10}$/, expected: '11 digits', addsUp: abnAddsUp, groups: [2, 3, 3, 3] },
  acn: { shape: /^\d{9}$/, expected: '9 digits', addsUp: acnAddsUp, groups: [3, 3, 3] },
  other: { shape: /^.{1,60}$/u, expected: 'at most 60 characters' },
};

// One letter and seven digits, or the two-letter series now in use.
const AUSTRALIAN_PASSPORT = /^(?:[A-Z]|P[A-FUWXZ])\d{7}$/;

/**
 * The form an identifier is stored, compared and searched by: upper case, without the spaces and hyphens people write
 * between groups. It never repairs: a letter O stays a letter O and is refused where digits belong.
 */
export function normaliseIdentifier(kind: IdentifierKind, value: string): string {
  const text = value.normalize('NFC').trim();
  if (kind === 'other') return text.replace(/\s+/gu, ' ');
  return kind === 'dha_file' ? text.toUpperCase().replace(/\s+/gu, '') : text.toUpperCase().replace(/[\s-]+/gu, '');
}

/** What the exact search compares, whatever the kind: letters and digits only, upper case. */
export function identifierKey(value: string): string {
  return value
    .normalize('NFC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** Why a normalised value is not an identifier of this kind; `null` when it is one. */
export function identifierProblem(
  kind: IdentifierKind,
  value: string,
  country: string | null,
): { code: ClientFieldCode; message: string } | null {
  const rule = RULES[kind];
  if (!rule.shape.test(value)) return { code: 'wrong_format', message: `Check the number: this one has ${rule.expected}.` };
  if (kind === 'passport' && country === 'AU' && !AUSTRALIAN_PASSPORT.test(value)) {
    return {
      code: 'wrong_format',
      message: 'Check the number: an Australian passport has one letter, or two (PA to PF, PU, PW, PX, PZ), and 7 digits.',
    };
  }
  if (rule.addsUp !== undefined && !rule.addsUp(value)) {
    return { code: 'wrong_check_digit', message: 'Check each digit: at least one is mistyped, because the check digit does not fit.' };
  }
  return null;
}

/** What looks odd about an identifier that is accepted all the same. */
export function identifierWarnings(kind: IdentifierKind, value: string, path = 'value'): FieldError[] {
  const warnings = new FieldErrors();
  if (kind === 'ndis' && !value.startsWith('43')) {
    warnings.add(path, 'unusual', 'Check the number: NDIS numbers usually start with 43.');
  }
  return warnings.list;
}

/**
 * Checks and normalises an identifier.
 * @throws ClientInvalid naming every refused field at once; never with the value in it.
 */
export function readIdentifier(input: IdentifierInput): IdentifierValues {
  const errors = new FieldErrors();
  const identifier = checkIdentifier(input, errors);
  if (identifier === null || errors.any) throw new ClientInvalid(errors.list);
  return identifier;
}

/** Most identifiers that come with a new client. */
const MOST_WITH_CLIENT = 20;

/** Identifiers that come with a new client, gathering the refusals under `identifiers.<index>.`; nothing given is none. */
export function checkIdentifiers(given: unknown, errors: FieldErrors): IdentifierValues[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) {
    errors.add('identifiers', 'wrong_type', 'Give a list of identifiers.');
    return [];
  }
  if (given.length > MOST_WITH_CLIENT) errors.add('identifiers', 'too_many', `Give at most ${MOST_WITH_CLIENT} identifiers.`);
  return given.slice(0, MOST_WITH_CLIENT).flatMap((entry: unknown, index) => {
    const path = `identifiers.${index}`;
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
      errors.add(path, 'wrong_type', 'Give an identifier with its kind and number.');
      return [];
    }
    const identifier = checkIdentifier(entry as IdentifierInput, errors, `${path}.`);
    return identifier === null ? [] : [identifier];
  });
}

/** As {@link readIdentifier}, gathering the refusals in `errors` under `prefix`. */
export function checkIdentifier(input: IdentifierInput, errors: FieldErrors, prefix = ''): IdentifierValues | null {
  const kind = readChoice<IdentifierKind, null>(input.kind, `${prefix}kind`, IDENTIFIER_KINDS, null, errors);
  if (kind === null && (input.kind === undefined || input.kind === null || input.kind === '')) {
    errors.add(`${prefix}kind`, 'required', 'Say what kind of identifier this is.');
  }
  const text = readText(input.value, `${prefix}value`, { max: 80, required: 'Give the number.' }, errors);
  const country =
    input.country === undefined || input.country === null || input.country === ''
      ? null
      : readCountry(input.country, `${prefix}country`, errors);
  const issuedBy = readText(input.issuedBy, `${prefix}issuedBy`, { max: NAME_LIMIT }, errors);
  const expiresOn = readDate(input.expiresOn, `${prefix}expiresOn`, {}, errors);
  const note = readText(input.note, `${prefix}note`, { max: 500, multiline: true }, errors);
  if (kind === null || text === null) return null;
  if (kind === 'passport' && (input.country === undefined || input.country === null || input.country === '')) {
    errors.add(`${prefix}country`, 'required', 'Choose the country that issued the passport.');
  }
  const value = normaliseIdentifier(kind, text);
  const problem = identifierProblem(kind, value, country);
  if (problem !== null) {
    errors.add(`${prefix}value`, problem.code, problem.message);
    return null;
  }
  return { kind, value, country, issuedBy, expiresOn, note };
}

/** What may be shown without opening: the last four characters, fewer of a short value, none of a very short one. */
export function maskIdentifier(value: string): string {
  const characters = [...value];
  const shown = characters.length >= 8 ? 4 : characters.length >= 6 ? 2 : 0;
  return shown === 0 ? '••••' : `•••• ${characters.slice(-shown).join('')}`;
}

/** The value as it is printed on the card or letter it comes from: 51 824 753 556, 2123 45670 1. */
export function formatIdentifier(kind: IdentifierKind, value: string): string {
  const groups = RULES[kind].groups;
  if (groups === undefined) return value;
  const parts: string[] = [];
  let at = 0;
  for (const size of groups) {
    if (at < value.length) parts.push(value.slice(at, at + size));
    at += size;
  }
  return parts.join(' ');
}

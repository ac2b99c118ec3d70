import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { isCountryCode } from './countries.js';
import { FieldErrors } from './field-errors.js';
import { ADDRESS_KINDS } from './client.js';
import type { ClientAddress } from './client.js';
import type { FieldError } from '../../../common/errors.js';
import { NAME_LIMIT, readChoice, readParts, readText } from './text.js';

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z][a-z0-9-]{0,61}[a-z0-9])$/;
const ONE_ADDRESS = 'Give one address such as name@place.example, without a display name.';

/** Reads one e-mail address (RFC 5321 lengths, plain local part); the domain is lower-cased and in its ASCII form. */
export function readEmail(input: unknown, field: string, errors: FieldErrors): string | null {
  const text = readText(input, field, { max: 254, required: 'Give the e-mail address, or remove this entry.' }, errors);
  if (text === null) return null;
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  const domain = asciiDomain(text.slice(at + 1));
  if (at < 1 || local.length > 64 || !LOCAL_PART.test(local) || domain === null || local.length + domain.length > 253) {
    errors.add(field, 'not_an_email', ONE_ADDRESS);
    return null;
  }
  return `${local}@${domain}`;
}

/** What an address is compared and searched by: mailboxes differing in case only are never two people in practice. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

/**
 * Reads one phone number into E.164. Numbers without a country are Australian. Australian numbers must be in a range that
 * is in use; overseas ones need a plausible length only, since number plans change more often than releases.
 */
export function readPhone(input: unknown, field: string, errors: FieldErrors): string | null {
  const text = readText(input, field, { max: 40, required: 'Give the phone number, or remove this entry.' }, errors);
  if (text === null) return null;
  const number = phoneKey(text);
  if (number === null) {
    errors.add(
      field,
      'not_a_phone_number',
      'Give a number that can be dialled: area code included, + and country code if overseas, no extension.',
    );
  }
  return number;
}

/** The E.164 form a number is stored, compared and searched by; `null` when it cannot be dialled. */
export function phoneKey(text: string): string | null {
  if (!/^[+\d][\d\s().\-/]{3,39}$|^\(\d[\d\s().\-/]{3,39}$/.test(text)) return null;
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: 'AU', extract: false });
  if (parsed === undefined || parsed.ext !== undefined) return null;
  const dialable = parsed.countryCallingCode === '61' ? parsed.isValid() : parsed.isPossible();
  return dialable ? parsed.number : null;
}

/** A number as people write it: Australian ones nationally (0491 570 006), others internationally. */
export function formatPhone(e164: string): string {
  const parsed = parsePhoneNumberFromString(e164);
  if (parsed === undefined) return e164;
  return parsed.countryCallingCode === '61' ? parsed.formatNational() : parsed.formatInternational();
}

/** Reads one address: its first line or free-form lines, and a country (Australia when not given). */
export function readAddress(input: unknown, path: string, errors: FieldErrors): ClientAddress | null {
  const parts = readParts(input, path, errors);
  if (parts === null) return null;
  const text = (part: string, max = NAME_LIMIT): string | null => readText(parts[part], `${path}.${part}`, { max }, errors);
  const freeform = readText(parts['freeform'], `${path}.freeform`, { max: 1000, multiline: true }, errors);
  const address: ClientAddress = {
    kind: readChoice(parts['kind'], `${path}.kind`, ADDRESS_KINDS, 'home', errors),
    line1: text('line1'),
    line2: text('line2'),
    suburb: text('suburb'),
    state: text('state', 60),
    postcode: text('postcode', 20),
    country: readCountry(parts['country'] ?? 'AU', `${path}.country`, errors) ?? 'AU',
    freeform,
  };
  if (address.line1 === null && address.suburb === null && freeform === null) {
    errors.add(`${path}.line1`, 'required', 'Give a street or PO box, a suburb, or the whole address in free lines.');
  }
  return address;
}

/** Reads an ISO 3166-1 alpha-2 code; case is forgiven, names are not (the import reads those). */
export function readCountry(input: unknown, field: string, errors: FieldErrors): string | null {
  const code = typeof input === 'string' ? input.trim().toUpperCase() : '';
  if (isCountryCode(code)) return code;
  errors.add(field, 'unknown_country', 'Choose a country: its two-letter code such as AU or VN.');
  return null;
}

/** What looks odd about an Australian address. Warnings only: border towns and large-volume receivers break the pattern. */
export function addressWarnings(address: ClientAddress, path: string): FieldError[] {
  const warnings = new FieldErrors();
  if (address.country !== 'AU' || address.freeform !== null) return warnings.list;
  const states = address.postcode === null ? null : statesOfPostcode(address.postcode);
  if (address.postcode !== null && (states === null || states.length === 0)) {
    warnings.add(`${path}.postcode`, 'unusual', 'Check the postcode: Australian ones have four digits.');
  }
  if (address.state !== null && !AUSTRALIAN_STATES.includes(address.state)) {
    warnings.add(`${path}.state`, 'unusual', `Check the state: one of ${AUSTRALIAN_STATES.join(', ')}.`);
  } else if (address.state !== null && states !== null && states.length > 0 && !states.includes(address.state)) {
    warnings.add(`${path}.postcode`, 'unusual', 'Check the postcode: it usually belongs to another state.');
  }
  return warnings.list;
}

/** The abbreviations of states and territories. */
export const AUSTRALIAN_STATES: readonly string[] = ['ACT', 'NSW', 'NT', 'QLD', 'SA', 'TAS', 'VIC', 'WA'];

// First match wins; ranges of Australia Post's list, large-volume ranges included. Shared border postcodes name both.
const POSTCODES: readonly (readonly [from: number, to: number, states: readonly string[]])[] = [
  [872, 872, ['NT', 'SA', 'WA']],
  [200, 299, ['ACT']],
  [800, 999, ['NT']],
  [2540, 2540, ['NSW', 'ACT']],
  [2611, 2611, ['ACT', 'NSW']],
  [2600, 2618, ['ACT']],
  [2619, 2620, ['NSW', 'ACT']],
  [2900, 2920, ['ACT']],
  [1000, 2999, ['NSW']],
  [3644, 3644, ['VIC', 'NSW']],
  [3585, 3586, ['VIC', 'NSW']],
  [3691, 3691, ['VIC', 'NSW']],
  [3707, 3707, ['VIC', 'NSW']],
  [3000, 3999, ['VIC']],
  [8000, 8999, ['VIC']],
  [4375, 4385, ['QLD', 'NSW']],
  [4000, 4999, ['QLD']],
  [9000, 9999, ['QLD']],
  [5000, 5999, ['SA']],
  [6000, 6999, ['WA']],
  [7000, 7999, ['TAS']],
];

function statesOfPostcode(postcode: string): readonly string[] | null {
  if (!/^\d{4}$/.test(postcode)) return null;
  const number = Number(postcode);
  return POSTCODES.find(([from, to]) => number >= from && number <= to)?.[2] ?? [];
}

function asciiDomain(domain: string): string | null {
  const lower = domain.toLowerCase();
  if (lower.length <= 253 && DOMAIN.test(lower)) return lower;
  if (!/[^\u0000-\u007f]/.test(lower) || /[/?#@:\s\\]/.test(lower)) return null;
  try {
    const ascii = new URL(`http://${lower}`).hostname; // IDNA to ASCII (UTS 46)
    return ascii.length <= 253 && DOMAIN.test(ascii) ? ascii : null;
  } catch {
    return null;
  }
}

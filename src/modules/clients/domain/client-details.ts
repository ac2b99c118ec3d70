import type { Clock } from '../../../common/clock/clock.js';
import type { FieldError } from '../../../common/errors.js';
import { readDate } from './calendar.js';
import { CONTACT_CHANNELS, DATE_OF_BIRTH_ACCURACIES, INDIGENOUS_STATUSES } from './client.js';
import type { ClientDetailValues, ClientEmail, ClientPhone, ContactChannel, EmergencyContact } from './client.js';
import { ClientInvalid } from './client.errors.js';
import { addressWarnings, emailKey, readAddress, readCountry, readEmail, readPhone } from './contacts.js';
import { FieldErrors } from './field-errors.js';
import { canonicalLanguage } from './languages.js';
import { NAME_LIMIT, NOTE_LIMIT, readChoice, readFlag, readList, readParts, readText } from './text.js';
import { checkClientCard } from './client-card.js';
import type { ClientCardInput } from './client-card.js';
import type { ClientCardValues } from './client.js';

/** Detail values as somebody sends them: nothing is trusted, not even its type. */
export type ClientDetailInput = { readonly [Field in keyof ClientDetailValues]?: unknown };

/** The details of somebody nothing is known of yet. */
export const NO_DETAILS: ClientDetailValues = {
  title: null,
  gender: null,
  pronouns: null,
  dateOfBirthAccuracy: 'exact',
  citizenships: [],
  languages: [],
  interpreterNeeded: false,
  indigenousStatus: null,
  emails: [],
  phones: [],
  addresses: [],
  emergencyContact: null,
  contactChannels: [],
  contactNote: null,
  doNotContact: false,
  referrer: null,
  gp: null,
  reviewOn: null,
};

/**
 * Checks and normalises detail values.
 * @throws ClientInvalid naming every refused field at once.
 */
export function readClientDetails(input: ClientDetailInput): ClientDetailValues {
  const errors = new FieldErrors();
  const details = checkClientDetails(input, errors);
  if (errors.any) throw new ClientInvalid(errors.list);
  return details;
}

/**
 * Checks the flat values of a whole client, card and details, so that one answer names every refused field of both.
 * For a change, give the stored values with the changed ones laid over them.
 * @throws ClientInvalid
 */
export function readClientValues(
  input: ClientCardInput & ClientDetailInput,
  clock: Clock,
  timeZone?: string,
): { card: ClientCardValues; details: ClientDetailValues } {
  const errors = new FieldErrors();
  const card = checkClientCard(input, errors, clock, timeZone);
  const details = checkClientDetails(input, errors);
  if (card === null || errors.any) throw new ClientInvalid(errors.list);
  return { card, details };
}

/** As {@link readClientDetails}, gathering the refusals in `errors`. */
export function checkClientDetails(input: ClientDetailInput, errors: FieldErrors): ClientDetailValues {
  const text = (field: keyof ClientDetailInput, max: number): string | null => readText(input[field], field, { max }, errors);
  return {
    title: text('title', 40),
    gender: text('gender', 60),
    pronouns: text('pronouns', 60),
    dateOfBirthAccuracy: readChoice(input.dateOfBirthAccuracy, 'dateOfBirthAccuracy', DATE_OF_BIRTH_ACCURACIES, 'exact', errors),
    citizenships: withoutRepeats(readList(input.citizenships, 'citizenships', errors, (entry, path) => readCountry(entry, path, errors))),
    languages: withoutRepeats(readList(input.languages, 'languages', errors, (entry, path) => readLanguage(entry, path, errors))),
    interpreterNeeded: readFlag(input.interpreterNeeded, 'interpreterNeeded', false, errors),
    indigenousStatus: readChoice(input.indigenousStatus, 'indigenousStatus', INDIGENOUS_STATUSES, null, errors),
    emails: readContacts(input.emails, 'emails', emailKey, readEmail, errors),
    phones: readContacts(input.phones, 'phones', (phone) => phone, readPhone, errors),
    addresses: readList(input.addresses, 'addresses', errors, (entry, path) => readAddress(entry, path, errors)),
    emergencyContact: readEmergencyContact(input.emergencyContact, errors),
    contactChannels: withoutRepeats(
      readList(input.contactChannels, 'contactChannels', errors, (entry, path) =>
        readChoice<ContactChannel, null>(entry, path, CONTACT_CHANNELS, null, errors),
      ),
    ),
    contactNote: readText(input.contactNote, 'contactNote', { max: NOTE_LIMIT, multiline: true }, errors),
    doNotContact: readFlag(input.doNotContact, 'doNotContact', false, errors),
    referrer: text('referrer', NAME_LIMIT),
    gp: text('gp', NAME_LIMIT),
    reviewOn: readDate(input.reviewOn, 'reviewOn', {}, errors),
  };
}

/** What looks odd in details that are accepted all the same. */
export function detailWarnings(details: ClientDetailValues): FieldError[] {
  return details.addresses.flatMap((address, index) => addressWarnings(address, `addresses.${index}`));
}

type Contact = ClientEmail & ClientPhone;

/** Reads e-mail addresses or phone numbers: none twice, at most one main; the first is main when none says so. */
function readContacts(
  input: unknown,
  field: string,
  key: (value: string) => string,
  readValue: (value: unknown, path: string, errors: FieldErrors) => string | null,
  errors: FieldErrors,
): Contact[] {
  const seen = new Set<string>();
  let mainSeen = false;
  const contacts = readList(input, field, errors, (entry, path): Contact | null => {
    const parts = readParts(entry, path, errors);
    if (parts === null) return null;
    const value = readValue(parts['value'], `${path}.value`, errors);
    const label = readText(parts['label'], `${path}.label`, { max: 60 }, errors);
    const main = readFlag(parts['main'], `${path}.main`, false, errors);
    if (main && mainSeen) errors.add(`${path}.main`, 'duplicate', 'Choose one main entry only.');
    mainSeen ||= main;
    if (value === null) return null;
    if (seen.has(key(value))) errors.add(`${path}.value`, 'duplicate', 'Remove this entry: it is in the list already.');
    seen.add(key(value));
    return { label, value, main };
  });
  const [first, ...rest] = contacts;
  return mainSeen || first === undefined ? contacts : [{ ...first, main: true }, ...rest];
}

function readEmergencyContact(input: unknown, errors: FieldErrors): EmergencyContact | null {
  if (input === null || input === undefined) return null;
  const parts = readParts(input, 'emergencyContact', errors);
  if (parts === null) return null;
  const name = readText(parts['name'], 'emergencyContact.name', { max: NAME_LIMIT, name: true, required: 'Say whom to call.' }, errors);
  const relationship = readText(parts['relationship'], 'emergencyContact.relationship', { max: 60 }, errors);
  const phone = readPhone(parts['phone'], 'emergencyContact.phone', errors);
  return name === null || phone === null ? null : { name, relationship, phone };
}

function readLanguage(input: unknown, field: string, errors: FieldErrors): string | null {
  const tag = typeof input === 'string' ? canonicalLanguage(input.trim()) : null;
  if (tag === null) errors.add(field, 'unknown_language', 'Choose a language: its BCP 47 tag such as vi or zh-Hant.');
  return tag;
}

function withoutRepeats<T>(list: readonly T[]): T[] {
  return [...new Set(list)];
}

import type { components } from '../../../shared/api/schema.js';

/** What the record's screens know of a client: the answers of the API, and the flat values a person edits. */

type Schemas = components['schemas'];

/** One client as a list shows it. */
export type ClientCard = Schemas['ClientCardDto'];
/** A client with everything its own page shows. */
export type ClientDetail = Schemas['ClientDetailDto'];
/** What the API keeps in the sealed group `details`. */
export type ClientDetailValues = Schemas['ClientDetailsDto'];
/** A name as its bearer has it; a single name is the family name with an empty given name. */
export type PersonName = Schemas['PersonNameDto'];
/** An e-mail address or a phone number (E.164). */
export type Contact = Schemas['ContactDto'];
/** An address in parts, or as lines where parts do not fit. */
export type Address = Schemas['AddressDto'];
/** Whom to call in an emergency. */
export type EmergencyContact = Schemas['EmergencyContactDto'];
/** A sealed identifier: its masked value only. */
export type Identifier = Schemas['IdentifierDto'];
/** Somebody around the client: another client of the practice, or a name. */
export type Relationship = Schemas['RelationshipDto'];
/** One consent, from being given to being withdrawn. */
export type Consent = Schemas['ConsentDto'];
/** One line of a client's history. */
export type HistoryEntry = Schemas['HistoryLineDto'];
/** One opening of a sealed value. */
export type Opening = Schemas['OpeningDto'];

export type ClientStatus = ClientCard['status'];
export type ClientKind = ClientCard['kind'];
export type IdentifierKind = Identifier['kind'];
export type RelationshipKind = Relationship['kind'];
export type ConsentKind = Consent['kind'];
export type ContactChannel = ClientDetailValues['contactChannels'][number];
export type AddressKind = Address['kind'];

/** Everything of a client that is edited in the form, flat, as PATCH and POST take it. */
export type ClientValues = ClientDetailValues &
  Pick<ClientCard, 'legalName' | 'preferredName' | 'formerNames' | 'dateOfBirth' | 'status' | 'teamId' | 'practitionerId'>;

/** The name of one edited field. */
export type FieldName = keyof ClientValues;

/** Every edited field, in the order of the form. */
export const FIELD_NAMES: readonly FieldName[] = [
  'legalName',
  'preferredName',
  'formerNames',
  'title',
  'dateOfBirth',
  'dateOfBirthAccuracy',
  'gender',
  'pronouns',
  'indigenousStatus',
  'citizenships',
  'languages',
  'interpreterNeeded',
  'emails',
  'phones',
  'addresses',
  'contactChannels',
  'contactNote',
  'doNotContact',
  'emergencyContact',
  'gp',
  'referrer',
  'status',
  'teamId',
  'practitionerId',
  'reviewOn',
];

const PERSON_ONLY: ReadonlySet<FieldName> = new Set([
  'title',
  'dateOfBirth',
  'dateOfBirthAccuracy',
  'gender',
  'pronouns',
  'indigenousStatus',
  'citizenships',
  'emergencyContact',
  'gp',
]);

/** Whether a field makes sense for this kind of client: a company has no date of birth. */
export function belongsTo(kind: ClientKind, field: FieldName): boolean {
  return kind === 'person' || !PERSON_ONLY.has(field);
}

/** The edited values of a client as the API answered it. */
export function valuesOf(client: ClientDetail): ClientValues {
  const { legalName, preferredName, formerNames, dateOfBirth, status, teamId, practitionerId, details } = client;
  const known = { ...details, legalName, preferredName, formerNames, dateOfBirth, status, teamId, practitionerId };
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, known[name]])) as unknown as ClientValues;
}

/** A client nothing is known of yet. */
export const NO_VALUES: ClientValues = {
  legalName: { family: '', given: '', familyFirst: false },
  preferredName: null,
  formerNames: [],
  title: null,
  dateOfBirth: null,
  dateOfBirthAccuracy: 'exact',
  gender: null,
  pronouns: null,
  indigenousStatus: null,
  citizenships: [],
  languages: [],
  interpreterNeeded: false,
  emails: [],
  phones: [],
  addresses: [],
  contactChannels: [],
  contactNote: null,
  doNotContact: false,
  emergencyContact: null,
  gp: null,
  referrer: null,
  status: 'prospect',
  teamId: null,
  practitionerId: null,
  reviewOn: null,
};

/** The name as it is written, in its bearer's own order. */
export function nameText(name: PersonName): string {
  const parts = name.familyFirst ? [name.family, name.given] : [name.given, name.family];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
}

/** Whether two plain values are equal; the order of keys does not matter, `undefined` is `null`. */
export function sameValue(a: unknown, b: unknown): boolean {
  if ((a ?? null) === (b ?? null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => sameValue(left[key], right[key]));
}

/** The fields in which two sets of values differ, in the order of the form. */
export function differingFields(a: ClientValues, b: ClientValues): FieldName[] {
  return FIELD_NAMES.filter((name) => !sameValue(tidy(name, a), tidy(name, b)));
}

/** The part of `values` that is not in `base`: what a PATCH sends. */
export function changesBetween(base: ClientValues, values: ClientValues): Partial<ClientValues> {
  return Object.fromEntries(differingFields(base, values).map((name) => [name, tidy(name, values)]));
}

/** What was typed, without what an entity doesn't have: it may have been typed before the kind was changed. */
export function valuesOfKind(kind: ClientKind, values: ClientValues): ClientValues {
  if (kind === 'person') return values;
  const own = Object.keys(values).filter((field) => belongsTo(kind, field as FieldName));
  const legalName = { ...values.legalName, given: '', familyFirst: false };
  return { ...NO_VALUES, ...Object.fromEntries(own.map((field) => [field, values[field as FieldName]])), legalName };
}

/**
 * A field as it is sent: spaces trimmed, empty text as nothing, list entries that were added and left empty dropped.
 * Half-filled entries stay, so that the server names what they lack.
 */
export function tidy(name: FieldName, values: ClientValues): unknown {
  if (name === 'legalName') return trimmed(values.legalName);
  if (name === 'formerNames') return values.formerNames.map(trimmed).filter((entry) => nameText(entry) !== '');
  if (name === 'emails' || name === 'phones') {
    return values[name]
      .map((entry) => ({ ...entry, label: blank(entry.label), value: entry.value.trim() }))
      .filter((entry) => entry.value !== '' || entry.label !== null);
  }
  if (name === 'addresses')
    return values.addresses
      .map(tidyAddress)
      .filter((entry) => Object.entries(entry).some(([key, value]) => key !== 'kind' && key !== 'country' && value !== null));
  if (name === 'emergencyContact') return tidyEmergency(values.emergencyContact);
  const value = values[name];
  return typeof value === 'string' ? blank(value) : value;
}

function trimmed(name: PersonName): PersonName {
  return { family: name.family.trim(), given: name.given.trim(), familyFirst: name.familyFirst };
}

function tidyAddress(address: Address): Address {
  const { kind, country, freeform, line1, line2, suburb, state, postcode } = address;
  return {
    kind,
    country,
    line1: blank(line1),
    line2: blank(line2),
    suburb: blank(suburb),
    state: blank(state),
    postcode: blank(postcode),
    freeform: blank(freeform),
  };
}

function tidyEmergency(contact: EmergencyContact | null): EmergencyContact | null {
  if (contact === null) return null;
  const tidied = { name: contact.name.trim(), relationship: blank(contact.relationship), phone: contact.phone.trim() };
  return tidied.name === '' && tidied.phone === '' && tidied.relationship === null ? null : tidied;
}

function blank(text: string | null | undefined): string | null {
  const spaced = text?.trim() ?? '';
  return spaced === '' ? null : spaced;
}

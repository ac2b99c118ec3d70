import { HEADING_SYNONYMS } from './csv-synonyms.js';
import type { AddressKind } from './client.js';
import type { IdentifierKind } from './identifiers.js';

/** One column that an import understands and an export writes. */
export interface ImportField {
  readonly name: ImportFieldName;
  /** The heading in an export and the label in the mapping screen. */
  readonly label: string;
  /** A row without it is refused (see {@link mappingProblems} for the alternatives). */
  readonly required: boolean;
}

const ADDRESS_PARTS = ['Line1', 'Line2', 'Suburb', 'State', 'Postcode', 'Country', 'Freeform'] as const;
/** A part of an address in a column name. */
export type AddressPart = (typeof ADDRESS_PARTS)[number];

/** The name of a column in mappings and stored rows. */
export type ImportFieldName =
  | 'kind'
  | 'fullName'
  | 'familyName'
  | 'givenName'
  | 'middleName'
  | 'familyFirst'
  | 'organisationName'
  | 'preferredName'
  | 'formerNames'
  | 'title'
  | 'dateOfBirth'
  | 'dateOfBirthAccuracy'
  | 'gender'
  | 'pronouns'
  | 'indigenousStatus'
  | 'email'
  | 'otherEmails'
  | 'mobile'
  | 'phone'
  | 'otherPhones'
  | `${AddressKind}${AddressPart}`
  | 'citizenships'
  | 'languages'
  | 'interpreterNeeded'
  | 'passportNumber'
  | 'passportCountry'
  | 'passportExpiry'
  | 'visaGrantNumber'
  | 'visaExpiry'
  | 'transactionReference'
  | 'dhaFileNumber'
  | 'medicareNumber'
  | 'medicareReference'
  | 'medicareExpiry'
  | 'ndisNumber'
  | 'dvaNumber'
  | 'ihiNumber'
  | 'abn'
  | 'acn'
  | 'emergencyName'
  | 'emergencyRelationship'
  | 'emergencyPhone'
  | 'contactChannels'
  | 'contactNote'
  | 'doNotContact'
  | 'referrer'
  | 'gp'
  | 'reviewOn'
  | 'status'
  | 'team'
  | 'practitioner'
  | 'fileNumber';

const ADDRESS_WORDS: Readonly<Record<AddressPart, string>> = {
  Line1: 'address',
  Line2: 'address line 2',
  Suburb: 'suburb',
  State: 'state',
  Postcode: 'postcode',
  Country: 'country',
  Freeform: 'address as written',
};

/** The columns of an address of one kind. */
export const addressFields = (kind: AddressKind): readonly ImportField[] =>
  ADDRESS_PARTS.map((part) => field(`${kind}${part}`, `${kind[0]!.toUpperCase()}${kind.slice(1)} ${ADDRESS_WORDS[part]}`));

/** Every column, in the order of an export. */
export const IMPORT_FIELDS: readonly ImportField[] = [
  field('fileNumber', 'File number'),
  field('status', 'Status'),
  field('kind', 'Person or entity'),
  field('title', 'Title'),
  field('familyName', 'Legal family name', true),
  field('givenName', 'Legal given name'),
  field('middleName', 'Middle name'),
  field('familyFirst', 'Family name first'),
  field('fullName', 'Full name'),
  field('organisationName', 'Registered name'),
  field('preferredName', 'Preferred name'),
  field('formerNames', 'Former names'),
  field('dateOfBirth', 'Date of birth'),
  field('dateOfBirthAccuracy', 'Date of birth accuracy'),
  field('gender', 'Gender'),
  field('pronouns', 'Pronouns'),
  field('indigenousStatus', 'Indigenous status'),
  field('email', 'Email'),
  field('otherEmails', 'Other emails'),
  field('mobile', 'Mobile'),
  field('phone', 'Phone'),
  field('otherPhones', 'Other phones'),
  ...addressFields('home'),
  ...addressFields('postal'),
  ...addressFields('billing'),
  field('citizenships', 'Citizenship'),
  field('languages', 'Languages'),
  field('interpreterNeeded', 'Interpreter needed'),
  field('passportNumber', 'Passport number'),
  field('passportCountry', 'Passport country'),
  field('passportExpiry', 'Passport expiry'),
  field('visaGrantNumber', 'Visa grant number'),
  field('visaExpiry', 'Visa expiry'),
  field('transactionReference', 'Transaction reference number'),
  field('dhaFileNumber', 'Home Affairs file number'),
  field('medicareNumber', 'Medicare number'),
  field('medicareReference', 'Medicare reference'),
  field('medicareExpiry', 'Medicare expiry'),
  field('ndisNumber', 'NDIS number'),
  field('dvaNumber', 'DVA number'),
  field('ihiNumber', 'IHI number'),
  field('abn', 'ABN'),
  field('acn', 'ACN'),
  field('emergencyName', 'Emergency contact'),
  field('emergencyRelationship', 'Emergency contact relationship'),
  field('emergencyPhone', 'Emergency contact phone'),
  field('contactChannels', 'Contact by'),
  field('contactNote', 'Contact note'),
  field('doNotContact', 'Do not contact'),
  field('referrer', 'Referrer'),
  field('gp', 'GP'),
  field('reviewOn', 'Review date'),
  field('team', 'Team'),
  field('practitioner', 'Practitioner'),
];

/** Which column holds which identifier, and which one its expiry where there is one. */
export const IDENTIFIER_COLUMNS: readonly (readonly [column: ImportFieldName, kind: IdentifierKind, expiry?: ImportFieldName])[] = [
  ['passportNumber', 'passport', 'passportExpiry'],
  ['visaGrantNumber', 'visa_grant', 'visaExpiry'],
  ['transactionReference', 'transaction_reference'],
  ['dhaFileNumber', 'dha_file'],
  ['medicareNumber', 'medicare', 'medicareExpiry'],
  ['ndisNumber', 'ndis'],
  ['dvaNumber', 'dva'],
  ['ihiNumber', 'ihi'],
  ['abn', 'abn'],
  ['acn', 'acn'],
];

/** Which column of the file feeds which field; a heading mapped to `null` is left out. */
export type ImportMapping = Readonly<Record<string, ImportFieldName | null>>;

/** The cells of one row by field; empty cells are left out. */
export type RowValues = Partial<Record<ImportFieldName, string>>;

let byHeading: Map<string, ImportFieldName> | undefined;

/** Whether this names a field of {@link IMPORT_FIELDS}. */
export function isImportField(name: unknown): name is ImportFieldName {
  return IMPORT_FIELDS.some((known) => known.name === name);
}

/** Guesses what each heading means; a field is given to the first heading that fits, unknown headings to `null`. */
export function guessMapping(headers: readonly string[]): ImportMapping {
  byHeading ??= headings();
  const taken = new Set<ImportFieldName>();
  const mapping: Record<string, ImportFieldName | null> = Object.create(null) as Record<string, ImportFieldName | null>;
  for (const header of headers) {
    const guess = byHeading.get(plainHeading(header)) ?? null;
    mapping[header] = guess !== null && !taken.has(guess) ? guess : null;
    if (guess !== null) taken.add(guess);
  }
  return mapping;
}

/**
 * Fields a mapping still lacks: a family name, unless a full name or a registered name stands in for it; never two
 * columns for one field.
 */
export function mappingProblems(mapping: ImportMapping): { field: ImportFieldName; code: 'required' | 'duplicate' }[] {
  const used = Object.values(mapping).filter((name) => name !== null);
  const twice = used.filter((name, index) => used.indexOf(name) !== index);
  const problems = [...new Set(twice)].map((name) => ({ field: name, code: 'duplicate' as const }));
  const named = used.some((name) => name === 'familyName' || name === 'fullName' || name === 'organisationName');
  return named ? problems : [...problems, { field: 'familyName' as const, code: 'required' as const }];
}

/** Headings made distinct, since a mapping is by heading: a repeated `Phone` becomes `Phone (2)`, an empty one `Column 4`. */
export function distinctHeaders(headers: readonly string[]): string[] {
  const seen = new Set<string>();
  return headers.map((header, index) => {
    const base = header.replace(/^\ufeff/, '').trim() || `Column ${index + 1}`;
    let name = base;
    for (let count = 2; seen.has(name); count++) name = `${base} (${count})`;
    seen.add(name);
    return name;
  });
}

function headings(): Map<string, ImportFieldName> {
  const known = new Map<string, ImportFieldName>();
  for (const { name } of IMPORT_FIELDS) {
    for (const synonym of (HEADING_SYNONYMS[name] ?? '').split('|')) if (synonym !== '' && !known.has(synonym)) known.set(synonym, name);
  }
  for (const { name, label } of IMPORT_FIELDS) {
    known.set(plainHeading(label), name);
    known.set(name.toLowerCase(), name);
  }
  return known;
}

function plainHeading(header: string): string {
  return header
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function field(name: ImportFieldName, label: string, required = false): ImportField {
  return { name, label, required };
}

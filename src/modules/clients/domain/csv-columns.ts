import type { AddressKind } from './client.js';
import type { IdentifierKind } from './identifiers.js';

/** One column that an import understands and an export writes. */
export interface ImportField {
  readonly name: ImportFieldName;
  /** The heading in an export and the label in the mapping screen. */
  readonly label: string;
  /** A row without it is refused (see {@link missingFields} for the alternatives). */
  readonly required: boolean;
}

const ADDRESS_PARTS = ['Line1', 'Line2', 'Suburb', 'State', 'Postcode', 'Country', 'Freeform'] as const;
/** A part of an address in a column name. */
export type AddressPart = (typeof ADDRESS_PARTS)[number];

/** The name of a column in mappings and stored rows. */
export type ImportFieldName =
  | 'kind' | 'fullName' | 'familyName' | 'givenName' | 'middleName' | 'familyFirst' | 'organisationName' | 'preferredName' | 'formerNames'
  | 'title' | 'dateOfBirth' | 'dateOfBirthAccuracy' | 'gender' | 'pronouns' | 'indigenousStatus'
  | 'email' | 'otherEmails' | 'mobile' | 'phone' | 'otherPhones' | `${AddressKind}${AddressPart}`
  | 'citizenships' | 'languages' | 'interpreterNeeded'
  | 'passportNumber' | 'passportCountry' | 'passportExpiry' | 'visaGrantNumber' | 'visaExpiry' | 'transactionReference' | 'dhaFileNumber'
  | 'medicareNumber' | 'medicareReference' | 'medicareExpiry' | 'ndisNumber' | 'dvaNumber' | 'ihiNumber' | 'abn' | 'acn'
  | 'emergencyName' | 'emergencyRelationship' | 'emergencyPhone' | 'contactChannels' | 'contactNote' | 'doNotContact' | 'referrer' | 'gp'
  | 'reviewOn' | 'status' | 'team' | 'practitioner' | 'fileNumber';

const ADDRESS_WORDS: Readonly<Record<AddressPart, string>> = {
  Line1: 'address', Line2: 'address line 2', Suburb: 'suburb', State: 'state', Postcode: 'postcode', Country: 'country', Freeform: 'address as written',
};

/** The columns of an address of one kind. */
export const addressFields = (kind: AddressKind): readonly ImportField[] =>
  ADDRESS_PARTS.map((part) => field(`${kind}${part}`, `${kind[0]!.toUpperCase()}${kind.slice(1)} ${ADDRESS_WORDS[part]}`));

/** Every column, in the order of an export. */
export const IMPORT_FIELDS: readonly ImportField[] = [
  field('fileNumber', 'File number'), field('status', 'Status'), field('kind', 'Person or entity'), field('title', 'Title'),
  field('familyName', 'Legal family name', true), field('givenName', 'Legal given name'), field('middleName', 'Middle name'),
  field('familyFirst', 'Family name first'), field('fullName', 'Full name'), field('organisationName', 'Registered name'),
  field('preferredName', 'Preferred name'), field('formerNames', 'Former names'), field('dateOfBirth', 'Date of birth'),
  field('dateOfBirthAccuracy', 'Date of birth accuracy'), field('gender', 'Gender'), field('pronouns', 'Pronouns'),
  field('indigenousStatus', 'Indigenous status'), field('email', 'Email'), field('otherEmails', 'Other emails'), field('mobile', 'Mobile'),
  field('phone', 'Phone'), field('otherPhones', 'Other phones'), ...addressFields('home'), ...addressFields('postal'), ...addressFields('billing'),
  field('citizenships', 'Citizenship'), field('languages', 'Languages'), field('interpreterNeeded', 'Interpreter needed'),
  field('passportNumber', 'Passport number'), field('passportCountry', 'Passport country'), field('passportExpiry', 'Passport expiry'),
  field('visaGrantNumber', 'Visa grant number'), field('visaExpiry', 'Visa expiry'), field('transactionReference', 'Transaction reference number'),
  field('dhaFileNumber', 'Home Affairs file number'), field('medicareNumber', 'Medicare number'), field('medicareReference', 'Medicare reference'),
  field('medicareExpiry', 'Medicare expiry'), field('ndisNumber', 'NDIS number'), field('dvaNumber', 'DVA number'), field('ihiNumber', 'IHI number'),
  field('abn', 'ABN'), field('acn', 'ACN'), field('emergencyName', 'Emergency contact'), field('emergencyRelationship', 'Emergency contact relationship'),
  field('emergencyPhone', 'Emergency contact phone'), field('contactChannels', 'Contact by'), field('contactNote', 'Contact note'),
  field('doNotContact', 'Do not contact'), field('referrer', 'Referrer'), field('gp', 'GP'), field('reviewOn', 'Review date'), field('team', 'Team'),
  field('practitioner', 'Practitioner'),
];

/** Which column holds which identifier, and which one its expiry where there is one. */
export const IDENTIFIER_COLUMNS: readonly (readonly [column: ImportFieldName, kind: IdentifierKind, expiry?: ImportFieldName])[] = [
  ['passportNumber', 'passport', 'passportExpiry'], ['visaGrantNumber', 'visa_grant', 'visaExpiry'], ['transactionReference', 'transaction_reference'],
  ['dhaFileNumber', 'dha_file'], ['medicareNumber', 'medicare', 'medicareExpiry'], ['ndisNumber', 'ndis'], ['dvaNumber', 'dva'], ['ihiNumber', 'ihi'],
  ['abn', 'abn'], ['acn', 'acn'],
];

// Headings as Cliniko, Halaxy, Migration Manager and hand-made sheets write them, beside our own labels. Plain form:
// lower case, letters and digits only, single spaces.
const SYNONYMS: Partial<Readonly<Record<ImportFieldName, string>>> = {
  fileNumber: 'file no|file id|file ref|file reference|client number|client no|client id|client ref|client reference|patient id|patient number|record number|matter number|our reference|our ref|id',
  status: 'client status|patient status|state of file', kind: 'client type|type|record type|entity type',
  title: 'salutation|prefix|name prefix|honorific',
  familyName: 'family name|surname|last name|lastname|family|legal surname|legal last name|legal family name|client surname|client last name|name last',
  givenName: 'given name|given names|givennames|first name|firstname|first names|forename|legal first name|legal given names|client first name|name first',
  middleName: 'middle names|second name|name middle', familyFirst: 'name order',
  fullName: 'name|client name|patient name|client|patient|contact name|legal name|applicant|applicant name|participant|participant name|display name',
  organisationName: 'organisation|organization|organisation name|company|company name|business name|business|entity name|employer name|trading entity',
  preferredName: 'preferred first name|known as|nickname|goes by|alias|trading name|preferred',
  formerNames: 'former name|previous name|previous names|maiden name|other names|previous surname|also known as|formerly|aka',
  dateOfBirth: 'dob|birth date|birthdate|birthday|born|d o b|date of birth dd mm yyyy|dob dd mm yyyy|date of birth d m y',
  gender: 'sex|gender identity', pronouns: 'pronoun',
  indigenousStatus: 'atsi|atsi status|aboriginal or torres strait islander|indigenous|aboriginal torres strait islander status',
  email: 'e mail|email address|e mail address|email 1|primary email|main email|contact email',
  otherEmails: 'email 2|secondary email|alternate email|alternative email|other email',
  mobile: 'mobile phone|mobile number|cell|cell phone|mobile no|phone mobile|sms number|phone number 1|primary phone|main phone|mobile 1',
  phone: 'telephone|home phone|phone home|landline|phone number|phone no|contact number|tel|phone number 2|home telephone|telephone number|work phone|phone work',
  otherPhones: 'phone 2|phone number 3|other phone|secondary phone|alternate phone',
  homeLine1: 'address line 1|address 1|street|street address|residential address|home address|address|residential street|address street|home address line 1',
  homeLine2: 'address line 2|address 2|unit|residential address line 2', homeSuburb: 'suburb|city|town|locality|suburb city|address city|address suburb|city suburb|residential suburb|home city',
  homeState: 'state|state territory|province|region|address state|residential state|state or territory',
  homePostcode: 'postcode|post code|postal code|zip|zip code|address postcode|residential postcode|pcode',
  homeCountry: 'country|address country|country of residence|residential country',
  postalLine1: 'postal address line 1|mailing address|postal street|mailing street', postalLine2: 'mailing address line 2', postalSuburb: 'postal city|mailing city|mailing suburb',
  postalState: 'mailing state', postalPostcode: 'mailing postcode', postalCountry: 'mailing country',
  billingLine1: 'billing address line 1|invoice address|billing street', billingSuburb: 'billing city',
  citizenships: 'nationality|nationalities|country of citizenship|citizenship country|citizenships|country of nationality',
  languages: 'language|preferred language|main language|language spoken|languages spoken|primary language|language at home|spoken language',
  interpreterNeeded: 'interpreter|interpreter required|needs interpreter|requires interpreter',
  passportNumber: 'passport|passport no|passport num|travel document number|passport document number',
  passportCountry: 'passport issuing country|passport country of issue|country of passport|passport issued by|passport nationality|country of issue',
  passportExpiry: 'passport expiry date|passport expires|passport expiration|passport date of expiry|passport valid to',
  visaGrantNumber: 'visa grant no|grant number|vgn|visa grant', visaExpiry: 'visa expiry date|visa expires|visa end date|visa expiration|visa stay until', transactionReference: 'trn|transaction reference|transaction ref|immi trn',
  dhaFileNumber: 'dha file number|dibp file number|home affairs file|immi file number|dha file|dha reference|department file number',
  medicareNumber: 'medicare|medicare no|medicare card number|medicare card', medicareReference: 'medicare reference number|medicare irn|irn|medicare ref|medicare individual reference number|medicare card irn',
  medicareExpiry: 'medicare expiry date|medicare valid to|medicare card expiry',
  ndisNumber: 'ndis|ndis no|ndis participant number|ndis client number', dvaNumber: 'dva|dva no|dva file number|dva card number|veteran number|dva card',
  ihiNumber: 'ihi|individual healthcare identifier', abn: 'abn number|australian business number|abn no', acn: 'acn number|australian company number|acn no',
  emergencyName: 'emergency contact name|next of kin|nok|nok name', emergencyRelationship: 'emergency relationship|nok relationship|next of kin relationship',
  emergencyPhone: 'emergency phone|emergency contact number|next of kin phone|nok phone', contactChannels: 'preferred contact|contact preference|preferred contact method|communication preference|reminder type',
  contactNote: 'contact notes|contact preference note', doNotContact: 'dnc|no contact|opt out',
  referrer: 'referral source|referred by|referring doctor|referrer name|source', gp: 'doctor|general practitioner|gp name|family doctor|usual gp',
  reviewOn: 'review|next review|review due', team: 'team name|office|branch|location|practice location|clinic',
  practitioner: 'responsible practitioner|practitioner name|agent|migration agent|rma|case manager|clinician|therapist|mediator|case officer|primary practitioner|default practitioner|assigned to|owner',
};

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
    for (const synonym of (SYNONYMS[name] ?? '').split('|')) if (synonym !== '' && !known.has(synonym)) known.set(synonym, name);
  }
  for (const { name, label } of IMPORT_FIELDS) {
    known.set(plainHeading(label), name);
    known.set(name.toLowerCase(), name);
  }
  return known;
}

function plainHeading(header: string): string {
  return header.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

function field(name: ImportFieldName, label: string, required = false): ImportField {
  return { name, label, required };
}

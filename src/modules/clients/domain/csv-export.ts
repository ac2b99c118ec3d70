import { ADDRESS_KINDS } from './client.js';
import type { ClientCardValues, ClientDetailValues, ClientStatus, PersonName } from './client.js';
import { formatPhone } from './contacts.js';
import { guardCell } from './csv-cells.js';
import { IDENTIFIER_COLUMNS, IMPORT_FIELDS } from './csv-columns.js';
import type { ImportFieldName, RowValues } from './csv-columns.js';
import type { IdentifierValues } from './identifiers.js';

/** What an export says of one client. */
export interface ExportedClient {
  readonly card: ClientCardValues;
  readonly details: ClientDetailValues;
  readonly identifiers: readonly IdentifierValues[];
  readonly status: ClientStatus;
  readonly teamName: string | null;
  readonly practitionerName: string | null;
  readonly fileNumber: string | null;
}

// Read by an import, written in other columns by an export.
const READ_ONLY: readonly ImportFieldName[] = ['fullName', 'middleName', 'organisationName', 'medicareReference'];
const WRITTEN = IMPORT_FIELDS.filter((field) => !READ_ONLY.includes(field.name));

/** The headings of an export; an import maps them back without help. */
export const EXPORT_HEADERS: readonly string[] = WRITTEN.map((field) => field.label);

/**
 * The cells of one client in the order of {@link EXPORT_HEADERS}, safe to open in a spreadsheet. Reads back through an import to the same
 * client, but for what has no column: the label of the main e-mail and phone (other than `mobile`), a second address or
 * identifier of one kind, notes and issuers of identifiers.
 */
export function exportRow(client: ExportedClient): string[] {
  const values = exportValues(client);
  return WRITTEN.map((field) => guardCell(values[field.name] ?? ''));
}

function exportValues({ card, details, identifiers, status, teamName, practitionerName, fileNumber }: ExportedClient): RowValues {
  const [firstEmail, ...moreEmails] = mainFirst(details.emails);
  const [firstPhone, ...morePhones] = mainFirst(details.phones);
  const values: RowValues = {
    fileNumber: fileNumber ?? '',
    status,
    kind: card.kind,
    title: details.title ?? '',
    familyName: card.legalName.family,
    givenName: card.legalName.given,
    familyFirst: card.legalName.familyFirst ? 'yes' : 'no',
    preferredName: card.preferredName ?? '',
    formerNames: card.formerNames.map((name) => nameCell(name, card)).join('; '),
    dateOfBirth: card.dateOfBirth ?? '',
    dateOfBirthAccuracy: details.dateOfBirthAccuracy,
    gender: details.gender ?? '',
    pronouns: details.pronouns ?? '',
    indigenousStatus: details.indigenousStatus ?? '',
    email: firstEmail?.value ?? '',
    otherEmails: moreEmails.map((email) => labelled(email.label, email.value)).join('; '),
    otherPhones: morePhones.map((phone) => labelled(phone.label, formatPhone(phone.value))).join('; '),
    citizenships: details.citizenships.join('; '),
    languages: details.languages.join('; '),
    interpreterNeeded: details.interpreterNeeded ? 'yes' : 'no',
    emergencyName: details.emergencyContact?.name ?? '',
    emergencyRelationship: details.emergencyContact?.relationship ?? '',
    emergencyPhone: details.emergencyContact === null ? '' : formatPhone(details.emergencyContact.phone),
    contactChannels: details.contactChannels.join('; '),
    contactNote: details.contactNote ?? '',
    doNotContact: details.doNotContact ? 'yes' : 'no',
    referrer: details.referrer ?? '',
    gp: details.gp ?? '',
    reviewOn: details.reviewOn ?? '',
    team: teamName ?? '',
    practitioner: practitionerName ?? '',
  };
  if (firstPhone !== undefined) values[firstPhone.label === 'mobile' ? 'mobile' : 'phone'] = formatPhone(firstPhone.value);
  addAddresses(values, details);
  addIdentifiers(values, identifiers);
  return values;
}

function addAddresses(values: RowValues, details: ClientDetailValues): void {
  for (const kind of ADDRESS_KINDS) {
    const address = details.addresses.find((candidate) => candidate.kind === kind);
    if (address === undefined) continue;
    values[`${kind}Line1`] = address.line1 ?? '';
    values[`${kind}Line2`] = address.line2 ?? '';
    values[`${kind}Suburb`] = address.suburb ?? '';
    values[`${kind}State`] = address.state ?? '';
    values[`${kind}Postcode`] = address.postcode ?? '';
    values[`${kind}Country`] = address.country;
    values[`${kind}Freeform`] = address.freeform ?? '';
  }
}

function addIdentifiers(values: RowValues, identifiers: readonly IdentifierValues[]): void {
  for (const [column, kind, expiry] of IDENTIFIER_COLUMNS) {
    const identifier = identifiers.find((candidate) => candidate.kind === kind);
    if (identifier === undefined) continue;
    values[column] = identifier.value;
    if (kind === 'passport') values.passportCountry = identifier.country ?? '';
    if (expiry !== undefined) values[expiry] = identifier.expiresOn ?? '';
  }
}

/** "Family, Given", with an asterisk in front when its bearer writes the family name first. */
function nameCell(name: PersonName, card: ClientCardValues): string {
  if (card.kind === 'entity') return name.family;
  return `${name.familyFirst ? '*' : ''}${name.family}, ${name.given}`;
}

function labelled(label: string | null, value: string): string {
  return label === null || /[;|:+@]/.test(label) ? value : `${label}: ${value}`;
}

function mainFirst<T extends { readonly main: boolean }>(contacts: readonly T[]): T[] {
  return [...contacts].sort((a, b) => Number(b.main) - Number(a.main));
}

import { ADDRESS_KINDS } from './client.js';
import type { AddressKind } from './client.js';
import type { ClientCardInput } from './client-card.js';
import type { ClientDetailInput } from './client-details.js';
import { findCountry } from './countries.js';
import { parseDateCell, parseFlagCell, splitCell } from './csv-cells.js';
import type { AddressPart, ImportFieldName, RowValues } from './csv-columns.js';
import { FieldErrors } from './field-errors.js';
import { findLanguage } from './languages.js';

interface NameInput {
  family: string;
  given: string;
  familyFirst: boolean;
}

/**
 * Turns the cells of a row into the input of the domain's own validators, and remembers which cell each value came
 * from, so that a refusal names the column and not the path inside a client.
 */
export class RowInput {
  readonly errors = new FieldErrors();
  readonly warnings = new FieldErrors();
  private readonly columns = new Map<string, ImportFieldName>();

  constructor(readonly values: RowValues) {}

  /** Says that a value at this path came from this column. */
  map(path: string, column: ImportFieldName): this {
    this.columns.set(path, column);
    return this;
  }

  /** The column a path came from: the longest known beginning of it, or the path itself. */
  columnOf(path: string): string {
    for (let known = path; known !== ''; known = known.slice(0, Math.max(0, known.lastIndexOf('.')))) {
      const column = this.columns.get(known);
      if (column !== undefined) return column;
    }
    return path;
  }

  card(): ClientCardInput {
    const { organisationName } = this.values;
    const kind = this.kind();
    const entity = kind === 'entity';
    const legalName =
      entity && organisationName !== undefined ? { family: organisationName, given: '', familyFirst: false } : this.legalName(entity);
    this.map(
      'legalName',
      entity && organisationName !== undefined
        ? 'organisationName'
        : this.values.fullName !== undefined && this.values.familyName === undefined
          ? 'fullName'
          : 'familyName',
    );
    if (this.values.familyName !== undefined && !entity)
      this.map('legalName.given', this.values.givenName === undefined ? 'middleName' : 'givenName');
    return {
      kind,
      legalName,
      preferredName: this.values.preferredName,
      formerNames: splitCell(this.values.formerNames ?? '').map((entry, index) => {
        this.map(`formerNames.${index}`, 'formerNames');
        return this.formerName(entry, entity, legalName);
      }),
      dateOfBirth: this.date('dateOfBirth'),
    };
  }

  details(): ClientDetailInput {
    const { values } = this;
    return {
      title: values.title,
      gender: values.gender,
      pronouns: values.pronouns,
      contactNote: values.contactNote,
      referrer: values.referrer,
      gp: values.gp,
      dateOfBirthAccuracy: values.dateOfBirthAccuracy?.toLowerCase(),
      indigenousStatus: this.indigenousStatus(),
      interpreterNeeded: this.flag('interpreterNeeded'),
      doNotContact: this.flag('doNotContact'),
      citizenships: this.several(
        'citizenships',
        /[;|,/]/,
        findCountry,
        'unknown_country',
        'Use a country code or its English name, such as VN or Vietnam.',
      ),
      languages: this.several(
        'languages',
        /[;|,/]/,
        findLanguage,
        'unknown_language',
        'Use a language code or its English name, such as vi or Vietnamese.',
      ),
      emails: this.contacts('emails', ['email'], 'otherEmails'),
      phones: this.contacts('phones', ['mobile', 'phone'], 'otherPhones'),
      addresses: ADDRESS_KINDS.flatMap((kind) => this.address(kind)),
      emergencyContact: this.emergencyContact(),
      contactChannels: splitCell((values.contactChannels ?? '').replaceAll(',', ';')).map((entry, index) => {
        this.map(`contactChannels.${index}`, 'contactChannels');
        return entry.toLowerCase();
      }),
      reviewOn: this.date('reviewOn'),
    };
  }

  /** A date cell in ISO form; refuses what is no day, with the order of writing in the message. */
  date(column: ImportFieldName): string | null {
    const cell = this.values[column];
    return cell === undefined ? null : (parseDateCell(cell) ?? this.refuseDate(column));
  }

  refuseDate(column: ImportFieldName): null {
    this.errors.add(column, 'not_a_date', 'Use a day that exists, day first with a four-digit year: 17/08/1994 or 1994-08-17.');
    return null;
  }

  /** A country cell as a code; refuses what is no country. */
  country(column: ImportFieldName): string | null {
    const cell = this.values[column];
    if (cell === undefined) return null;
    const code = findCountry(cell);
    if (code === null) this.errors.add(column, 'unknown_country', 'Use a country code or its English name, such as VN or Vietnam.');
    return code ?? cell;
  }

  private kind(): string {
    const cell = this.values.kind?.toLowerCase();
    if (cell === undefined)
      return this.values.organisationName !== undefined && this.values.familyName === undefined && this.values.fullName === undefined
        ? 'entity'
        : 'person';
    if (['entity', 'organisation', 'organization', 'company', 'business', 'trust', 'sponsor'].includes(cell)) return 'entity';
    return ['person', 'individual', 'client', 'patient', 'participant', 'applicant'].includes(cell) ? 'person' : cell;
  }

  private legalName(entity: boolean): NameInput {
    const { familyName, givenName, middleName, fullName } = this.values;
    const familyFirst = this.familyFirst();
    if (familyName === undefined && givenName === undefined && fullName !== undefined) {
      return entity ? { family: fullName, given: '', familyFirst: false } : this.splitFullName(fullName, familyFirst);
    }
    const given = [givenName, middleName].filter((part) => part !== undefined).join(' ');
    return { family: familyName ?? '', given, familyFirst };
  }

  private familyFirst(): boolean {
    const word = this.values.familyFirst?.toLowerCase();
    return (
      word !== undefined &&
      (['family first', 'family name first', 'eastern', 'surname first'].includes(word) || parseFlagCell(word) === true)
    );
  }

  /** "Family, Given" is certain; without a comma the last word is taken as the family name, and a warning says so. */
  private splitFullName(name: string, familyFirst: boolean): NameInput {
    const comma = name.indexOf(',');
    if (comma >= 0) return { family: name.slice(0, comma).trim(), given: name.slice(comma + 1).trim(), familyFirst };
    const words = name.split(/\s+/);
    if (words.length === 1) return { family: name, given: '', familyFirst };
    this.warnings.add('fullName', 'unusual', 'Check which part is the family name: write it first and a comma after it to be sure.');
    if (familyFirst) return { family: words[0]!, given: words.slice(1).join(' '), familyFirst };
    return { family: words.at(-1)!, given: words.slice(0, -1).join(' '), familyFirst };
  }

  /** "Family, Given"; a lone family name keeps the given names of the legal name. An asterisk marks family name first. */
  private formerName(entry: string, entity: boolean, legal: NameInput): NameInput {
    if (entity) return { family: entry, given: '', familyFirst: false };
    const starred = entry.startsWith('*');
    const text = starred ? entry.slice(1).trim() : entry;
    const comma = text.indexOf(',');
    if (comma >= 0) return { family: text.slice(0, comma).trim(), given: text.slice(comma + 1).trim(), familyFirst: starred };
    return { family: text, given: legal.given, familyFirst: starred || legal.familyFirst };
  }

  private several(
    column: ImportFieldName,
    separator: RegExp,
    find: (text: string) => string | null,
    code: 'unknown_country' | 'unknown_language',
    message: string,
  ): string[] {
    const whole = find(this.values[column] ?? '');
    if (whole !== null) return [whole]; // names such as "Iran, Islamic Republic of" hold a separator
    const codes: string[] = [];
    for (const entry of (this.values[column] ?? '')
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '')) {
      const found = find(entry);
      if (found === null) this.errors.add(column, code, message);
      else this.map(`${column}.${codes.push(found) - 1}`, column);
    }
    return codes;
  }

  private flag(column: ImportFieldName): boolean | null {
    const flag = parseFlagCell(this.values[column] ?? '');
    if (flag === null) this.errors.add(column, 'not_allowed', 'Use yes or no.');
    return flag;
  }

  private indigenousStatus(): string | undefined {
    const word = this.values.indigenousStatus
      ?.toLowerCase()
      .replace(/[^a-z]+/g, '_')
      .replace(/^_|_$/g, '');
    return word === 'no' ? 'neither' : word;
  }

  private contacts(
    path: string,
    single: readonly ImportFieldName[],
    several: ImportFieldName,
  ): { label: string | null; value: string; main: boolean }[] {
    const cells = single.flatMap((column): (readonly [ImportFieldName, string])[] => {
      const cell = this.values[column];
      return cell === undefined ? [] : [[column, cell]];
    });
    for (const entry of splitCell(this.values[several] ?? '')) cells.push([several, entry]);
    return cells.map(([column, cell], index) => {
      this.map(`${path}.${index}`, column);
      const labelled = column === several ? /^([^:+@]{1,60}):\s*(.+)$/.exec(cell) : null;
      const label = labelled?.[1] ?? (column === 'mobile' ? 'mobile' : null);
      return { label, value: labelled?.[2] ?? cell, main: index === 0 };
    });
  }

  private address(kind: AddressKind): Record<string, string | undefined>[] {
    const cell = (part: AddressPart): string | undefined => this.values[`${kind}${part}`];
    const parts = {
      line1: cell('Line1'),
      line2: cell('Line2'),
      suburb: cell('Suburb'),
      state: cell('State'),
      postcode: cell('Postcode'),
      freeform: cell('Freeform'),
    };
    const country = this.country(`${kind}Country`) ?? undefined;
    if (Object.values(parts).every((part) => part === undefined)) return [];
    const index = ADDRESS_KINDS.slice(0, ADDRESS_KINDS.indexOf(kind)).filter((other) => this.hasAddress(other)).length;
    this.map(`addresses.${index}`, `${kind}Line1`);
    for (const part of ['Line1', 'Line2', 'Suburb', 'State', 'Postcode', 'Country', 'Freeform'] as const) {
      this.map(`addresses.${index}.${part[0]!.toLowerCase()}${part.slice(1)}`, `${kind}${part}`);
    }
    return [{ ...parts, kind, country }];
  }

  private hasAddress(kind: AddressKind): boolean {
    return (['Line1', 'Line2', 'Suburb', 'State', 'Postcode', 'Freeform'] as const).some(
      (part) => this.values[`${kind}${part}`] !== undefined,
    );
  }

  private emergencyContact(): Record<string, string | undefined> | null {
    const { emergencyName, emergencyRelationship, emergencyPhone } = this.values;
    if (emergencyName === undefined && emergencyPhone === undefined) return null;
    this.map('emergencyContact', 'emergencyName')
      .map('emergencyContact.relationship', 'emergencyRelationship')
      .map('emergencyContact.phone', 'emergencyPhone');
    if (emergencyPhone === undefined) {
      this.warnings.add('emergencyName', 'unusual', 'Add a phone number: an emergency contact without one is left out.');
      return null;
    }
    return { name: emergencyName, relationship: emergencyRelationship, phone: emergencyPhone };
  }
}

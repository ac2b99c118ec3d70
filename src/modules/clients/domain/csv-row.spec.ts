import { describe, expect, it } from '@jest/globals';
import { NO_DETAILS } from './client-details.js';
import { guessMapping } from './csv-columns.js';
import { EXPORT_HEADERS, exportRow } from './csv-export.js';
import type { ExportedClient } from './csv-export.js';
import { parseRow } from './csv-row.js';

const clock = { now: () => new Date('2026-11-24T02:00:00Z') };
const parse = (row: Record<string, string>) => parseRow(row, guessMapping(Object.keys(row)), clock);
const errorsOf = (row: Record<string, string>) => parse(row).errors.map(({ field, code }) => `${field}: ${code}`);

describe('a row', () => {
  it('becomes a draft client', () => {
    const { draft, errors } = parse({
      Surname: 'Nguyễn',
      'First name': 'Thu Hà',
      'Goes by': 'Hannah',
      DOB: '17/8/1994',
      Nationality: 'Vietnamese',
      Language: 'Vietnamese, English',
      Email: 'ha@mail.example',
      Mobile: '0491 570 156',
      'Address line 1': '14 Coolibah Lane',
      Suburb: 'Harris Park',
      State: 'NSW',
      Postcode: '2150',
      Medicare: '2123 45670 1',
      IRN: '1',
      'Medicare expiry': '02/2028',
      Passport: 'C1234321',
      'Passport country': 'Viet Nam',
      'Passport expiry': '14/03/2031',
      Status: 'Active',
      Team: 'Skilled and family',
      Agent: 'Priya Raghunathan',
      'File no': 'WB-2214',
    });
    expect(errors).toEqual([]);
    expect(draft).toMatchObject({
      card: { legalName: { family: 'Nguyễn', given: 'Thu Hà' }, preferredName: 'Hannah', dateOfBirth: '1994-08-17' },
      status: 'current',
      teamName: 'Skilled and family',
      practitionerName: 'Priya Raghunathan',
      fileNumber: 'WB-2214',
      details: { citizenships: ['VN'], languages: ['vi', 'en'], phones: [{ value: '+61491570156', main: true }] },
    });
    expect(draft!.identifiers).toMatchObject([
      { kind: 'passport', country: 'VN', expiresOn: '2031-03-14' },
      { kind: 'medicare', value: '21234567011', expiresOn: '2028-02-29' },
    ]);
  });

  it('is refused with the columns named, not the paths inside a client', () => {
    expect(
      errorsOf({
        Surname: '',
        DOB: '31/02/1990',
        Email: 'x',
        Mobile: '1',
        Nationality: 'Atlantis',
        ABN: '51824753557',
        Status: 'odd',
        Passport: 'C1234321',
        'Postal address': '1 Karri Way',
        'Postal country': 'Nowhere',
      }).sort(),
    ).toEqual([
      'abn: wrong_check_digit',
      'citizenships: unknown_country',
      'dateOfBirth: not_a_date',
      'email: not_an_email',
      'familyName: required',
      'mobile: not_a_phone_number',
      'passportCountry: required',
      'postalCountry: unknown_country',
      'status: not_allowed',
    ]);
    expect(errorsOf({ Surname: 'Marsh', Status: 'constructor' })).toEqual(['status: not_allowed']);
  });

  it('takes a full name apart: surely at a comma, with a warning without one', () => {
    expect(parse({ 'Client name': 'Ó Braonáin, Siobhán' })).toMatchObject({
      draft: { card: { legalName: { family: 'Ó Braonáin', given: 'Siobhán' } } },
      warnings: [],
    });
    expect(parse({ 'Client name': 'Daniel Marsh' })).toMatchObject({
      draft: { card: { legalName: { family: 'Marsh', given: 'Daniel' } } },
      warnings: [{ field: 'fullName', code: 'unusual' }],
    });
    expect(parse({ 'Company name': 'Brightwater Pty Ltd' })).toMatchObject({
      draft: { card: { kind: 'entity', legalName: { family: 'Brightwater Pty Ltd', given: '' } } },
    });
  });

  it('comes back from an export as it was', () => {
    const client: ExportedClient = {
      card: {
        kind: 'person',
        legalName: { family: '=Cmd', given: "'t Hooft", familyFirst: true },
        preferredName: '@nna',
        formerNames: [
          { family: 'Marsh', given: '', familyFirst: false },
          { family: 'Li', given: 'Na', familyFirst: true },
        ],
        dateOfBirth: '1994-08-17',
      },
      details: {
        ...NO_DETAILS,
        title: 'Ms',
        dateOfBirthAccuracy: 'year',
        citizenships: ['VN', 'AU'],
        languages: ['vi', 'zh-Hant'],
        interpreterNeeded: true,
        indigenousStatus: 'not_stated',
        doNotContact: true,
        emails: [
          { label: null, value: 'a@mail.example', main: true },
          { label: 'work', value: 'b@mail.example', main: false },
        ],
        phones: [
          { label: 'mobile', value: '+61491570156', main: true },
          { label: 'in Hanoi', value: '+84912345678', main: false },
        ],
        addresses: [
          {
            kind: 'home',
            line1: null,
            line2: null,
            suburb: null,
            state: null,
            postcode: null,
            country: 'VN',
            freeform: '12 Example\nHà Nội',
          },
          {
            kind: 'billing',
            line1: 'PO Box 1',
            line2: null,
            suburb: 'Perth',
            state: 'WA',
            postcode: '6000',
            country: 'AU',
            freeform: null,
          },
        ],
        emergencyContact: { name: 'Mai', relationship: 'sister', phone: '+442079460958' },
        contactChannels: ['sms', 'post'],
        contactNote: '- not before noon\n- "quietly"',
        reviewOn: '2027-01-31',
      },
      identifiers: [{ kind: 'passport', value: 'C1234321', country: 'VN', issuedBy: null, expiresOn: '2031-03-14', note: null }],
      status: 'waiting_list',
      teamName: 'Skilled',
      practitionerName: 'Priya',
      fileNumber: 'WB-1',
    };
    const cells = exportRow(client);
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
    const row = Object.fromEntries(EXPORT_HEADERS.map((header, index) => [header, cells[index]!]));
    expect(parse(row)).toEqual({ draft: client, errors: [], warnings: [] });
  });
});

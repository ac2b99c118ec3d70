import { describe, expect, it } from '@jest/globals';
import { guardCell, parseDateCell, parseMonthCell, unguardCell } from './csv-cells.js';
import { distinctHeaders, guessMapping, IMPORT_FIELDS, mappingProblems } from './csv-columns.js';
import { EXPORT_HEADERS } from './csv-export.js';

describe('the columns of a file', () => {
  it.each([
    [
      'Cliniko',
      [
        'Patient ID',
        'Title',
        'First Name',
        'Preferred First Name',
        'Last Name',
        'DOB',
        'Sex',
        'Email',
        'Phone number 1',
        'Address Line 1',
        'City',
        'State',
        'Post Code',
        'Medicare number',
        'Medicare reference number',
        'DVA Card Number',
      ],
      [
        'fileNumber',
        'title',
        'givenName',
        'preferredName',
        'familyName',
        'dateOfBirth',
        'gender',
        'email',
        'mobile',
        'homeLine1',
        'homeSuburb',
        'homeState',
        'homePostcode',
        'medicareNumber',
        'medicareReference',
        'dvaNumber',
      ],
    ],
    [
      'Halaxy',
      [
        'First Name',
        'Surname',
        'Preferred Name',
        'Date of Birth',
        'Gender',
        'Mobile',
        'Phone',
        'Email',
        'Suburb',
        'Postcode',
        'Medicare IRN',
        'NDIS Number',
        'Practitioner',
      ],
      [
        'givenName',
        'familyName',
        'preferredName',
        'dateOfBirth',
        'gender',
        'mobile',
        'phone',
        'email',
        'homeSuburb',
        'homePostcode',
        'medicareReference',
        'ndisNumber',
        'practitioner',
      ],
    ],
    [
      'Migration Manager',
      [
        'Family Name',
        'Given Names',
        'Date of Birth (dd/mm/yyyy)',
        'Nationality',
        'Passport No.',
        'Passport Country of Issue',
        'Passport Expiry Date',
        'Visa Grant Number',
        'TRN',
        'File Number',
        'Favourite colour',
      ],
      [
        'familyName',
        'givenName',
        'dateOfBirth',
        'citizenships',
        'passportNumber',
        'passportCountry',
        'passportExpiry',
        'visaGrantNumber',
        'transactionReference',
        'fileNumber',
        null,
      ],
    ],
  ])('are guessed as %s writes them', (_, headers, fields) => {
    expect(Object.values(guessMapping(headers))).toEqual(fields);
  });

  it('are guessed from our own export without help, each field once', () => {
    const mapping = guessMapping(EXPORT_HEADERS);
    expect(EXPORT_HEADERS.map((header) => mapping[header])).toEqual(
      EXPORT_HEADERS.map((header) => IMPORT_FIELDS.find((field) => field.label === header)!.name),
    );
    expect(guessMapping(['Email', 'E-mail address'])).toEqual({ Email: 'email', 'E-mail address': null });
  });

  it('must give a name, and no field twice', () => {
    expect(mappingProblems({ a: 'email', b: 'email' })).toEqual([
      { field: 'email', code: 'duplicate' },
      { field: 'familyName', code: 'required' },
    ]);
    expect([mappingProblems({ a: 'fullName' }), mappingProblems({ a: 'organisationName' })]).toEqual([[], []]);
    expect(distinctHeaders(['\ufeffName', 'Phone', 'Phone', '', '__proto__'])).toEqual([
      'Name',
      'Phone',
      'Phone (2)',
      'Column 4',
      '__proto__',
    ]);
    expect(Object.keys(guessMapping(['__proto__']))).toEqual(['__proto__']);
  });
});

describe('cells', () => {
  it.each([
    ['17/8/1994', '1994-08-17'],
    ['17-08-1994', '1994-08-17'],
    ['17.8.1994', '1994-08-17'],
    ['17 Aug 1994', '1994-08-17'],
    ['17 August, 1994', '1994-08-17'],
    ['1994-08-17', '1994-08-17'],
    ['1994-08-17T00:00:00', '1994-08-17'],
    ['29/2/2028', '2028-02-29'],
    ['29/2/2027', null],
    ['8/17/1994', null],
    ['17/8/94', null],
    ['yesterday', null],
  ])('read the date %s as %s, day first', (cell, date) => expect(parseDateCell(cell)).toBe(date));

  it("read a card's expiry as the end of its month", () => {
    expect([parseMonthCell('02/2028'), parseMonthCell('3/29'), parseMonthCell('13/2029')]).toEqual(['2028-02-29', '2029-03-31', null]);
  });

  it('never start a formula, and come back exactly', () => {
    for (const cell of ['=1+1', '+61 2', '-1', '@SUM(A1)', '\tx', '\rx', "'=x", "''+x", '＝1', "'t Hooft", "'", '', 'plain']) {
      expect(guardCell(cell)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      expect(unguardCell(guardCell(cell))).toBe(cell);
    }
  });
});

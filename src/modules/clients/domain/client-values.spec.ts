import { describe, expect, it } from '@jest/globals';
import { addYears, ageOn, isCalendarDate, todayIn } from './calendar.js';
import { changedFields, displayName } from './client.js';
import { ClientInvalid } from './client.errors.js';
import { readClientValues } from './client-details.js';
import { consentStands, readConsent, withdrawConsent } from './consents.js';
import { findCountry } from './countries.js';
import { canonicalLanguage, findLanguage, languageName } from './languages.js';
import { inverseRelationship, readRelationship, RELATIONSHIP_KINDS } from './relationships.js';
import { searchEntry } from './search-entry.js';

const clock = { now: () => new Date('2026-11-24T02:00:00Z') };
const name = { family: 'Nguyễn', given: 'Thị Thu Hà', familyFirst: true };
const refusals = (read: () => unknown): string[] => {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof ClientInvalid) return error.fieldErrors.map(({ field, code }) => `${field}: ${code}`);
    throw error;
  }
};
const refusalsOf = (input: Parameters<typeof readClientValues>[0]): string[] =>
  refusals(() => readClientValues({ legalName: name, ...input }, clock));

describe('the values of a client', () => {
  it('are trimmed and brought to one Unicode form', () => {
    const { card } = readClientValues({ legalName: { family: ' Nguye\u0302\u0303n ', given: 'Thị  Thu Hà', familyFirst: true } }, clock);
    expect(card.legalName).toEqual(name);
  });

  it('keep names that are unlike most: one name only, right to left, joined by a zero-width joiner, 200 characters', () => {
    for (const family of ['Wulandari', 'حدّاد', 'شاهنامه\u200cخوان', 'ශ්\u200dරී', 'Ó Braonáin', "D'Souza", 'x'.repeat(200)]) {
      expect(readClientValues({ legalName: { family, given: '' } }, clock).card.legalName.family).toBe(family);
    }
  });

  it('are refused with every bad field named at once', () => {
    expect(
      refusalsOf({
        legalName: { family: ' ', given: 'a\u0000' },
        formerNames: [{ family: 'Ok', given: 'x'.repeat(201) }],
        dateOfBirth: '2026-11-25',
        citizenships: ['VN', 'XX'],
        languages: ['vi', 'zz'],
        emails: [{ value: 'Hà <ha@mail.example>' }],
        phones: [{ value: '000' }],
        contactChannels: ['fax'],
        doNotContact: 'no',
        reviewOn: '2027-02-29',
      }),
    ).toEqual([
      'legalName.family: required',
      'legalName.given: control_characters',
      'formerNames.0.given: too_long',
      'dateOfBirth: in_the_future',
      'citizenships.1: unknown_country',
      'languages.1: unknown_language',
      'emails.0.value: not_an_email',
      'phones.0.value: not_a_phone_number',
      'contactChannels.0: not_allowed',
      'doNotContact: wrong_type',
      'reviewOn: not_a_date',
    ]);
  });

  it.each([
    [{ legalName: 'Nguyễn' }, 'legalName: wrong_type'],
    [{ legalName: undefined }, 'legalName: required'],
    [{ legalName: { family: 7 } }, 'legalName.family: wrong_type'],
    [{ legalName: { family: '\u202eevil' } }, 'legalName.family: control_characters'],
    [{ legalName: { family: 'broken \ud800' } }, 'legalName.family: control_characters'],
    [{ legalName: { family: '--' } }, 'legalName.family: not_a_name'],
    [{ legalName: { family: 'x'.repeat(10_000_000) } }, 'legalName.family: too_long'],
    [{ dateOfBirth: '1890-01-01' }, 'dateOfBirth: too_long_ago'],
    [{ dateOfBirth: '24/11/1990' }, 'dateOfBirth: not_a_date'],
    [{ emails: 'a@b.example' }, 'emails: wrong_type'],
    [{ citizenships: Array.from({ length: 21 }, () => 'AU') }, 'citizenships: too_many'],
    [{ kind: 'robot' }, 'kind: not_allowed'],
    [{ kind: 'entity', dateOfBirth: '1990-01-01', legalName: { family: 'Brightwater Pty Ltd' } }, 'dateOfBirth: not_allowed'],
    [{ emergencyContact: { name: 'Mai', phone: 'soon' } }, 'emergencyContact.phone: not_a_phone_number'],
    [{ addresses: [{ kind: 'home' }] }, 'addresses.0.line1: required'],
  ])('refuse case %#', (input, expected) => {
    expect(refusalsOf(input)).toEqual([expected]);
  });

  it('take a child born today where the practice is, though it is still yesterday in UTC', () => {
    const early = { now: () => new Date('2026-11-23T20:00:00Z') };
    expect(todayIn(early, 'Australia/Sydney')).toBe('2026-11-24');
    expect(todayIn(early, 'Australia/Perth')).toBe('2026-11-24');
    expect(readClientValues({ legalName: name, dateOfBirth: '2026-11-24' }, early).card.dateOfBirth).toBe('2026-11-24');
  });

  it('make the first contact the main one, and refuse two main ones or the same one twice', () => {
    expect(readClientValues({ legalName: name, emails: [{ value: 'A@Mail.Example' }] }, clock).details.emails).toEqual([
      { label: null, value: 'A@mail.example', main: true },
    ]);
    expect(
      refusalsOf({
        emails: [
          { value: 'a@mail.example', main: true },
          { value: 'A@MAIL.example', main: true },
        ],
      }),
    ).toEqual(['emails.1.main: duplicate', 'emails.1.value: duplicate']);
  });
});

describe('names, dates, places and changes', () => {
  it('write a name in its own order', () => {
    expect(displayName(name)).toBe('Nguyễn Thị Thu Hà');
    expect(displayName({ family: 'Marsh', given: 'Daniel', familyFirst: false })).toBe('Daniel Marsh');
    expect(displayName({ family: 'Wulandari', given: '', familyFirst: false })).toBe('Wulandari');
  });

  it('reckon birthdays, 29 February on 1 March', () => {
    expect([ageOn('2008-02-29', '2026-02-28'), ageOn('2008-02-29', '2026-03-01'), addYears('2008-02-29', 18)]).toEqual([
      17,
      18,
      '2026-03-01',
    ]);
    expect([
      isCalendarDate('2028-02-29'),
      isCalendarDate('2027-02-29'),
      isCalendarDate('2027-13-01'),
      isCalendarDate('1900-02-29'),
    ]).toEqual([true, false, false, false]);
  });

  it('name the fields that changed and nothing else', () => {
    const before = { title: null, emails: [{ value: 'a' }], legalName: name, languages: ['vi'] };
    expect(changedFields(before, { ...before, emails: [{ value: 'b' }], title: 'Ms' })).toEqual(['emails', 'title']);
    expect(
      changedFields(before, {
        languages: ['vi'],
        legalName: { familyFirst: true, given: name.given, family: name.family },
        emails: [{ value: 'a' }],
      }),
    ).toEqual([]);
  });

  it('know countries and languages by code and by English name', () => {
    expect(
      ['VN', 'vietnam', 'Viet Nam', 'Czech Republic', 'Türkiye', 'turkey', 'Hong Kong', 'British', 'USA', "Côte d'Ivoire", 'Atlantis'].map(
        findCountry,
      ),
    ).toEqual(['VN', 'VN', 'VN', 'CZ', 'TR', 'TR', 'HK', 'GB', 'US', 'CI', null]);
    expect(['Vietnamese', 'Mandarin', 'Auslan', 'Dari', 'zh-hant', 'Hazaragi', 'Klingonese'].map(findLanguage)).toEqual([
      'vi',
      'zh',
      'asf',
      'fa-AF',
      'zh-Hant',
      'haz',
      null,
    ]);
    expect([
      canonicalLanguage('EN-au'),
      canonicalLanguage('zz'),
      canonicalLanguage('qaa'),
      languageName('asf'),
      languageName('vi'),
    ]).toEqual(['en-AU', null, null, 'Auslan', 'Vietnamese']);
  });

  it('give the search every name, and the sort its family name first', () => {
    const card = {
      kind: 'person',
      legalName: name,
      preferredName: 'Hannah',
      formerNames: [{ family: 'Marsh', given: 'Ha', familyFirst: false }],
      dateOfBirth: null,
    } as const;
    expect(searchEntry(card)).toEqual({
      names: [
        { field: 'name', text: 'Nguyễn Thị Thu Hà' },
        { field: 'preferred', text: 'Hannah' },
        { field: 'former', text: 'Ha Marsh' },
      ],
      sortKey: 'Nguyễn, Thị Thu Hà',
    });
  });
});

describe('relationships and consents', () => {
  it('have an inverse that leads back, and never point at the client itself', () => {
    for (const kind of RELATIONSHIP_KINDS) {
      if (kind !== 'referrer' && kind !== 'gp') expect(inverseRelationship(inverseRelationship(kind))).toBe(kind);
    }
    expect(refusals(() => readRelationship({ kind: 'partner', otherClientId: 'me' }, 'me', clock))).toEqual(['otherClientId: not_allowed']);
    expect(refusals(() => readRelationship({ kind: 'partner' }, 'me', clock))).toEqual(['otherName: required']);
  });

  it('end a consent once, not before it was given', () => {
    const given = readConsent({ kind: 'ai_assistant', givenOn: '2026-11-01', method: 'signed form' }, clock);
    expect(refusals(() => withdrawConsent(given, { withdrawnOn: '2026-10-31' }, clock))).toEqual(['withdrawnOn: out_of_order']);
    const ended = withdrawConsent(given, { withdrawnOn: '2026-11-24', note: 'By phone.' }, clock);
    expect([consentStands([given], 'ai_assistant'), consentStands([ended], 'ai_assistant')]).toEqual([true, false]);
    expect(() => withdrawConsent(ended, { withdrawnOn: '2026-11-24' }, clock)).toThrow(
      expect.objectContaining({ code: 'clients.consent_already_withdrawn' }),
    );
    expect(refusals(() => readConsent({ kind: 'sms', givenOn: '2026-11-25' }, clock))).toEqual([
      'givenOn: in_the_future',
      'method: required',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { mergePreview } from './duplicate-preview.js';
import { actionWords, fieldWords, isOutside, isRead, withoutRepeats } from './history-words.js';
import { keyDates } from './key-dates.js';
import { NO_VALUES, changesBetween } from './model.js';
import type { ClientDetail, HistoryEntry, Identifier } from './model.js';

const passport = (id: string, expiresOn: string | null): Identifier => ({
  id,
  kind: 'passport',
  masked: '•••• 4321',
  country: 'VN',
  issuedBy: null,
  expiresOn,
  note: null,
  keyVersion: 1,
  openedCount: 0,
});

function client(over: Partial<ClientDetail> = {}): ClientDetail {
  const { legalName, preferredName, formerNames, dateOfBirth, status, teamId, practitionerId, ...details } = NO_VALUES;
  return {
    id: 'a',
    fileNumber: 'WB-1',
    kind: 'person',
    displayName: 'A',
    lastActivityAt: '',
    version: 1,
    legalName,
    preferredName,
    formerNames,
    dateOfBirth,
    status,
    teamId,
    practitionerId,
    details,
    identifiers: [],
    relationships: [],
    consents: [],
    keyVersion: 1,
    createdAt: '',
    archivedAt: null,
    mergedIntoId: null,
    ...over,
  };
}

describe('dates to keep in mind', () => {
  it('lists the nearest first, at most four, and marks the nearest within two weeks', () => {
    const dates = keyDates(
      client({
        dateOfBirth: '2010-01-09',
        identifiers: [passport('1', '2031-03-14'), passport('2', '2026-12-01')],
        details: { ...client().details, reviewOn: '2027-02-03' },
      }),
      '2026-11-22',
    );
    expect(dates.map(({ kind, on, soon }) => [kind, on, soon])).toEqual([
      ['expiry', '2026-12-01', true],
      ['review', '2027-02-03', false],
      ['adult', '2028-01-09', false],
      ['expiry', '2031-03-14', false],
    ]);
  });
});

describe('what is sent', () => {
  it('holds the changed fields only, without entries that were added and left empty', () => {
    const values = { ...NO_VALUES, gp: ' Dr Lee ', emails: [{ label: null, value: ' ', main: true }] };
    expect(changesBetween(NO_VALUES, values)).toEqual({ gp: 'Dr Lee' });
  });
});

describe('what a merge would do', () => {
  it('moves what is new, fills gaps and names what stays', () => {
    const kept = client({
      preferredName: 'Hannah',
      details: { ...client().details, emails: [{ label: null, value: 'a@x.example', main: true }] },
    });
    const duplicate = client({
      id: 'b',
      legalName: { family: 'Nguyen', given: 'Ha', familyFirst: false },
      preferredName: 'Ha',
      dateOfBirth: '1994-08-17',
      identifiers: [passport('9', null)],
      details: {
        ...client().details,
        emails: [
          { label: null, value: 'A@x.example', main: true },
          { label: null, value: 'b@x.example', main: false },
        ],
      },
    });
    expect(mergePreview(kept, duplicate)).toEqual({
      moves: [
        { what: 'identifiers', count: 1 },
        { what: 'emails', count: 1 },
        { what: 'formerNames', count: 1 },
      ],
      total: 3,
      fills: ['dateOfBirth'],
      stays: ['preferredName'],
    });
  });
});

describe('history in words', () => {
  const entry = (action: string, fields: string[], at = '2026-11-22T01:00:00Z'): HistoryEntry => ({
    id: at,
    at,
    action,
    actor: null,
    fields,
    subject: null,
  });
  it('says what was opened and counts it as a read', () => {
    const shown = entry('open', ['identifier.passport']);
    expect(actionWords(shown)).toEqual({ verb: 'opened', object: 'the passport number' });
    expect(isRead(shown)).toBe(true);
    expect(isRead(entry('update', []))).toBe(false);
  });
  it('tells what a client did behind a mailed link as theirs, whatever name is on record', () => {
    expect(actionWords(entry('request-look', ['documents']))).toEqual({ verb: 'looked at', object: 'what documents are asked for' });
    expect([isOutside(entry('request-sent', [])), isOutside(entry('request-judge', ['documents']))]).toEqual([true, false]);
  });
  it('names fields as the screens do', () =>
    expect(fieldWords(['legalName', 'identifier.ihi', 'somethingNew'])).toEqual(['Legal name', 'Healthcare identifier', 'Something new']));
  it('tells repeated reads once, and every change', () => {
    const told = withoutRepeats([
      entry('read', ['card'], '2026-11-22T01:05:00Z'),
      entry('read', ['card'], '2026-11-22T01:00:00Z'),
      entry('read', ['card'], '2026-11-22T00:00:00Z'),
      entry('update', []),
      entry('update', []),
    ]);
    expect(told.map(({ times }) => times)).toEqual([2, 1, 1, 1]);
  });
});

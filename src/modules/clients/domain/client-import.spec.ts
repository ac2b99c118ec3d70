import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '../../../common/errors.js';
import { IMPORT_STATES, assertPossible, readMapping } from './client-import.js';
import { ImportNotPossibleNow } from './client.errors.js';
import type { ImportDraft } from './csv-row.js';
import { readRow } from './csv-row.js';
import { ImportDuplicates } from './import-duplicates.js';
import { ImportReferences, type Reach } from './import-references.js';

const CLOCK = { now: () => new Date('2026-11-20T00:00:00Z') };

function draft(values: Parameters<typeof readRow>[0]): ImportDraft {
  return readRow({ familyName: 'Okafor', ...values }, CLOCK).draft!;
}

describe('the states of an import', () => {
  it.each([
    ['map', ['checking', 'ready']],
    ['start', ['ready', 'paused']],
    ['pause', ['running']],
    ['cancel', ['checking', 'ready', 'running', 'paused']],
  ] as const)('%s is possible from %s only', (step, from) => {
    for (const state of IMPORT_STATES) {
      const attempt = (): void => assertPossible(step, { state, stored: true });
      if ((from as readonly string[]).includes(state)) expect(attempt).not.toThrow();
      else expect(attempt).toThrow(ImportNotPossibleNow);
    }
  });

  it('takes no mapping while its file is still being stored', () => {
    expect(() => assertPossible('map', { state: 'checking', stored: false })).toThrow(ImportNotPossibleNow);
  });
});

describe('the mapping of an import', () => {
  const headers = ['Surname', 'Mail', '__proto__'];

  it('is kept in the order of the headings, those left out as null', () => {
    expect(readMapping(headers, { Mail: 'email', Surname: 'familyName' })).toEqual(['familyName', 'email', null]);
  });

  it('names every mistake at once', () => {
    const attempt = (): unknown => readMapping(headers, { Surname: 'email', Mail: 'email', Other: 'gp', ['__proto__']: 'shoeSize' });
    expect(attempt).toThrow(InvalidInput);
    try {
      attempt();
    } catch (error) {
      expect((error as InvalidInput).fieldErrors.map(({ code }) => code)).toEqual([
        'unknown_heading',
        'unknown_field',
        'duplicate',
        'required',
      ]);
    }
  });

  it('refuses a field that does not exist', () => {
    expect(() => readMapping(headers, { Surname: 'familyName', Mail: 'constructor' })).toThrow(InvalidInput);
  });
});

describe('whom a row names', () => {
  const teams = [
    { id: 'north', name: 'North Shore' },
    { id: 'west', name: 'Western Sydney' },
  ];
  const people = [
    { id: 'priya', name: 'Priya Raman' },
    { id: 'an1', name: 'An Le' },
    { id: 'an2', name: 'an  le' },
  ];
  const place = (values: Parameters<typeof readRow>[0], reach: Partial<Reach> = {}) =>
    new ImportReferences(teams, people, { scope: 'all', memberId: 'priya', teamIds: [], ...reach }).place(draft(values));
  const codes = (result: ReturnType<typeof place>): string[] => result.errors.map(({ code }) => code);

  it('finds teams and colleagues whatever the case and spacing', () => {
    expect(place({ team: 'western  sydney', practitioner: 'PRIYA RAMAN' }).placement).toEqual({ teamId: 'west', practitionerId: 'priya' });
  });

  it('refuses unknown and ambiguous names', () => {
    expect(codes(place({ team: 'East', practitioner: 'Nobody' }))).toEqual(['unknown_team', 'unknown_practitioner']);
    expect(codes(place({ practitioner: 'An Le' }))).toEqual(['ambiguous_practitioner']);
  });

  it('keeps a member who sees teams to those teams, and fills in the only one', () => {
    expect(codes(place({ team: 'North Shore' }, { scope: 'team', teamIds: ['west'] }))).toEqual(['outside_your_access']);
    expect(place({}, { scope: 'team', teamIds: ['west'] }).placement.teamId).toBe('west');
    expect(codes(place({}, { scope: 'team', teamIds: ['west', 'north'] }))).toEqual(['required']);
  });

  it('keeps a member who sees their own clients to those, and assigns them', () => {
    expect(place({}, { scope: 'assigned' }).placement.practitionerId).toBe('priya');
    expect(codes(place({ practitioner: 'Priya Raman' }, { scope: 'assigned', memberId: 'somebody' }))).toEqual(['outside_your_access']);
  });
});

describe('rows that look like the same client', () => {
  it('warns of a shared email, phone, identifier or name with date of birth, and refuses a shared file number', () => {
    const seen = new ImportDuplicates();
    const values = {
      familyName: 'Okafor',
      givenName: 'Ada',
      dateOfBirth: '17/08/1994',
      email: 'ada@mail.example',
      mobile: '0491 570 006',
      abn: '51 824 753 556',
      fileNumber: 'A-1',
    };
    expect(seen.add(1, draft(values))).toEqual({ errors: [], warnings: [] });
    const { errors, warnings } = seen.add(2, draft({ ...values, email: 'ADA@mail.example' }));
    expect(errors).toMatchObject([{ field: 'fileNumber', code: 'duplicate_in_file' }]);
    expect(warnings.map(({ field }) => field)).toEqual(['email', 'phone', 'abn', 'familyName']);
    expect(warnings[0]!.message).toContain('Row 1');
  });

  it('does not mistake a name alone for the same person', () => {
    const seen = new ImportDuplicates();
    seen.add(1, draft({ givenName: 'Ada' }));
    expect(seen.add(2, draft({ givenName: 'Ada' })).warnings).toEqual([]);
  });
});

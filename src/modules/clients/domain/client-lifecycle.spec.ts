import { describe, expect, it } from '@jest/globals';
import type { ClientCardValues, ClientDetailValues } from './client.js';
import { NO_DETAILS } from './client-details.js';
import { archive, changeStatus, markDeceased, restore } from './client-lifecycle.js';
import type { ClientStanding } from './client-lifecycle.js';
import { mergeClients } from './client-merge.js';
import type { MergeSide } from './client-merge.js';

const at = new Date('2026-11-24T02:00:00Z');
const live: ClientStanding = { id: 'a', status: 'current', archivedAt: null, mergedIntoId: null };
const code = (expected: string) => expect.objectContaining({ code: expected });

describe("a client's standing", () => {
  it('is archived once and restored once', () => {
    const archived = archive(live, at);
    expect(archived).toEqual({ ...live, status: 'archived', archivedAt: at });
    expect(() => archive(archived, at)).toThrow(code('clients.already_archived'));
    expect(restore(archived, 'waiting_list')).toEqual({ ...live, status: 'waiting_list' });
    expect(() => restore(live)).toThrow(code('clients.not_archived'));
  });

  it('stays deceased through archive and restore, and a mistake can be taken back', () => {
    const deceased = markDeceased(live);
    expect(() => markDeceased(deceased)).toThrow(code('clients.already_deceased'));
    expect(archive(deceased, at).status).toBe('deceased');
    expect(restore(archive(deceased, at)).status).toBe('deceased');
    expect(changeStatus(deceased, 'current', at).status).toBe('current');
    expect(changeStatus(live, 'archived', at)).toEqual(archive(live, at));
  });

  it('never changes again once merged away', () => {
    const merged = { ...live, mergedIntoId: 'b' };
    for (const change of [
      () => archive(merged, at),
      () => restore(merged),
      () => markDeceased(merged),
      () => changeStatus(merged, 'prospect', at),
    ]) {
      expect(change).toThrow(expect.objectContaining({ code: 'clients.merged_away', data: { mergedIntoId: 'b' } }));
    }
  });
});

const side = (
  id: string,
  card: Partial<ClientCardValues> = {},
  details: Partial<ClientDetailValues> = {},
  standing: Partial<ClientStanding> = {},
): MergeSide => ({
  standing: { ...live, id, ...standing },
  card: {
    kind: 'person',
    legalName: { family: 'Ó Braonáin', given: 'Siobhán', familyFirst: false },
    preferredName: null,
    formerNames: [],
    dateOfBirth: null,
    ...card,
  },
  details: { ...NO_DETAILS, ...details },
});

describe('a merge', () => {
  it('keeps the kept values, fills the gaps, and unites contacts and names', () => {
    const kept = side(
      'a',
      { preferredName: 'Shiv' },
      { emails: [{ label: null, value: 'S@mail.example', main: true }], contactChannels: ['email'], title: 'Ms', reviewOn: '2027-05-01' },
    );
    const duplicate = side(
      'b',
      {
        legalName: { family: "O'Brennan", given: 'Siobhan', familyFirst: false },
        preferredName: 'Vonnie',
        dateOfBirth: '1996-08-16',
        formerNames: [{ family: 'ó braonáin', given: 'siobhán', familyFirst: false }],
      },
      {
        emails: [
          { label: 'old', value: 's@mail.example', main: true },
          { label: null, value: 'siobhan@post.example', main: false },
        ],
        phones: [{ label: 'mobile', value: '+61491571266', main: true }],
        contactChannels: ['sms'],
        doNotContact: true,
        title: 'Dr',
        dateOfBirthAccuracy: 'year',
        reviewOn: '2027-01-01',
        interpreterNeeded: true,
      },
    );
    const outcome = mergeClients(kept, duplicate, at);
    expect(outcome.kept.card).toEqual({
      ...kept.card,
      dateOfBirth: '1996-08-16',
      formerNames: [
        { family: "O'Brennan", given: 'Siobhan', familyFirst: false },
        { family: "O'Brennan", given: 'Vonnie', familyFirst: false },
      ],
    });
    expect(outcome.kept.details).toEqual({
      ...kept.details,
      dateOfBirthAccuracy: 'year',
      doNotContact: true,
      interpreterNeeded: true,
      reviewOn: '2027-01-01',
      phones: duplicate.details.phones,
      emails: [kept.details.emails[0], { label: null, value: 'siobhan@post.example', main: false }],
    });
    expect(outcome.duplicate).toEqual({
      ...duplicate,
      standing: { ...duplicate.standing, status: 'archived', archivedAt: at, mergedIntoId: 'a' },
    });
  });

  it('is refused with itself, twice, between kinds, and into an archived client', () => {
    expect(() => mergeClients(side('a'), side('a'), at)).toThrow(code('clients.merge_with_itself'));
    expect(() => mergeClients(side('a'), side('b', {}, {}, { mergedIntoId: 'c' }), at)).toThrow(code('clients.merged_away'));
    expect(() => mergeClients(side('a', {}, {}, { mergedIntoId: 'c' }), side('b'), at)).toThrow(code('clients.merged_away'));
    expect(() => mergeClients(side('a'), side('b', { kind: 'entity' }), at)).toThrow(code('clients.merge_of_different_kinds'));
    expect(() => mergeClients(side('a', {}, {}, { status: 'archived', archivedAt: at }), side('b'), at)).toThrow(
      code('clients.already_archived'),
    );
  });

  it('refuses to drop anything: lists that would grow too long are named', () => {
    const many = (from: string) =>
      Array.from({ length: 11 }, (_, index) => ({ label: null, value: `${from}${index}@mail.example`, main: index === 0 }));
    expect(() => mergeClients(side('a', {}, { emails: many('a') }), side('b', {}, { emails: many('b') }), at)).toThrow(
      expect.objectContaining({ code: 'clients.invalid', fieldErrors: [expect.objectContaining({ field: 'emails', code: 'too_many' })] }),
    );
  });
});

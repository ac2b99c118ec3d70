import { describe, expect, it } from '@jest/globals';
import type { HistoryLine } from './requests.js';
import { actWords, amount, sentWords } from './words.js';

const line = (values: Partial<HistoryLine>): HistoryLine => ({
  id: '1',
  at: '2026-02-03T00:00:00Z',
  kind: 'change',
  action: 'update',
  outcome: 'done',
  actor: null,
  outside: null,
  document: { id: '2', name: 'Passport' },
  version: null,
  purpose: null,
  requests: 1,
  bytes: null,
  whole: null,
  fields: [],
  detail: {},
  ...values,
});

describe('the words of a document’s history', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1.0 kB'],
    [12_345, '12 kB'],
    [2_000_000_000, '2.0 GB'],
    [2_500_000_000_000, '2500 GB'],
  ])('say %d as %s', (bytes, expected) => expect(amount(bytes)).toBe(expected));

  it.each([
    [{ fields: ['name', 'expiresOn'] }, 'Changed: name, expiry date'],
    [{ fields: ['version'], version: 2 }, 'Added a version, version 2'],
    [{ kind: 'download' as const, action: 'download', purpose: 'zip' as const }, 'Downloaded in a zip'],
    [{ kind: 'refuse' as const, action: 'refuse', detail: { problem: 'not_allowed' } }, 'Refused: not allowed'],
    [{ kind: 'share' as const, action: 'share-revoke' }, 'Share revoke'],
    [{ action: 'open', kind: 'open' as const, unreadable: true as const }, 'Opened, The details of this entry do not open'],
  ])('say %j as %s', (values, expected) => expect(actWords(line(values))).toBe(expected));

  it('tell what left, and that a download broke off', () => {
    expect(sentWords(line({ kind: 'open', bytes: 2010, whole: true, requests: 3 }))).toBe('2.0 kB left, in 3 requests');
    expect(sentWords(line({ kind: 'download', bytes: 5, whole: false }))).toBe('Broke off after 5 bytes');
    expect(sentWords(line({}))).toBeNull();
  });
});

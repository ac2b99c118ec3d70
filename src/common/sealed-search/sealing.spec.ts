import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SealBroken } from '../crypto/crypto.errors.js';
import { OrgKeyring } from '../crypto/org-keyring.js';
import { newId } from '../ids.js';
import { madeEntries } from './bench-fixtures.js';
import { decodeEntries } from './codec.js';
import type { SearchEntry } from './entry.js';
import { normalise } from './normalise.js';
import { SearchIndex } from './search-index.js';
import { openCursor, openEntry, openSegment, sealCursor, sealEntry, sealSegment } from './sealing.js';

const sealerFor = (orgId: string, key = randomBytes(32)): OrgKeyring => new OrgKeyring(orgId, [{ version: 1, key: createSecretKey(key) }]);
const normalised = (entry: SearchEntry): SearchEntry => ({
  ...entry,
  sortKey: normalise(entry.sortKey),
  names: entry.names.map(({ field, text }) => ({ field, text: normalise(text) })),
});

describe('sealed segments and deltas', () => {
  const entries = [...madeEntries(4096, 3)];
  const mine = sealerFor(newId());

  it('open to what was sealed', () => {
    const opened = decodeEntries(openSegment(mine, 7, sealSegment(mine, 7, entries)));
    expect(opened).toEqual(entries.map(normalised));
    const [one] = entries;
    expect(openEntry(mine, one!.id, sealEntry(mine, one!.id, one!))).toEqual(normalised(one!));
    expect(openEntry(mine, one!.id, sealEntry(mine, one!.id, null))).toBeNull();
  });

  it('[I-04] do not open under another organisation, segment number, row or after a changed byte', () => {
    const blob = sealSegment(mine, 7, entries);
    expect(() => openSegment(mine, 8, blob)).toThrow();
    expect(() => openSegment(sealerFor(newId()), 7, blob)).toThrow();
    const shared = randomBytes(32);
    expect(() => openSegment(sealerFor(newId(), shared), 7, sealSegment(sealerFor(newId(), shared), 7, entries))).toThrow();
    blob[100]! ^= 1;
    expect(() => openSegment(mine, 7, blob)).toThrow();
    const delta = sealEntry(mine, entries[0]!.id, entries[0]!);
    expect(() => openEntry(mine, entries[1]!.id, delta)).toThrow();
  });

  it('show no name, and deltas show no length', () => {
    const blob = sealSegment(mine, 1, entries).toString('latin1').toLowerCase();
    expect(entries.some(({ sortKey }) => sortKey.length > 5 && blob.includes(sortKey))).toBe(false);
    const sizes = new Set(entries.slice(0, 1000).map((entry) => sealEntry(mine, entry.id, entry).length));
    sizes.add(sealEntry(mine, entries[0]!.id, null).length);
    expect(sizes.size).toBe(1);
  });

  it('refuse values out of bounds and too many entries', () => {
    const one = entries[0]!;
    expect(() => sealEntry(mine, one.id, { ...one, status: 16 })).toThrow(RangeError);
    expect(() => sealEntry(mine, one.id, { ...one, lastActivity: -1 })).toThrow(RangeError);
    expect(() => sealEntry(mine, 'x', one)).toThrow(RangeError);
    expect(() => sealSegment(mine, 1, [...entries, one])).toThrow(RangeError);
  });

  it('seal a cursor so that it shows no name and takes the search on', async () => {
    const plain = openSegment(mine, 1, sealSegment(mine, 1, entries));
    const index = await SearchIndex.open([plain], entries.length);
    expect(plain.every((byte) => byte === 0)).toBe(true);
    const first = await index.search({ sort: 'name', limit: 10 });
    const text = sealCursor(mine, first.nextCursor!);
    expect(text).not.toContain(Buffer.from(String(first.nextCursor!.key)).toString('base64url').slice(0, 6));
    const both = await index.search({ sort: 'name', limit: 20 });
    const second = await index.search({ sort: 'name', limit: 10, after: openCursor(mine, text) });
    expect([...first.hits, ...second.hits]).toEqual(both.hits);
    expect(() => openCursor(sealerFor(newId()), text)).toThrow();
  });
});

describe('entries, segments and cursors of one kind of record', () => {
  it('[I-04] do not open as those of another kind', () => {
    const mine = sealerFor(newId());
    const [one] = [...madeEntries(1, 3)];
    const cursor = { sort: 'name' as const, fuzzy: false, group: 0, key: 'a', id: one!.id };
    expect(() => openSegment(mine, 7, sealSegment(mine, 7, [one!]), 'document')).toThrow(SealBroken);
    expect(() => openEntry(mine, one!.id, sealEntry(mine, one!.id, one!), 'document')).toThrow(SealBroken);
    expect(() => openEntry(mine, one!.id, sealEntry(mine, one!.id, one!, 'document'))).toThrow(SealBroken);
    expect(() => openCursor(mine, sealCursor(mine, cursor), 'document')).toThrow(SealBroken);
    expect(openEntry(mine, one!.id, sealEntry(mine, one!.id, one!, 'document'), 'document')).toEqual(normalised(one!));
  });
});

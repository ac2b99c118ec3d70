import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { madeEntries } from './bench-fixtures.js';
import { decodeEntries } from './codec.js';
import type { FieldAddress, SearchEntry, Sealer } from './entry.js';
import { normalise } from './normalise.js';
import { SearchIndex } from './search-index.js';
import { openCursor, openEntry, openSegment, sealCursor, sealEntry, sealSegment } from './sealing.js';

/** AES-256-GCM with the organisation and the address as authenticated data, as the keyring does it. */
function sealerFor(orgId: string, key = randomBytes(32)): Sealer {
  const aad = ({ table, column, rowId }: FieldAddress): Buffer => Buffer.from(JSON.stringify([orgId, table, column, rowId]));
  return {
    seal: (at, plain) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(aad(at));
      return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (at, envelope) => {
      const cipher = createDecipheriv('aes-256-gcm', key, envelope.subarray(0, 12)).setAAD(aad(at)).setAuthTag(envelope.subarray(-16));
      return Buffer.concat([cipher.update(envelope.subarray(12, -16)), cipher.final()]);
    },
  };
}

const normalised = (entry: SearchEntry): SearchEntry => ({ ...entry, sortKey: normalise(entry.sortKey), names: entry.names.map(({ field, text }) => ({ field, text: normalise(text) })) });

describe('sealed segments and deltas', () => {
  const entries = [...madeEntries(4096, 3)];
  const mine = sealerFor('a');

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
    expect(() => openSegment(sealerFor('b'), 7, blob)).toThrow();
    const shared = randomBytes(32);
    expect(() => openSegment(sealerFor('b', shared), 7, sealSegment(sealerFor('a', shared), 7, entries))).toThrow();
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
    const index = SearchIndex.load([openSegment(mine, 1, sealSegment(mine, 1, entries))], entries.length);
    const first = await index.search({ sort: 'name', limit: 10 });
    const text = sealCursor(mine, first.nextCursor!);
    expect(text).not.toContain(Buffer.from(String(first.nextCursor!.key)).toString('base64url').slice(0, 6));
    const both = await index.search({ sort: 'name', limit: 20 });
    const second = await index.search({ sort: 'name', limit: 10, after: openCursor(mine, text) });
    expect([...first.hits, ...second.hits]).toEqual(both.hits);
    expect(() => openCursor(sealerFor('b'), text)).toThrow();
  });
});

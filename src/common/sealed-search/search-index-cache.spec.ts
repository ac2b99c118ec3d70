import { describe, expect, it } from '@jest/globals';
import { madeEntries } from './bench-fixtures.js';
import { encodeEntries } from './codec.js';
import { SearchIndex } from './search-index.js';
import { SearchIndexCache } from './search-index-cache.js';
import type { HeldIndex } from './search-index-cache.js';

const segment = encodeEntries([...madeEntries(500, 1)], 1024);
const open = async (): Promise<HeldIndex> => ({ index: SearchIndex.load([segment], 500), horizon: 1n });
const one = SearchIndex.load([segment], 500).bytes;

class MovedClock {
  ms = 0;
  now(): Date {
    return new Date(this.ms);
  }
}

describe('the cache of opened indexes', () => {
  it('loads once for many who ask at the same time, and again after a failure', async () => {
    const cache = new SearchIndexCache(new MovedClock());
    let loads = 0;
    const slow = async (): Promise<HeldIndex> => {
      loads++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      return open();
    };
    const held = await Promise.all([1, 2, 3].map(() => cache.get('a', slow)));
    expect([loads, new Set(held).size]).toEqual([1, 1]);
    await expect(cache.get('b', () => Promise.reject(new Error('no key')))).rejects.toThrow('no key');
    expect(await cache.get('b', open)).toBeDefined();
  });

  it('gives nobody the failure of another: those who waited load for themselves', async () => {
    const cache = new SearchIndexCache(new MovedClock());
    const failing = async (): Promise<HeldIndex> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      throw new Error('the first one’s connection broke');
    };
    const [first, ...others] = await Promise.allSettled([failing, open, open, open].map((load) => cache.get('a', load)));
    expect(first!.status).toBe('rejected');
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
  });

  it('drops the least recently used index when there is no room', async () => {
    const cache = new SearchIndexCache(new MovedClock(), { maxBytes: one * 2.5 });
    const first = await cache.get('a', open);
    await cache.get('b', open);
    expect(await cache.get('a', open)).toBe(first);
    await cache.get('c', open);
    expect([cache.size, cache.bytes <= one * 2.5]).toEqual([2, true]);
    expect(await cache.get('a', open)).toBe(first);
  });

  it('holds a single index that is larger than the room', async () => {
    const cache = new SearchIndexCache(new MovedClock(), { maxBytes: 10 });
    await cache.get('a', open);
    expect(cache.size).toBe(1);
    await cache.get('b', open);
    expect(cache.size).toBe(1);
  });

  it('drops an index fifteen minutes after its last use', async () => {
    const clock = new MovedClock();
    const cache = new SearchIndexCache(clock);
    const held = await cache.get('a', open);
    clock.ms = 14 * 60_000;
    expect(await cache.get('a', open)).toBe(held);
    clock.ms = 28 * 60_000;
    cache.sweep();
    expect(cache.size).toBe(1);
    clock.ms = 29 * 60_000;
    cache.sweep();
    expect(cache.size).toBe(0);
  });

  it('does not keep what was being loaded when it was evicted', async () => {
    const cache = new SearchIndexCache(new MovedClock());
    const loading = cache.get('a', open);
    cache.evict('a');
    await loading;
    expect(cache.size).toBe(0);
  });

  it('loads a worn index afresh', async () => {
    const cache = new SearchIndexCache(new MovedClock());
    const held = await cache.get('a', open);
    for (let i = 0; i < 4; i++)
      for (const entry of madeEntries(500, 1)) held.index.upsert({ ...entry, names: [{ field: 'name', text: `Changed ${i}` }] });
    expect(held.index.worn).toBe(true);
    expect(await cache.get('a', open)).not.toBe(held);
  });
});

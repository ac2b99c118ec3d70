import { describe, expect, it } from '@jest/globals';
import { isId, newId } from './ids.js';

describe('a new id', () => {
  it('is above every one before it, also within a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, () => newId());
    expect(ids.every(isId)).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual(ids);
  });

  it('carries version 7, the variant and its instant', () => {
    const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
    const ids = Array.from({ length: 1_000 }, () => newId(at));
    for (const id of ids) {
      expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at);
      expect(id[14]).toBe('7');
      expect('89ab').toContain(id[19]);
    }
    expect([...ids].sort()).toEqual(ids);
    expect(Number.parseInt(newId().replace('-', '').slice(0, 12), 16)).toBeGreaterThan(at);
  });
});

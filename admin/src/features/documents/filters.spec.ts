import { describe, expect, it } from '@jest/globals';
import { NO_FILTERS, asSearch, filterCount } from './filter-model.js';

describe('filters of documents', () => {
  it('become a search seen from today, and say how many they are', () => {
    expect(asSearch(NO_FILTERS, '2026-03-01')).toEqual({});
    expect(filterCount(NO_FILTERS)).toBe(0);
    const filters = { ...NO_FILTERS, types: ['pdf' as const], addedFrom: '2026-01-01', expiry: 'month' as const };
    expect(asSearch(filters, '2026-03-01')).toEqual({
      types: ['pdf'],
      addedFrom: '2026-01-01',
      expiresFrom: '2026-03-01',
      expiresTo: '2026-03-31',
    });
    expect(filterCount(filters)).toBe(3);
    expect(asSearch({ ...NO_FILTERS, expiry: 'expired' }, '2026-03-01')).toEqual({ expiresTo: '2026-02-28' });
  });
});

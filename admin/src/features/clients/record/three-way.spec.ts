import { describe, expect, it } from '@jest/globals';
import { NO_VALUES } from './model.js';
import type { ClientValues } from './model.js';
import { mergeRows } from './three-way.js';

const base: ClientValues = {
  ...NO_VALUES,
  legalName: { family: 'Marsh', given: 'Daniel', familyFirst: false },
  gender: 'Man',
  gp: 'Dr Lee',
};

describe('mergeRows', () => {
  it('settles a field that only one side changed, and asks about one that both changed', () => {
    const theirs = { ...base, gender: null, gp: 'Dr Nguyen', pronouns: 'he/him' };
    const yours = { ...base, gp: 'Dr Patel', referrer: 'Legal Aid' };
    expect(mergeRows(base, theirs, yours)).toEqual([
      { field: 'gp', conflict: true, suggestion: null },
      { field: 'gender', conflict: false, suggestion: 'theirs' },
      { field: 'pronouns', conflict: false, suggestion: 'theirs' },
      { field: 'referrer', conflict: false, suggestion: 'yours' },
    ]);
  });

  it('has nothing to ask where both typed the same', () => {
    const changed = { ...base, gp: 'Dr Patel ' };
    expect(mergeRows(base, { ...base, gp: 'Dr Patel' }, changed)).toEqual([]);
  });
});

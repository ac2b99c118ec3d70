import { describe, expect, it } from '@jest/globals';
import { readColumns, toggled } from './columns.js';

describe('chosen columns', () => {
  it.each([null, undefined, 'x', {}, { columns: 'status' }])('shows all for %j', (value) => expect(readColumns(value)).toHaveLength(6));

  it('keeps their order and passes over what is none', () => {
    expect(readColumns({ columns: ['activity', 'shoe size', 'status'] })).toEqual(['status', 'activity']);
    expect(toggled(['status', 'activity'], 'team')).toEqual(['status', 'team', 'activity']);
    expect(toggled(['status', 'activity'], 'status')).toEqual(['activity']);
  });
});

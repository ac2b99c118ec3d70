import { describe, expect, it } from '@jest/globals';
import { asExport, asQuery, asSearch, isNarrowed, needsSearch, NO_FILTERS, readFilters, writeFilters } from './filters.js';

const TEAM = '0199a000-0000-7000-8000-000000000001';
const read = (query: string) => readFilters(new URLSearchParams(query));
const full = `status=current,archived&team=${TEAM},none&practitioner=none&from=1980-01-01&to=1989-12-31&sort=name`;

describe('filters in the address', () => {
  it('reads an empty address as nothing narrowed', () => {
    expect(read('')).toEqual(NO_FILTERS);
    expect(isNarrowed(read('sort=name'))).toBe(false);
  });

  it('gives back what was written', () => {
    const written = writeFilters(new URLSearchParams('tab=x'), read(full));
    expect(readFilters(written)).toEqual(read(full));
    expect(written.get('tab')).toBe('x');
    expect(writeFilters(written, NO_FILTERS).toString()).toBe('tab=x');
  });

  it('passes over what is no filter', () => {
    expect(read('status=nice,current,current&team=1&practitioner=x,none&from=2020-02-31&to=soon&sort=age')).toEqual({
      ...NO_FILTERS,
      status: ['current'],
      practitioner: ['none'],
    });
  });

  it('asks the search only for dates of birth', () => {
    expect(needsSearch(read('status=current'))).toBe(false);
    expect(needsSearch(read('to=1989-12-31'))).toBe(true);
  });
});

describe('filters in a request', () => {
  it('names what is narrowed and nothing else', () => {
    expect(asQuery(read(`status=current&team=${TEAM}`)).toString()).toBe(`sort=activity&status=current&team=${TEAM}`);
    expect(asSearch(read('from=1980-01-01'))).toEqual({ bornFrom: '1980-01-01', sort: 'activity' });
  });

  it('exports what the list shows: without the archive unless asked for', () => {
    expect(asExport(NO_FILTERS)).toEqual({ status: ['prospect', 'current', 'waiting_list', 'deceased'] });
    expect(asExport(read('status=archived'))).toEqual({ status: ['archived'] });
  });
});

import { describe, expect, it } from '@jest/globals';
import { noAccess } from '../model.js';
import type { MemberLine } from '../requests.js';
import { NO_FILTERS, fits, readFilters, writeFilters } from './filters.js';

const ana: MemberLine = {
  ...noAccess(),
  id: 'a',
  displayName: 'Phạm Anh Đào',
  title: 'Speech pathologist',
  email: 'anh-dao@saltbush.example',
  role: 'member',
  state: 'active',
  kind: 'person',
  teams: [{ id: 't', name: 'Geelong' }],
  grants: [{ ...noAccess(), id: 'g', source: 'template', sourceId: 'r', sourceName: 'Practitioner' }],
  lastSeenAt: null,
  invitedUntil: null,
};

describe('the filters of the members', () => {
  it('come back from the address as they were written', () => {
    const filters = { ...NO_FILTERS, state: ['active'], module: ['clients', 'cases'] };
    expect(readFilters(writeFilters(new URLSearchParams('x=1'), filters))).toEqual(filters);
    expect(writeFilters(new URLSearchParams('state=active'), NO_FILTERS).toString()).toBe('');
  });

  it('narrow by role, team and words without accents', () => {
    expect(fits(ana, { ...NO_FILTERS, template: ['r'] }, 'pham dao')).toBe(true);
    expect(fits(ana, { ...NO_FILTERS, team: ['other'] }, '')).toBe(false);
    expect(fits(ana, { ...NO_FILTERS, module: ['clients'] }, '')).toBe(false);
    expect(fits(ana, NO_FILTERS, 'psychologist')).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { moveTo, putAway, takeOut, type KeptStanding } from './archived-status.js';
import { ClientAlreadyArchived, ClientMergedAway, ClientNotArchived } from './client.errors.js';

const AT = new Date('2026-05-01T00:00:00Z');
const standing = (values: Partial<KeptStanding>): KeptStanding => ({
  id: 'a',
  status: 'current',
  archivedAt: null,
  mergedIntoId: null,
  statusBeforeArchive: null,
  ...values,
});

describe('the archive', () => {
  it('gives back the status from before, also to somebody deceased', () => {
    for (const status of ['prospect', 'current', 'waiting_list', 'deceased'] as const) {
      const away = putAway(standing({ status }), AT);
      expect(away).toMatchObject({ status: 'archived', archivedAt: AT, statusBeforeArchive: status });
      expect(takeOut(away)).toEqual(standing({ status }));
    }
  });

  it('gives back "current" when nobody knows what it was', () => {
    expect(takeOut(standing({ status: 'archived', archivedAt: AT }))).toEqual(standing({ status: 'current' }));
  });

  it('is entered and left by choosing a status', () => {
    const away = moveTo(standing({ status: 'prospect' }), 'archived', AT);
    expect(away.statusBeforeArchive).toBe('prospect');
    expect(moveTo(away, 'deceased', AT)).toEqual(standing({ status: 'deceased' }));
    expect(moveTo(away, 'archived', AT)).toBe(away);
  });

  it('refuses what makes no sense', () => {
    const away = putAway(standing({}), AT);
    expect(() => putAway(away, AT)).toThrow(ClientAlreadyArchived);
    expect(() => takeOut(standing({}))).toThrow(ClientNotArchived);
    expect(() => takeOut({ ...away, mergedIntoId: 'b' })).toThrow(ClientMergedAway);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { DocumentRequest } from './model.js';
import { MOST_AT_ONCE, isOverdue, stepsFrom, wayBack } from './model.js';
import { PRESETS } from './presets.js';

const request = (values: Partial<DocumentRequest>): DocumentRequest =>
  ({
    dueOn: '2026-02-03',
    state: 'open',
    counts: { requested: 1, uploaded: 0, reviewed: 0, approved: 0, rejected: 0, not_applicable: 0 },
    ...values,
  }) as DocumentRequest;

describe('items of a request', () => {
  it('are taken back to where they came from, or to undecided', () => {
    expect(wayBack('requested', 'not_applicable')).toBe('requested');
    expect(wayBack('reviewed', 'approved')).toBe('reviewed');
    expect(wayBack('uploaded', 'approved')).toBe('reviewed');
    expect(wayBack('uploaded', 'rejected')).toBe('reviewed');
  });

  it('stay where no way leads back, and are not rejected again without a reason', () => {
    expect(wayBack('uploaded', 'reviewed')).toBeNull();
    expect(wayBack('uploaded', 'not_applicable')).toBeNull();
    expect(wayBack('rejected', 'reviewed')).toBeNull();
  });

  it('are not asked for again once the link is dead', () => {
    expect(stepsFrom('uploaded', 'closed')).toEqual(['approved', 'reviewed', 'not_applicable']);
    expect(stepsFrom('not_applicable', 'closed')).toEqual([]);
  });

  it('are overdue while something is outstanding after the day, and not on it', () => {
    expect(isOverdue(request({}), '2026-02-04')).toBe(true);
    expect(isOverdue(request({}), '2026-02-03')).toBe(false);
    expect(isOverdue(request({ state: 'closed' }), '2026-02-04')).toBe(false);
    expect(isOverdue(request({ counts: { ...request({}).counts, requested: 0, uploaded: 1 } }), '2026-02-04')).toBe(false);
  });
});

describe('presets', () => {
  it.each(PRESETS)('$name fits into one request, and no two items have one name', ({ title, items }) => {
    expect(title.length).toBeLessThanOrEqual(120);
    expect(items.length).toBeLessThanOrEqual(MOST_AT_ONCE);
    expect(new Set(items.map(({ label }) => label)).size).toBe(items.length);
    for (const { label, hint = '' } of items) expect([label.length <= 120, hint.length <= 300]).toEqual([true, true]);
  });
});

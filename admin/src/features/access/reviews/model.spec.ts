import { describe, expect, it } from '@jest/globals';
import { byMember, endOfQuarter, nextWaiting, unquestioned, withDecision } from './model.js';
import type { Review, ReviewedLine } from './requests.js';

const line = (id: string, memberId: string, more: Partial<ReviewedLine> = {}): ReviewedLine => ({
  id,
  memberId,
  memberName: memberId,
  source: 'manual',
  sourceName: null,
  scope: 'all',
  switches: { modules: 1, creates: 0, updates: 0, deletes: 0 },
  suggestion: null,
  decision: null,
  decidedBy: null,
  decidedAt: null,
  ...more,
});

describe('a review', () => {
  it.each([
    ['2027-01-01', '2027-03-31'],
    ['2027-05-12', '2027-06-30'],
    ['2027-09-30', '2027-09-30'],
    ['2027-11-03', '2027-12-31'],
  ])('started on %s is due on %s unless said otherwise', (today, due) => {
    expect(endOfQuarter(today)).toBe(due);
  });

  it('is told by member, in the order it came', () => {
    expect(byMember([line('1', 'ana'), line('2', 'ben'), line('3', 'ana')]).map(({ lines }) => lines.map(({ id }) => id))).toEqual([
      ['1', '3'],
      ['2'],
    ]);
  });

  it('goes from line to line until none waits', () => {
    const lines = [line('1', 'ana'), line('2', 'ana', { decision: 'approved' }), line('3', 'ben')];
    expect(nextWaiting(lines, '1')).toBe('3');
    expect(nextWaiting(lines, '3')).toBe('1');
    expect(nextWaiting([lines[1]!], '2')).toBeNull();
  });

  it('approves at once only what nothing speaks against', () => {
    const lines = [line('1', 'ana'), line('2', 'ana', { suggestion: 'stale' }), line('3', 'ben', { decision: 'revoked' })];
    expect(unquestioned(lines).map(({ id }) => id)).toEqual(['1']);
  });

  it('counts a decision before the service answers', () => {
    const review = { items: [line('1', 'ana'), line('2', 'ben', { decision: 'revoked' })], decided: 1, revoked: 1, lines: 2 } as Review;
    expect(withDecision(review, '1', 'revoked')).toMatchObject({ decided: 2, revoked: 2 });
    expect(withDecision(review, '1', 'approved')).toMatchObject({ decided: 2, revoked: 1 });
  });
});

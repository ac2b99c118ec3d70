import { describe, expect, it } from '@jest/globals';
import { changedSince, LONGEST_TOKEN, previewToken, type Previewed } from './preview-token.js';

const state = (items: Record<string, unknown>, basis: unknown = 1): Previewed => ({ basis, items: new Map(Object.entries(items)) });

describe('the token of a preview', () => {
  it('stands for a state, not for the order in which it was asked for', () => {
    const looked = state({ a: { role: 'member' }, b: null, c: 3 });
    expect(changedSince(previewToken(looked), state({ c: 3, a: { role: 'member' }, b: null }))).toEqual([]);
  });

  it('names exactly what changed', () => {
    const token = previewToken(state({ a: 1, b: 2, c: 3 }));
    expect(changedSince(token, state({ a: 1, b: 5, c: 3 }))).toEqual(['b']);
    expect(changedSince(token, state({ a: null, b: 2, c: '3' }))).toEqual(['a', 'c']);
  });

  it('names everything when it rests on something else, or was made for other items', () => {
    const token = previewToken(state({ a: 1, b: 2 }));
    for (const now of [state({ a: 1, b: 2 }, 2), state({ a: 1, c: 2 })])
      expect(changedSince(token, now)).toContain([...now.items.keys()][1]);
    expect(changedSince(token, state({ a: 1, b: 2 }, 2))).toEqual(['a', 'b']);
    expect(changedSince(token, state({ a: 1, b: 2, c: 3 }))).toEqual(['a', 'b', 'c']);
    for (const forged of ['', '?', token.slice(0, -2), `${token}AAAA`.slice(2)])
      expect(changedSince(forged, state({ a: 1, b: 2 }))).toEqual(['a', 'b']);
  });

  it('is as long as is said at most', () => {
    const many = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`id-${index}`, index]));
    expect(previewToken(state(many)).length).toBeLessThanOrEqual(LONGEST_TOKEN);
  });
});

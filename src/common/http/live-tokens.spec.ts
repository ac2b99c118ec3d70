import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import { GrantToken } from '../database/grant-token.js';
import { LiveTokens } from './live-tokens.js';

describe('the sessions seen live', () => {
  it('are bounded: the one not seen for longest makes room', () => {
    const live = new LiveTokens(2);
    const [first, second, third] = [GrantToken.mint(), GrantToken.mint(), GrantToken.mint()];
    for (const token of [first, second, first, third]) live.seen(token);
    expect([first, second, third].map((token) => live.has(token))).toEqual([true, false, true]);
    live.forget(first);
    expect(live.has(first)).toBe(false);
  });

  it('are kept as hashes that open nothing', () => {
    const live = new LiveTokens();
    const token = GrantToken.mint();
    live.seen(token);
    expect(live.has(GrantToken.parse(token.secret)!)).toBe(true);
    const kept = inspect(live, { depth: 5 });
    for (const opens of [token.secret!, token.hash, Buffer.from(token.hash, 'hex').toString('base64')]) expect(kept).not.toContain(opens);
  });
});

import { describe, expect, it } from '@jest/globals';
import { contrast, pairs, ratio } from './contrast.js';
import { scales, tokens } from './tokens.js';

describe('contrast of the theme', () => {
  it('computes what the standard defines', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#23211c', '#ffffff')).toBeCloseTo(16.08, 2);
  });

  it.each(
    pairs.flatMap((pair) => [
      { ...pair, theme: 'light' as const },
      { ...pair, theme: 'dark' as const },
    ]),
  )('$on on $ground keeps $needs to 1 in the $theme theme', ({ theme, ...pair }) =>
    expect(ratio(pair, theme)).toBeGreaterThanOrEqual(pair.needs),
  );

  it('declares every colour in both themes, six digits each', () => {
    for (const { light, dark } of Object.values(tokens)) {
      expect(light).toMatch(/^#[0-9a-f]{6}$/);
      expect(dark).toMatch(/^#[0-9a-f]{6}$/);
    }
    for (const scale of Object.values(scales)) expect(scale).toHaveLength(10);
  });
});

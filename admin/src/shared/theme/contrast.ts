import { tokens } from './tokens.js';
import type { TokenName } from './tokens.js';

/** A colour on a ground, and the contrast it must keep in both themes (WCAG 2.2, 1.4.3 for text, 1.4.11 for shapes). */
export interface Pair {
  readonly on: TokenName;
  readonly ground: TokenName;
  readonly needs: 4.5 | 3;
}

const pair = (on: TokenName, ground: TokenName, needs: 4.5 | 3 = 4.5): Pair => ({ on, ground, needs });

/** Every pair that a screen uses. A new pairing is added here first. */
export const pairs: readonly Pair[] = [
  pair('text', 'surface'),
  pair('text', 'canvas'),
  pair('text', 'raised'),
  pair('text', 'sunken'),
  pair('text', 'hover'),
  pair('text', 'press'),
  pair('text', 'accent-soft'),
  pair('text', 'warn-soft'),
  pair('text', 'danger-soft'),
  pair('text-2', 'surface'),
  pair('text-2', 'canvas'),
  pair('text-2', 'raised'),
  pair('text-2', 'sunken'),
  pair('text-2', 'hover'),
  pair('text-2', 'press'),
  pair('text-2', 'accent-soft'),
  pair('text-2', 'warn-soft'),
  pair('text-2', 'danger-soft'),
  pair('text-3', 'surface'),
  pair('text-3', 'canvas'),
  pair('text-3', 'raised'),
  pair('text-3', 'sunken'),
  pair('text-3', 'hover'),
  pair('text-3', 'accent-soft'),
  pair('text-3', 'accent-softer'),
  pair('accent', 'surface'),
  pair('accent', 'canvas'),
  pair('accent', 'raised'),
  pair('accent', 'sunken'),
  pair('accent', 'accent-soft'),
  pair('on-accent', 'accent-fill'),
  pair('on-accent', 'accent-fill-hover'),
  pair('on-accent', 'danger-fill'),
  pair('danger', 'surface'),
  pair('danger', 'raised'),
  pair('danger', 'danger-soft'),
  pair('danger', 'hover'),
  pair('warn', 'surface'),
  pair('warn', 'raised'),
  pair('warn', 'warn-soft'),
  pair('warn', 'accent-soft'),
  pair('info', 'surface'),
  pair('info', 'raised'),
  pair('info', 'info-soft'),
  pair('p1', 'p1-bg'),
  pair('p2', 'p2-bg'),
  pair('p3', 'p3-bg'),
  pair('p4', 'p4-bg'),
  pair('p5', 'p5-bg'),
  pair('p6', 'p6-bg'),
  pair('field-line', 'surface', 3),
  pair('field-line', 'raised', 3),
  pair('field-line', 'sunken', 3),
  pair('focus', 'surface', 3),
  pair('focus', 'canvas', 3),
  pair('focus', 'accent-soft', 3),
  pair('progress', 'surface', 3),
  pair('progress', 'press', 3),
  pair('text', 'accent-mark'),
  pair('text-3', 'press'),
  pair('on-float', 'float'),
  pair('on-float-2', 'float'),
  pair('on-bark', 'bark'),
  pair('on-bark-2', 'bark'),
  pair('danger', 'canvas'),
  pair('warn', 'canvas'),
  pair('text', 'info-soft'),
  pair('text-2', 'info-soft'),
  pair('text-3', 'warn-soft'),
  pair('accent', 'hover'),
];

/** Contrast ratio of two colours written #rrggbb, by relative luminance (WCAG 2.2). */
export function contrast(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** The ratio of a pair in one theme. */
export function ratio({ on, ground }: Pair, theme: 'light' | 'dark'): number {
  return contrast(tokens[on][theme], tokens[ground][theme]);
}

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

import { memo } from 'react';
import classes from './door.module.css';

/** A number between 0 and 1 that is the same every time: the grain does not move between pages. */
function steady(seed: number): number {
  const value = Math.sin(seed * 12.9898) * 43758.5453;
  return value - Math.floor(value);
}

function strokes(): string {
  const parts: string[] = [];
  for (let x = 12, column = 1; x < 730; x += 17.4, column++) {
    const end = 430 + 130 * steady(column * 7.1);
    let y = -60 + 70 * steady(column);
    for (let piece = 1; y < end; piece++) {
      const seed = column * 31 + piece;
      const length = Math.min(end - y, 20 + 230 * steady(seed));
      parts.push(
        `M${(x + 4 * steady(seed * 3) - 2).toFixed(1)} ${y.toFixed(0)}c${(4 * steady(seed * 5) - 2).toFixed(1)} ${(length * 0.3).toFixed(0)} ${(6 * steady(seed * 9) - 3).toFixed(1)} ${(length * 0.7).toFixed(0)} 0 ${length.toFixed(0)}`,
      );
      y += length + 18 + 14 * steady(seed * 11);
    }
  }
  return parts.join('');
}

/** Ironbark's furrowed bark, drawn in strokes. */
export const Grain = memo(function Grain() {
  return (
    <svg className={classes['grain']} viewBox="0 0 720 900" preserveAspectRatio="xMidYMid slice" aria-hidden>
      <path d={strokes()} strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
});

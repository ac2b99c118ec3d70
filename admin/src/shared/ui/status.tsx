import type { ReactNode } from 'react';
import classes from './status.module.css';

/** What a shape says. The word beside it says it too: never a colour alone. */
export type StatusKind =
  'current' | 'prospect' | 'waiting' | 'archived' | 'deceased' | 'done' | 'failed' | 'running' | 'paused' | 'due' | 'soon' | 'none';

const disc = <circle cx="6" cy="6" r="4.6" className={classes['fill']} />;
const ring = <circle cx="6" cy="6" r="4.2" />;
const half = (
  <>
    {ring}
    <path className={classes['fill']} d="M6 1.8a4.2 4.2 0 0 1 0 8.4z" />
  </>
);
const diamond = <path d="M6 1.3 10.7 6 6 10.7 1.3 6z" />;
const square = <rect x="2" y="2" width="8" height="8" rx="1" />;
const dash = <path d="M2 6h8" />;
const tick = (
  <>
    <circle cx="6" cy="6" r="5" className={classes['fill']} />
    <path d="m3.7 6.1 1.6 1.6 3-3.3" className={classes['inner']} />
  </>
);
const cross = <path d="m2.5 2.5 7 7M9.5 2.5l-7 7" />;
const triangle = <path className={classes['fill']} d="M6 1 11.5 10.9H.5z" />;
const outlineTriangle = <path d="M6 1.6 11 10.4H1z" />;
const pause = <path d="M4 2.5v7M8 2.5v7" />;

const SHAPES: Record<StatusKind, { shape: ReactNode; mood: 'ok' | 'wait' | 'bad' | 'work' | 'plain' }> = {
  current: { shape: disc, mood: 'ok' },
  prospect: { shape: ring, mood: 'work' },
  waiting: { shape: diamond, mood: 'wait' },
  archived: { shape: square, mood: 'plain' },
  deceased: { shape: dash, mood: 'plain' },
  done: { shape: tick, mood: 'ok' },
  failed: { shape: cross, mood: 'bad' },
  running: { shape: half, mood: 'work' },
  paused: { shape: pause, mood: 'wait' },
  due: { shape: outlineTriangle, mood: 'wait' },
  soon: { shape: triangle, mood: 'wait' },
  none: { shape: dash, mood: 'plain' },
};

/** A state as a 12 px shape and a word, in body text. */
export function Status({ kind, children }: { kind: StatusKind; children: ReactNode }) {
  const { shape, mood } = SHAPES[kind];
  return (
    <span className={classes['status']} data-mood={mood}>
      <svg viewBox="0 0 12 12" aria-hidden>
        {shape}
      </svg>
      <span className={classes['word']}>{children}</span>
    </span>
  );
}

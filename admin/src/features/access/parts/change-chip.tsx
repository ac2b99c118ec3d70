import type { Access, Change, ModuleName } from '../model.js';
import { accessText, levelWord } from '../text.js';
import classes from './parts.module.css';

/** Up, down, or both. */
export function Arrow({ direction }: { direction: Change['direction'] }) {
  const path = { up: 'M5 1 9.5 8.5h-9z', down: 'M5 9 .5 1.5h9z', mixed: 'M5 0 8.5 4.3h-7zM5 10 1.5 5.7h7z' }[direction];
  return (
    <svg viewBox="0 0 10 10" aria-hidden fill="currentColor">
      <path d={path} />
    </svg>
  );
}

/** The new level with an arrow, and what it was. */
export function ChangeChip({ change: { what, direction }, before, after }: { change: Change; before: Access; after: Access }) {
  return (
    <span className={classes['change']} data-direction={direction}>
      <Arrow direction={direction} />
      <b>{level(after, what)}</b>
      <small>was {level(before, what)}</small>
    </span>
  );
}

/** What an access comes to in one respect. */
export function level(access: Access, what: 'scope' | ModuleName): string {
  return what === 'scope' ? accessText.scopeShort[access.scope] : levelWord(access.switches[what]);
}

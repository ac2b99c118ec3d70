import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { sharedText } from '../text/catalogue.js';
import { announce } from './announce.js';
import classes from './bulk-bar.module.css';

interface BulkBarProps {
  count: number;
  onClear: () => void;
  /** At most four buttons, each a verb. */
  children: ReactNode;
}

/** What can be done with a selection: floats over the list, says how many, ends with Clear. Escape clears too. */
export function BulkBar({ count, onClear, children }: BulkBarProps) {
  useEffect(() => announce(sharedText.bulk.selected(count)), [count]);
  useEffect(() => {
    const escape = (event: KeyboardEvent): void => {
      const busy =
        event.target instanceof Element &&
        event.target.closest('input:not([type="checkbox"]), textarea, [role="dialog"], [role="menu"], [role="search"]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !busy) onClear();
    };
    window.addEventListener('keydown', escape);
    return () => window.removeEventListener('keydown', escape);
  }, [onClear]);
  return (
    <div className={classes['bar']} role="region" aria-label={sharedText.bulk.label(count)}>
      <span className={classes['count']}>{sharedText.bulk.selected(count)}</span>
      {children}
      <button type="button" onClick={onClear}>
        {sharedText.bulk.clear} <kbd aria-hidden>{sharedText.bulk.escape}</kbd>
      </button>
    </div>
  );
}

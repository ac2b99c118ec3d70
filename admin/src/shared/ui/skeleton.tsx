import { useEffect, useState } from 'react';
import classes from './skeleton.module.css';

/** True once something has been waited for longer than a blink, so that quick answers do not flicker. */
export function useSlow(waiting: boolean, afterMs = 150): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!waiting) return setSlow(false);
    const timer = setTimeout(() => setSlow(true), afterMs);
    return () => clearTimeout(timer);
  }, [waiting, afterMs]);
  return waiting && slow;
}

const WIDTHS = [150, 118, 172, 134, 160, 126, 148, 140];

/** Rows of the height that the real ones will have. */
export function SkeletonRows({ rows = 8, columns = 4 }: { rows?: number; columns?: number }) {
  return (
    <div className={classes['rows']} aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row}>
          {Array.from({ length: columns }, (__, column) => (
            <i key={column} style={{ width: (WIDTHS[(row * 3 + column) % WIDTHS.length] ?? 140) * (column === 0 ? 1 : 0.7) }} />
          ))}
        </div>
      ))}
    </div>
  );
}

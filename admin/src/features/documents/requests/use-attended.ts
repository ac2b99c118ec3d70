import { useEffect, useState } from 'react';

const AWAY_MS = 2 * 60_000;
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove', 'focus'] as const;

/** Whether somebody touched the page within the last two minutes. */
export function useAttended(): boolean {
  const [attended, setAttended] = useState(true);
  useEffect(() => {
    let timer = setTimeout(() => setAttended(false), AWAY_MS);
    const seen = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => setAttended(false), AWAY_MS);
      setAttended(true);
    };
    for (const sign of SIGNS) window.addEventListener(sign, seen, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of SIGNS) window.removeEventListener(sign, seen);
    };
  }, []);
  return attended;
}

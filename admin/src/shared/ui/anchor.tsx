import { useEffect, useLayoutEffect, useState } from 'react';
import type { Ref, RefObject } from 'react';

/**
 * Stands for a button that is drawn elsewhere, where a popover asks for its target: so the button is there at once and the
 * popover's code comes when it is first opened.
 */
export function Anchor({ of, ref }: { of: RefObject<HTMLElement | null>; ref?: Ref<HTMLElement> }) {
  useLayoutEffect(() => {
    if (typeof ref !== 'function') return;
    ref(of.current);
    return () => void ref(null);
  }, [of, ref]);
  return null;
}

/** Opens what has only just been fetched one moment after it is there: then it comes in as ever, and knows where the focus was. */
export function useOpened(opened: boolean): boolean {
  const [there, setThere] = useState(false);
  useEffect(() => setThere(true), []);
  return there && opened;
}

/** Whether something has been open before, and so is to stay. */
export function useOnceOpened(opened: boolean): boolean {
  const [once, setOnce] = useState(opened);
  if (opened && !once) setOnce(true);
  return once || opened;
}

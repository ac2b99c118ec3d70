import { useEffect, useState } from 'react';
import { VisuallyHidden } from '@mantine/core';

type Listener = (text: string) => void;
const listeners = new Set<Listener>();

/** Says something to screen readers when they have finished what they are at. */
export function announce(text: string): void {
  for (const listener of listeners) listener(text);
}

/** The page's one polite live region. */
export function Announcer() {
  const [said, setSaid] = useState({ text: '', times: 0 });
  useEffect(() => {
    const listener: Listener = (text) => setSaid(({ times }) => ({ text, times: times + 1 }));
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  // The same words twice are read twice: the text changes by a character nobody hears.
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {said.text}
      {said.times % 2 === 0 ? '' : '\u00A0'}
    </VisuallyHidden>
  );
}

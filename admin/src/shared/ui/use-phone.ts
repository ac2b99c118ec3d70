import { useSyncExternalStore } from 'react';

const narrow = window.matchMedia('(max-width: 47.5em)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether the screen is a phone's, known from the first drawing on. */
export function usePhone(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}

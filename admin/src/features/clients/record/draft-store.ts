import type { ClientValues } from './model.js';

/** An edit that is not saved yet: where it began, what it says now. */
export interface Draft {
  /** Version of the client the edit began from. */
  version: number;
  base: ClientValues;
  values: ClientValues;
  /** ISO instant of the last keystroke that was kept. */
  keptAt: string;
}

const PREFIX = 'ironbark.draft.';

/**
 * Where a draft lives: in this tab only, under the member who wrote it, so that it survives a reload, a crash of
 * the page and the end of a session, and is never shown to somebody else who signs in here.
 */
export function draftKey(memberId: string, clientId: string): string {
  return `${PREFIX}${memberId}.${clientId}`;
}

/** The draft kept under a key; `null` when there is none or it cannot be read any more. */
export function readDraft<T>(key: string): T | null {
  try {
    const text = sessionStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null; // storage refused by the browser, or text of another release
  }
}

/** Keeps a draft. Answers false when the browser refuses, so that the screen does not promise what it cannot do. */
export function keepDraft(key: string, draft: unknown): boolean {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

/** Forgets a draft, once saved or discarded. */
export function forgetDraft(key: string): void {
  try {
    sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept where nothing can be removed.
  }
}

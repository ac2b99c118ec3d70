import type { ProblemError } from '../api/problem.js';

/** Why nobody is signed in any more, and when that was. */
export interface SessionEnd {
  readonly code: string;
  readonly at: string | null;
}

const OVER: ReadonlySet<string> = new Set([
  'identity.not_signed_in',
  'identity.session_expired',
  'identity.session_idle',
  'identity.session_superseded',
  'identity.signed_out',
  'identity.access_suspended',
  'identity.account_locked',
  'identity.session_below_policy',
]);

type Listener = (end: SessionEnd) => void;
const listeners = new Set<Listener>();

/** Tells the frame that a session is over, from wherever it is noticed. */
export const sessionEnd = {
  /** Looks at a refusal; says so when it means that nobody is signed in. */
  notice(problem: ProblemError): void {
    if (problem.status !== 401 || !OVER.has(problem.code)) return;
    const at = problem.extra['endedAt'];
    this.tell({ code: problem.code, at: typeof at === 'string' ? at : null });
  },

  tell(end: SessionEnd): void {
    for (const listener of listeners) listener(end);
  },

  listen(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

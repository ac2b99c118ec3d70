import type { ProblemError } from '../api/problem.js';

/** Where the service saw whoever was refused; null when it could not tell. */
export interface NetworkRefusal {
  readonly address: string | null;
}

type Listener = (refusal: NetworkRefusal) => void;
const listeners = new Set<Listener>();

/** Tells the frame that the practice is not opened from here, from wherever it is noticed. */
export const networkRefusal = {
  /** Looks at a refusal; says so when it is for the network. */
  notice({ code, extra }: ProblemError): void {
    if (code !== 'access.network_refused') return;
    const address = typeof extra['address'] === 'string' ? extra['address'] : null;
    for (const listener of listeners) listener({ address });
  },

  listen(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

import type { ProblemError } from './problem.js';

/** Asks the person to confirm that it is them; true once they have. */
type Asker = () => Promise<boolean>;

let asker: Asker | undefined;
let asking: Promise<boolean> | undefined;

/** The way from a refusal that asks for a fresh proof to whoever can ask for one. */
export const stepUp = {
  /** From here on `ask` is asked. Returns how to stop that. */
  handle(ask: Asker): () => void {
    asker = ask;
    return () => {
      if (asker === ask) asker = undefined;
    };
  },

  /** Whether what was refused may be sent once more. Refusals that come together are asked about once. */
  async confirmed({ code }: ProblemError): Promise<boolean> {
    if (code !== 'identity.step_up_needed' || asker === undefined) return false;
    asking ??= asker().finally(() => {
      asking = undefined;
    });
    return asking;
  },
};

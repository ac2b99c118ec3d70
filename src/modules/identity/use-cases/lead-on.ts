import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { SessionRepository } from '../persistence/session.repository.js';
import type { StepRepository } from '../persistence/step.repository.js';
import { StartSession } from './start-session.js';

/** The mailbox was enough for a session, or a factor is to be shown or added first; the secret opens that step, nothing else. */
export type Entered = { outcome: 'signed_in'; token: GrantToken } | Stepped;

/** A step between the mailbox and the session. */
export interface Stepped {
  outcome: 'confirm' | 'enrol';
  secret: string;
  expiresAt: Date;
}

/** Leads on whoever has shown a first factor: a mailbox, or an account of a provider that they linked. */
export class LeadOn {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly start: StartSession,
    private readonly clock: Clock,
  ) {}

  /**
   * To a session, or to a step when the account or its practice asks for more. Undefined when what was shown is used up
   * or the account leads nowhere.
   * @param useUp uses up what was shown, in the same transaction; false when somebody else did
   * @param how what the log calls it when it was enough
   */
  async execute(
    accountId: string,
    useUp: (tx: PlainTransaction) => Promise<boolean>,
    how: string,
    origin: Origin,
  ): Promise<Entered | undefined> {
    const now = this.clock.now();
    let step: Stepped | undefined;
    const token = await this.start.execute(
      async (tx) => {
        if (!(await useUp(tx))) return undefined;
        const membership = await this.sessions.membership(tx, accountId);
        if (!membership) return undefined;
        // Refused there: from elsewhere no reset is carried out and no factor asked for.
        if (StartSession.refuses(membership, origin)) return { accountId, membership, assurance: 1, how };
        if (await this.factors.carryOutReset(tx, accountId)) await this.identity.logSignIn(accountId, 'factors_reset', origin, now, tx);
        const kinds = await this.factors.kindsOf(accountId, tx);
        if (kinds.length === 0 && membership.factors === 'optional') return { accountId, membership, assurance: 1, how };
        const kind = kinds.length > 0 ? 'confirm' : 'enrol';
        const secret = randomBytes(32);
        step = { outcome: kind, secret: secret.toString('base64url'), expiresAt: await this.steps.begin(tx, { secret, kind, accountId }) };
        return undefined;
      },
      origin,
      now,
    );
    return token ? { outcome: 'signed_in', token } : step;
  }
}

import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { Assurance } from '../../../common/database/principal.js';
import { assuranceAsked } from '../domain/factor.js';
import { AccountElsewhere } from '../domain/identity.errors.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { Provenance, SessionRepository } from '../persistence/session.repository.js';
import type { StepRepository } from '../persistence/step.repository.js';
import type { Entered, Stepped } from './lead-on.js';
import { StartSession } from './start-session.js';

/** Sessions that a practice's own identity provider opens and ends. */
export class ConnectionSessions {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly start: StartSession,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets in whom a connection vouches for, into its own practice only. What the provider showed may be enough; otherwise
   * the account's own factor is asked for as after a link. Undefined when the practice has no active member of the account.
   * @throws AccountElsewhere when a first factor would have to be added to an account that another practice relies on
   */
  async enter(accountId: string, by: Provenance, assurance: Assurance, origin: Origin): Promise<Entered | undefined> {
    let step: Stepped | undefined;
    const token = await this.start.execute(
      async (tx) => {
        const membership = await this.sessions.membership(tx, accountId, by);
        if (!membership) return undefined;
        // Refused there: from elsewhere no factor is asked for or added.
        if (StartSession.refuses(membership, origin)) return { accountId, membership, assurance, how: 'signed_in_connection', by };
        const kinds = assurance > 1 ? [] : await this.factors.kindsOf(accountId, tx);
        if (assurance >= assuranceAsked(membership.factors, true) && kinds.length === 0)
          return { accountId, membership, assurance, how: 'signed_in_connection', by };
        const kind = kinds.length > 0 ? 'confirm' : 'enrol';
        if (kind === 'enrol' && (await this.factors.isElsewhere(accountId, membership.orgId, tx))) throw new AccountElsewhere();
        const secret = randomBytes(32);
        step = {
          outcome: kind,
          secret: secret.toString('base64url'),
          expiresAt: await this.steps.begin(tx, { secret, kind, accountId, by }),
        };
        return undefined;
      },
      origin,
      this.clock.now(),
    );
    return token ? { outcome: 'signed_in', token } : step;
  }

  /** Ends what a connection opened for one subject or within one of the provider's sessions. Returns how many sessions. */
  async end(connectionId: string, of: { subjectIndex: Buffer | null; sidIndex: Buffer | null }, origin: Origin): Promise<number> {
    const ended = await this.sessions.endBy(connectionId, of);
    const accounts = await this.sessions.accountsOf(ended);
    for (const accountId of accounts) await this.identity.logSignIn(accountId, 'signed_out_by_provider', origin, this.clock.now());
    return ended.length;
  }
}

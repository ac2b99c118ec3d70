import type { Origin } from '../../../common/database/audit-entry.js';
import { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { Assurance } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { Membership, SessionRepository } from '../persistence/session.repository.js';

/** The last part of every way in: the session, the account's own log, and the practice's record. */
export class StartSession {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly tenants: TenantDatabase,
  ) {}

  /** Starts the one session of an account and hands it out once the practice has it on record. Without the record there is no session. */
  async execute(
    enter: (tx: PlainTransaction) => Promise<{ accountId: string; membership: Membership; assurance: Assurance; how: string } | undefined>,
    origin: Origin,
    now: Date,
  ): Promise<GrantToken | undefined> {
    const token = GrantToken.mint();
    const sessionId = await this.identity.database.transaction(async (tx) => {
      const entered = await enter(tx);
      if (!entered) return undefined;
      await this.identity.logSignIn(entered.accountId, entered.how, origin, now, tx);
      return this.sessions.start(tx, entered.accountId, entered.membership, token, entered.assurance);
    });
    if (sessionId === undefined) return undefined;
    try {
      await this.tenants.run(token, async (tx) => tx.audit({ action: 'sign_in', subject: { kind: 'session', id: sessionId } }), origin);
    } catch (error) {
      await this.sessions.end(sessionId, 'finished');
      throw error;
    }
    return token;
  }
}

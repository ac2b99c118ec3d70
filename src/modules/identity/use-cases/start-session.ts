import type { Origin } from '../../../common/database/audit-entry.js';
import { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { Assurance } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import { SingleSignOnRequired } from '../domain/identity.errors.js';
import type { Membership, Provenance, SessionRepository } from '../persistence/session.repository.js';

/** Somebody who may come in, to where, and how. */
export interface Entry {
  accountId: string;
  membership: Membership;
  assurance: Assurance;
  /** The word for it in the account's own log. */
  how: string;
  /** The connection they came by. */
  by?: Provenance | null;
}

/** The last part of every way in: the session, the account's own log, and the practice's record. */
export class StartSession {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly tenants: TenantDatabase,
  ) {}

  /** Starts the one session of an account and hands it out once the practice has it on record. Without the record there is no session. */
  async execute(enter: (tx: PlainTransaction) => Promise<Entry | undefined>, origin: Origin, now: Date): Promise<GrantToken | undefined> {
    const token = GrantToken.mint();
    const sessionId = await this.begin(enter, token, origin, now);
    if (sessionId === undefined) return undefined;
    try {
      await this.tenants.run(token, async (tx) => tx.audit({ action: 'sign_in', subject: { kind: 'session', id: sessionId } }), origin);
    } catch (error) {
      await this.sessions.end(sessionId, 'finished');
      throw error;
    }
    return token;
  }

  private async begin(
    enter: (tx: PlainTransaction) => Promise<Entry | undefined>,
    token: GrantToken,
    origin: Origin,
    now: Date,
  ): Promise<string | undefined> {
    try {
      return await this.identity.database.transaction(async (tx) => {
        const entered = await enter(tx);
        if (!entered) return undefined;
        const { accountId, membership, assurance, how, by } = entered;
        await this.identity.logSignIn(accountId, how, origin, now, tx);
        return this.sessions.start(tx, accountId, membership, token, assurance, by);
      });
    } catch (error) {
      // A refused door is on the log of its account, though nothing else of the attempt is.
      if (error instanceof SingleSignOnRequired && error.accountId !== undefined)
        await this.identity.logSignIn(error.accountId, 'single_sign_on_required', origin, now);
      throw error;
    }
  }
}

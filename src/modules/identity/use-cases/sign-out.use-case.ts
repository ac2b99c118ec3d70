import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { SessionRepository } from '../persistence/session.repository.js';

/** Ends the session in use, or every session of the account (promise I-29). */
export class SignOut {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly tenants: TenantDatabase,
    private readonly clock: Clock,
  ) {}

  /** Put on record first, while the session still opens the record. */
  async execute(token: GrantToken, everywhere: boolean, origin: Origin): Promise<void> {
    const { accountId, grantId } = await this.tenants.run(
      token,
      async (tx) => {
        const principal = await tx.principal();
        tx.audit({ action: everywhere ? 'sign_out_everywhere' : 'sign_out', subject: { kind: 'session', id: principal.grantId } });
        return principal;
      },
      origin,
    );
    if (accountId === null) return;
    const now = this.clock.now();
    if (everywhere) await this.sessions.endAll(this.identity.database, accountId, 'signed_out_everywhere');
    else await this.sessions.end(grantId, 'signed_out');
    await this.identity.logSignIn(accountId, everywhere ? 'signed_out_everywhere' : 'signed_out', origin, now);
  }
}

import { MODULES } from '../../../common/database/principal.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { Reason } from '../domain/connection.js';
import type { Door } from '../persistence/door.repository.js';

/** The practice's own record of sign-ons that led nowhere: why, for its administrators alone. */
export class SignOnRecord {
  constructor(
    private readonly grants: JobGrants,
    private readonly tenants: TenantDatabase,
  ) {}

  async refused({ orgId, connectionId }: Pick<Door, 'orgId' | 'connectionId'>, reason: Reason, origin: Origin): Promise<void> {
    await this.put(orgId, connectionId, 'sign_in', 'refused', { reason }, origin);
  }

  /** A provider ended sessions that it had opened. */
  async signedOut({ orgId, connectionId }: Pick<Door, 'orgId' | 'connectionId'>, sessions: number, origin: Origin): Promise<void> {
    await this.put(orgId, connectionId, 'sign_out', 'done', { sessions }, origin);
  }

  private async put(
    orgId: string,
    connectionId: string,
    action: string,
    outcome: 'done' | 'refused',
    detail: Record<string, string | number | null>,
    origin: Origin,
  ): Promise<void> {
    await this.grants.with({ orgId, memberId: null, modules: MODULES.settings }, (token) =>
      this.tenants.run(
        token,
        async (tx) => tx.audit({ action, outcome, subject: { kind: 'sign_on_connection', id: connectionId }, detail }),
        origin,
      ),
    );
  }
}

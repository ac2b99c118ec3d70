import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { ACCOUNT_LOCKED, type AccountLocked } from '../domain/identity.events.js';
import type { WatchRepository } from '../persistence/watch.repository.js';

/** Puts a lock on the record of a practice that the account is a member of: nobody's session is left to do it. */
export class RecordLockOnAccountLocked implements EventHandler {
  readonly name = 'identity.record_lock';
  readonly hears = ACCOUNT_LOCKED;

  constructor(
    private readonly repository: WatchRepository,
    private readonly grants: JobGrants,
    private readonly tenants: TenantDatabase,
  ) {}

  async handle(event: DeliveredEvent): Promise<void> {
    const { accountId, memberId } = event.payload as AccountLocked;
    const membership = (await this.repository.membershipsOf(accountId)).find((one) => one.memberId === memberId);
    if (!membership) return;
    const { orgId, active } = membership;
    await this.grants.with({ orgId, memberId: active ? memberId : null, modules: 0 }, async (token) =>
      this.tenants.run(token, async (tx) => tx.audit({ action: 'lock', subject: { kind: 'member', id: memberId } })),
    );
  }
}

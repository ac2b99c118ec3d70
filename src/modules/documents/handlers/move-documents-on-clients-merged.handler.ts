import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { followMerge } from '../use-cases/follow-merge.js';

/** What a duplicate had on file belongs to the client that was kept. Done twice, the second finds nothing. */
export class MoveDocumentsOnClientsMerged implements EventHandler {
  readonly name = 'documents.move-documents-on-clients-merged';
  readonly hears = 'clients.clients_merged.v1';

  constructor(
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { clientId, duplicateId } = payload;
    if (orgId === null || !isId(clientId) || !isId(duplicateId)) throw new TypeError(`${this.hears} without its ids`);
    await this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (token) =>
      this.database.run(token, (tx) => followMerge(tx, duplicateId, clientId)),
    );
  }
}

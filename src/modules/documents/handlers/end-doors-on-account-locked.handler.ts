import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { DoorRepository } from '../persistence/door.repository.js';

/**
 * "This was not me" shut the doors of a member with the account, in the same statement; here their shares and requests are ended
 * and put on record, so that lists show what is so. One that a colleague sent again since then is theirs, and stays.
 */
export class EndDoorsOnAccountLocked implements EventHandler {
  readonly name = 'documents.end-doors-on-account-locked';
  readonly hears = 'identity.account_locked.v1';

  constructor(
    private readonly doors: DoorRepository,
    private readonly grants: JobGrants,
    private readonly database: TenantDatabase,
  ) {}

  async handle({ payload }: DeliveredEvent): Promise<void> {
    const { memberId } = payload;
    if (!isId(memberId)) throw new TypeError(`${this.hears} without its member`);
    const cut = await this.doors.cutOff(memberId);
    const orgId = cut[0]?.orgId;
    if (orgId === undefined) return;
    const idsOf = (kind: string) => cut.flatMap((door) => (door.kind === kind ? [door.id] : []));
    await this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (token) =>
      this.database.run(token, async (tx) => {
        await endShares(tx, idsOf('share'), memberId);
        await endRequests(tx, idsOf('request'), memberId);
      }),
    );
  }
}

async function endShares(tx: TenantTransaction, ids: readonly string[], memberId: string): Promise<void> {
  const ended = await tx.query<{ id: string; documentId: string }>({
    text: `update app.document_share set ended_at = clock_timestamp() where id = any($1::uuid[]) and made_by = $2 and ended_at is null
           returning id, document_id as "documentId"`,
    values: [ids, memberId],
  });
  for (const { id, documentId } of ended)
    tx.audit({ action: 'share-end', subject: { kind: 'document', id: documentId }, detail: { shareId: id } });
}

async function endRequests(tx: TenantTransaction, ids: readonly string[], memberId: string): Promise<void> {
  const ended = await tx.query<{ id: string; clientId: string }>({
    text: `update app.document_request set ended_at = clock_timestamp() where id = any($1::uuid[]) and made_by = $2 and ended_at is null
           returning id, client_id as "clientId"`,
    values: [ids, memberId],
  });
  for (const { id, clientId } of ended)
    tx.audit({ action: 'request-close', subject: { kind: 'client', id: clientId }, fields: ['documents'], detail: { requestId: id } });
}

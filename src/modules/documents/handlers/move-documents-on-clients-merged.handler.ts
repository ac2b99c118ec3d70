import { MODULES } from '../../../common/database/principal.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow } from '../persistence/document.repository.js';
import { noteInSearch } from '../persistence/search-delta.js';
import { moveVersions } from '../use-cases/change-document.use-case.js';

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
      this.database.run(token, async (tx) => {
        const rows = await tx.query<DocumentRow>({
          text: [
            'update app.document d set client_id = $2, version = version + 1, changed_at = clock_timestamp() where client_id = $1 returning',
            DOCUMENT_COLUMNS,
          ].join(' '),
          values: [duplicateId, clientId],
        });
        for (const table of ['document_share', 'document_request', 'document_request_item'])
          await tx.execute({
            text: ['update app.', table, ' set client_id = $2 where client_id = $1'].join(''),
            values: [duplicateId, clientId],
          });
        if (rows.length === 0) return;
        const keyring = await tx.keyring();
        await noteInSearch(
          tx,
          keyring,
          rows.map((row) => openDocument(keyring, row)),
        );
        await moveVersions(
          tx,
          rows.map(({ id }) => id),
          clientId,
        );
        for (const { id } of rows)
          tx.audit({ action: 'move', subject: { kind: 'document', id }, fields: ['clientId'], recordIds: [duplicateId, clientId] });
      }),
    );
  }
}

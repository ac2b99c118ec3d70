import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow } from '../persistence/document.repository.js';
import { noteInSearch } from '../persistence/search-delta.js';
import { moveVersions } from './change-document.use-case.js';

/** Moves what a duplicate had on file to the client that was kept. Done twice, the second finds nothing. */
export async function followMerge(tx: TenantTransaction, duplicateId: string, clientId: string): Promise<void> {
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
}

/** Does so for what was begun while a merge was being committed, of which no event will tell. */
export async function followMergesMissed(tx: TenantTransaction): Promise<void> {
  const stranded = await tx.query<{ duplicateId: string; clientId: string }>({
    text: `select distinct c.id as "duplicateId", c.merged_into_id as "clientId" from app.document d
             join app.client c on c.org_id = d.org_id and c.id = d.client_id where c.merged_into_id is not null`,
  });
  for (const { duplicateId, clientId } of stranded) await followMerge(tx, duplicateId, clientId);
}

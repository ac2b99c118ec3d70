import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { Checklist } from '../domain/checklist.js';
import { ChecklistSealed, codec } from './sealed-rows.js';

/** A checklist as stored, opened. */
export interface StoredChecklist extends Checklist {
  readonly id: string;
  readonly version: number;
}

interface ChecklistRow {
  id: string;
  version: number;
  sealed: Buffer;
}

function open(keyring: OrgKeyring, { id, version, sealed }: ChecklistRow): StoredChecklist {
  const { name, title, items } = codec.open(keyring, ChecklistSealed, id, { sealed });
  return { id, version, name, title, items };
}

/** The practice's checklists, in no order: their names are sealed. */
export async function findChecklists(tx: TenantTransaction, keyring: OrgKeyring): Promise<StoredChecklist[]> {
  const rows = await tx.query<ChecklistRow>({
    name: 'document-checklists',
    text: 'select id, version, sealed from app.document_checklist',
  });
  return rows.map((row) => open(keyring, row));
}

/** Has whoever else changes the practice's checklists wait until this is over. */
export async function lockChecklists(tx: TenantTransaction, orgId: string): Promise<void> {
  await tx.query({ text: 'select pg_advisory_xact_lock(hashtextextended($1, 30))', values: [`checklists ${orgId}`] });
}

/** Stores a new checklist; false when there is one by that id. */
export async function insertChecklist(tx: TenantTransaction, keyring: OrgKeyring, id: string, checklist: Checklist): Promise<boolean> {
  const touched = await tx.execute({
    name: 'document-checklist-insert',
    text: 'insert into app.document_checklist (org_id, id, sealed) values ($1, $2, $3) on conflict do nothing',
    values: [keyring.orgId, id, seal(keyring, id, checklist)],
  });
  return touched === 1;
}

/** Stores a checklist over one version of it; false when that is no longer there. */
export async function updateChecklist(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  { id, version, ...checklist }: StoredChecklist,
): Promise<boolean> {
  const touched = await tx.execute({
    name: 'document-checklist-update',
    text: 'update app.document_checklist set sealed = $3, version = version + 1, changed_at = clock_timestamp() where id = $1 and version = $2',
    values: [id, version, seal(keyring, id, checklist)],
  });
  return touched === 1;
}

/** Removes a checklist; false when there is none. */
export async function deleteChecklist(tx: TenantTransaction, id: string): Promise<boolean> {
  return (await tx.execute({ text: 'delete from app.document_checklist where id = $1', values: [id] })) === 1;
}

function seal(keyring: OrgKeyring, id: string, { name, title, items }: Checklist): Buffer {
  return codec.seal(keyring, ChecklistSealed, id, { name, title, items })['sealed']!;
}

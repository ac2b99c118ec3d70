import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput, NotFound } from '../../../common/errors.js';
import { MOST_CHECKLISTS, type Checklist } from '../domain/checklist.js';
import { ChecklistChanged } from '../domain/outside.errors.js';
import {
  deleteChecklist,
  findChecklists,
  insertChecklist,
  lockChecklists,
  updateChecklist,
  type StoredChecklist,
} from '../persistence/checklist.repository.js';

/** The practice's own checklists by name. */
export async function listChecklists(tx: TenantTransaction): Promise<StoredChecklist[]> {
  const all = await findChecklists(tx, await ring(tx));
  return all.sort((one, other) => one.name.localeCompare(other.name, 'en-AU', { numeric: true }));
}

/** Keeps a new checklist; asked for again with the same id, it is there already. @throws InvalidInput for a name that is taken, or too many */
export async function addChecklist(tx: TenantTransaction, id: string, checklist: Checklist): Promise<StoredChecklist> {
  const { others, same } = await settled(tx, id);
  if (same) return same;
  assertName(others, checklist.name);
  if (others.length >= MOST_CHECKLISTS)
    throw new InvalidInput([{ field: 'name', code: 'too_many', message: `A practice keeps ${MOST_CHECKLISTS} checklists at most.` }]);
  if (!(await insertChecklist(tx, await tx.keyring(), id, checklist))) throw new ChecklistChanged();
  await record(tx, 'create', id, checklist);
  return { ...checklist, id, version: 1 };
}

/** Changes a checklist; requests that began with it stay as they are. @throws NotFound, ChecklistChanged, InvalidInput for a name that is taken */
export async function changeChecklist(tx: TenantTransaction, checklist: StoredChecklist): Promise<StoredChecklist> {
  const { others, same } = await settled(tx, checklist.id);
  if (!same) throw new NotFound().about([checklist.id]);
  assertName(others, checklist.name);
  if (!(await updateChecklist(tx, await tx.keyring(), checklist))) throw new ChecklistChanged();
  await record(tx, 'update', checklist.id, checklist);
  return { ...checklist, version: checklist.version + 1 };
}

/** Removes a checklist; requests that began with it stay as they are. @throws NotFound */
export async function removeChecklist(tx: TenantTransaction, id: string): Promise<void> {
  if (!(await deleteChecklist(tx, id))) throw new NotFound().about([id]);
  await record(tx, 'remove', id, null);
}

const ring = (tx: TenantTransaction): Promise<OrgKeyring> =>
  tx.keyringUnrecorded('what a practice asks for in general: it names no client, and every change of it is on record');

/** What there is, once nobody else changes it. */
async function settled(tx: TenantTransaction, id: string): Promise<{ others: StoredChecklist[]; same: StoredChecklist | undefined }> {
  const { orgId } = await tx.principal();
  await lockChecklists(tx, orgId);
  const all = await findChecklists(tx, await ring(tx));
  return { others: all.filter((other) => other.id !== id), same: all.find((other) => other.id === id) };
}

function assertName(others: readonly StoredChecklist[], name: string): void {
  if (others.some((other) => other.name.toLowerCase() === name.toLowerCase()))
    throw new InvalidInput([{ field: 'name', code: 'taken', message: 'There is a checklist by this name already.' }]);
}

async function record(tx: TenantTransaction, action: string, id: string, checklist: Checklist | null): Promise<void> {
  const { orgId } = await tx.principal();
  tx.audit({
    action,
    subject: { kind: 'organisation', id: orgId },
    fields: ['checklist'],
    detail: { checklistId: id, ...(checklist && { items: checklist.items.length }) },
  });
}

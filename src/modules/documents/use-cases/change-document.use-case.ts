import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { FieldError } from '../../../common/errors.js';
import { DocumentChanged, DocumentInvalid, NotReady } from '../domain/document.errors.js';
import { documentName } from '../domain/document-name.js';
import { isCategory, type DocumentCard, type DocumentState } from '../domain/document.js';
import { lockDocument, lockDocuments, storeDocument, type StoredDocument } from '../persistence/document.repository.js';
import { endSharesOf } from '../persistence/share.repository.js';
import { NAME_MESSAGES, assertClient, isDay } from './begin-upload.use-case.js';

/** What changes; what is not said stays. */
export interface DocumentChange {
  name?: unknown;
  category?: unknown;
  expiresOn?: unknown;
}

/** What may be done with many documents at once. */
export type BulkAct = 'archive' | 'restore' | 'remove';

/** What came of it for one document. */
export interface BulkOutcome {
  id: string;
  /** Null when it was done, else why not. */
  code: string | null;
}

/** Renames, files under another category or client, archives, restores and removes. */
export class ChangeDocument {
  constructor(private readonly clock: Clock) {}

  /** @throws DocumentNotFound, DocumentChanged, DocumentInvalid */
  async change(tx: TenantTransaction, id: string, version: number, change: DocumentChange): Promise<void> {
    const keyring = await tx.keyring();
    const document = await lockAt(tx, keyring, id, version);
    if (document.state === 'removed') throw new NotReady('removed');
    const card = changedCard(document.card, change);
    const fields = (['name', 'category', 'expiresOn'] as const).filter((field) => card[field] !== document.card[field]);
    tx.audit({ action: 'update', subject: { kind: 'document', id }, fields });
    if (fields.length > 0) await storeDocument(tx, keyring, document, { card });
  }

  /** To another client that the caller may see, versions and all; what was shared for the client before is shared no more. @throws DocumentNotFound, DocumentChanged, NotFound */
  async move(tx: TenantTransaction, id: string, version: number, clientId: string): Promise<void> {
    const keyring = await tx.keyring();
    const document = await lockAt(tx, keyring, id, version);
    if (document.state === 'removed' || document.state === 'arriving') throw new NotReady(document.state);
    await assertClient(tx, clientId);
    await storeDocument(tx, keyring, document, { clientId });
    await assertClient(tx, clientId);
    await moveVersions(tx, [id], clientId);
    await endShares(tx, id);
    tx.audit({ action: 'move', subject: { kind: 'document', id }, fields: ['clientId'], recordIds: [document.clientId, clientId] });
  }

  /** Does one thing with many; each is answered for by itself. */
  async many(tx: TenantTransaction, ids: readonly string[], act: BulkAct): Promise<BulkOutcome[]> {
    const keyring = await tx.keyring();
    const found = await lockDocuments(tx, keyring, ids);
    const unseen = ids.filter((id) => !found.has(id));
    const outcomes: BulkOutcome[] = [];
    for (const id of ids) {
      const document = found.get(id);
      const to = document && nextState(document, act);
      if (!document || to === null) outcomes.push({ id, code: document ? 'documents.not_ready' : 'request.not_found' });
      else {
        if (to !== undefined && to !== document.state)
          await storeDocument(tx, keyring, document, { state: to, removedAt: to === 'removed' ? this.clock.now() : null });
        tx.audit({ action: act, subject: { kind: 'document', id }, fields: ['state'] });
        if (to === 'removed') await endShares(tx, id);
        outcomes.push({ id, code: null });
      }
    }
    if (unseen.length > 0)
      tx.audit({
        action: 'refuse',
        outcome: 'refused',
        subject: { kind: 'document', id: null },
        recordIds: unseen,
        detail: { act, code: 'request.not_found' },
      });
    return outcomes;
  }
}

/** What was shared where it was, or before it was removed, is shared no more, and not again by bringing it back. */
async function endShares(tx: TenantTransaction, documentId: string): Promise<void> {
  for (const shareId of await endSharesOf(tx, documentId))
    tx.audit({ action: 'share-end', subject: { kind: 'document', id: documentId }, detail: { shareId } });
}

/** Versions, uploads, links and pictures go with their document. */
export async function moveVersions(tx: TenantTransaction, documentIds: readonly string[], clientId: string): Promise<void> {
  const values = [documentIds, clientId];
  await tx.execute({
    text: `update app.document_thumbnail set client_id = $2
            where version_id in (select v.id from app.document_version v where v.document_id = any($1::uuid[]))`,
    values,
  });
  await tx.execute({ text: 'update app.document_version set client_id = $2 where document_id = any($1::uuid[])', values });
  await tx.execute({ text: 'delete from app.document_link where document_id = any($1::uuid[])', values: [documentIds] });
  await tx.execute({ text: 'update app.document_upload set client_id = $2 where document_id = any($1::uuid[])', values });
}

/** Where an act leads from where a document stands; null when it cannot be done there. */
function nextState({ state, currentVersionId }: StoredDocument, act: BulkAct): DocumentState | null {
  if (act === 'remove') return 'removed';
  if (act === 'archive') return state === 'filed' || state === 'archived' ? 'archived' : null;
  return state === 'arriving' || currentVersionId === null ? null : 'filed';
}

async function lockAt(tx: TenantTransaction, keyring: OrgKeyring, id: string, version: number): Promise<StoredDocument> {
  const document = await lockDocument(tx, keyring, id);
  if (document.version !== version) throw new DocumentChanged(document.version);
  return document;
}

/** @throws DocumentInvalid naming every refused field */
function changedCard(card: DocumentCard, { name, category, expiresOn }: DocumentChange): DocumentCard {
  const errors: FieldError[] = [];
  const named = name === undefined ? { name: card.name } : documentName(name);
  if ('problem' in named) errors.push({ field: 'name', code: named.problem, message: NAME_MESSAGES[named.problem] });
  if (category !== undefined && category !== null && !isCategory(category))
    errors.push({ field: 'category', code: 'not_one_of', message: 'Choose one of the categories.' });
  if (expiresOn !== undefined && expiresOn !== null && !(typeof expiresOn === 'string' && isDay(expiresOn)))
    errors.push({ field: 'expiresOn', code: 'not_a_date', message: 'Write the date as YYYY-MM-DD.' });
  if (errors.length > 0 || 'problem' in named) throw new DocumentInvalid(errors);
  return {
    ...card,
    name: named.name,
    category: category === undefined ? card.category : (category as DocumentCard['category']),
    expiresOn: expiresOn === undefined ? card.expiresOn : (expiresOn as string | null),
  };
}

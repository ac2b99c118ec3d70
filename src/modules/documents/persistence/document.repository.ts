import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Statement } from '../../../common/database/statement.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DocumentChanged, DocumentNotFound } from '../domain/document.errors.js';
import type { DocumentCard, DocumentState } from '../domain/document.js';
import { DocumentSealed, codec } from './sealed-rows.js';
import { noteInSearch } from './search-delta.js';

/** A document as stored, its card opened. */
export interface StoredDocument {
  readonly id: string;
  readonly clientId: string;
  readonly state: DocumentState;
  readonly currentVersionId: string | null;
  readonly madeBy: string | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
  readonly removedAt: Date | null;
  readonly version: number;
  readonly card: DocumentCard;
}

/** The row of a document, its card still sealed. */
export interface DocumentRow extends Omit<StoredDocument, 'card'> {
  readonly card: Buffer;
}

/** Columns of a {@link DocumentRow}, of the table under the name `d`. */
export const DOCUMENT_COLUMNS = `d.id, d.client_id as "clientId", d.state, d.current_version_id as "currentVersionId", d.made_by as "madeBy",
  d.created_at as "createdAt", d.changed_at as "changedAt", d.removed_at as "removedAt", d.version, d.card`;

/** Opens a row's card. */
export function openDocument(keyring: OrgKeyring, row: DocumentRow): StoredDocument {
  return { ...row, card: codec.open(keyring, DocumentSealed, row.id, { card: row.card }) };
}

/** One document that the caller may see, or undefined. */
export async function findDocument(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<StoredDocument | undefined> {
  const [row] = await tx.query<DocumentRow>({
    name: 'document-get',
    text: ['select', DOCUMENT_COLUMNS, 'from app.document d where d.id = $1'].join(' '),
    values: [id],
  });
  return row && openDocument(keyring, row);
}

/** Documents by id, locked in the order of their ids; those the caller may not see are left out. */
export async function lockDocuments(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  ids: readonly string[],
): Promise<Map<string, StoredDocument>> {
  const rows = await tx.query<DocumentRow>({
    name: 'documents-lock',
    text: ['select', DOCUMENT_COLUMNS, 'from app.document d where d.id = any($1::uuid[]) order by d.id for update'].join(' '),
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, openDocument(keyring, row)]));
}

/** One document, locked. @throws DocumentNotFound */
export async function lockDocument(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<StoredDocument> {
  const found = (await lockDocuments(tx, keyring, [id])).get(id);
  if (!found) throw new DocumentNotFound().about([id]);
  return found;
}

/** The statement that stores a new document, on its way in. */
export function insertDocument(
  keyring: OrgKeyring,
  {
    id,
    clientId,
    madeBy,
    answers,
    card,
  }: { id: string; clientId: string; madeBy: string | null; answers: string | null; card: DocumentCard },
): Statement {
  return {
    name: 'document-insert',
    text: `insert into app.document (org_id, id, client_id, state, dated, made_by, request_item_id, card) values ($1, $2, $3, 'arriving', $4, $5, $6, $7)`,
    values: [keyring.orgId, id, clientId, card.expiresOn !== null, madeBy, answers, sealCard(keyring, id, card)],
  };
}

/**
 * Stores a changed document when nobody stored a newer one than `before`, and tells search; answers it with its new version.
 * @throws DocumentChanged
 */
export async function storeDocument(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  before: StoredDocument,
  change: Partial<Pick<StoredDocument, 'clientId' | 'state' | 'currentVersionId' | 'removedAt' | 'card'>>,
): Promise<StoredDocument> {
  const after = { ...before, ...change, version: before.version + 1 };
  const touched = await tx.execute({
    name: 'document-update',
    text: `update app.document set client_id = $2, state = $3, current_version_id = $4, removed_at = $5, dated = $6, card = $7, version = $8,
                  changed_at = clock_timestamp() where id = $1 and version = $9`,
    values: [
      before.id,
      after.clientId,
      after.state,
      after.currentVersionId,
      after.removedAt,
      after.card.expiresOn !== null,
      sealCard(keyring, before.id, after.card),
      after.version,
      before.version,
    ],
  });
  if (touched === 0) throw new DocumentChanged(before.version);
  await noteInSearch(tx, keyring, [after]);
  return after;
}

function sealCard(keyring: OrgKeyring, id: string, { name, category, expiresOn, type, bytes }: DocumentCard): Buffer {
  return codec.seal(keyring, DocumentSealed, id, { name, category, expiresOn, type, bytes })['card']!;
}

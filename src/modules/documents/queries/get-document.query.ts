import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DocumentNotFound } from '../domain/document.errors.js';
import { findDocument } from '../persistence/document.repository.js';
import { ThumbnailSealed, codec } from '../persistence/sealed-rows.js';
import { versionsOf } from '../persistence/version.repository.js';
import { documentLine, versionLine, type DocumentDetail } from './document-view.js';

/** One document with its versions. @throws DocumentNotFound */
export async function readDocument(tx: TenantTransaction, id: string): Promise<DocumentDetail> {
  const keyring = await tx.keyring();
  const [document, versions] = await Promise.all([findDocument(tx, keyring, id), versionsOf(tx, keyring, [id])]);
  if (!document) throw new DocumentNotFound().about([id]);
  tx.audit({ action: 'read', subject: { kind: 'document', id }, fields: ['card', 'versions'] });
  return { ...documentLine(document), versions: versions.map((version) => versionLine(version, document.currentVersionId)) };
}

/** A small picture of a document. */
export interface ThumbnailLine {
  documentId: string;
  /** `data:image/webp;base64,…` */
  image: string;
}

/** Small pictures of the current versions of documents; those that have none, or are not the caller's to see, are left out. */
export async function readThumbnails(tx: TenantTransaction, ids: readonly string[]): Promise<ThumbnailLine[]> {
  const [rows, keyring] = await Promise.all([
    tx.query<{ id: string; versionId: string; sealed: Buffer }>({
      name: 'document-thumbnails',
      text: `select d.id, t.version_id as "versionId", t.sealed from app.document d
               join app.document_thumbnail t on t.org_id = d.org_id and t.version_id = d.current_version_id
              where d.id = any($1::uuid[]) and d.state <> 'removed'`,
      values: [ids],
    }),
    tx.keyring(),
  ]);
  tx.audit({ action: 'read', subject: { kind: 'document', id: null }, fields: ['thumbnail'], recordIds: rows.map(({ id }) => id) });
  return rows.map(({ id, versionId, sealed }) => ({
    documentId: id,
    image: `data:image/webp;base64,${codec.open(keyring, ThumbnailSealed, versionId, { sealed }).image}`,
  }));
}

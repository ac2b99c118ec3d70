import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DocumentNotFound, NotReady } from '../domain/document.errors.js';
import { findDocument } from '../persistence/document.repository.js';
import { mintLink, type LinkPurpose, type MintedLink } from '../persistence/link.repository.js';
import { findVersion, type StoredVersion } from '../persistence/version.repository.js';

/** A way to one version, for the session that asked. */
export interface OpenedDocument {
  readonly link: MintedLink;
  readonly version: StoredVersion;
  readonly name: string;
}

/** Makes a link to a document for the session that asks, after every check; the bytes are for the link to bring. */
export class OpenDocument {
  /** @throws DocumentNotFound, NotReady */
  async execute(tx: TenantTransaction, id: string, versionId: string | null, purpose: LinkPurpose): Promise<OpenedDocument> {
    const keyring = await tx.keyring();
    const document = await findDocument(tx, keyring, id);
    if (!document) throw new DocumentNotFound().about([id]);
    const wanted = versionId ?? document.currentVersionId;
    const version = wanted === null ? undefined : await findVersion(tx, keyring, wanted);
    if (versionId !== null && version?.documentId !== id) throw new DocumentNotFound().about([versionId]);
    if (version?.state !== 'ready' || document.state === 'removed') throw new NotReady(version?.state ?? document.state);
    const link = await mintLink(tx, version, purpose);
    tx.audit({
      action: 'link',
      subject: { kind: 'document', id },
      fields: ['content'],
      detail: { purpose, linkId: link.id, versionId: version.id },
    });
    return { link, version, name: document.card.name };
  }
}

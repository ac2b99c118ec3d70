import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import type { ObjectStore, StoreUpload } from '../../../common/object-store/object-store.js';
import { UploadGone } from '../domain/document.errors.js';
import { lockDocument, storeDocument } from '../persistence/document.repository.js';
import { findUpload } from '../persistence/upload.repository.js';
import { findVersion, settleVersion } from '../persistence/version.repository.js';

/** Gives up a file on its way in: what had arrived is dropped, and a document that was never more than this file with it. */
export class EndUpload {
  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, also for somebody else's; UploadGone when the file is complete */
  async execute(token: GrantToken, origin: Origin, id: string): Promise<void> {
    const left = await this.database.run(token, (tx) => this.drop(tx, id), origin);
    // What a crash leaves behind here is found by the sweep: an upload of the store that no row names.
    if (left) await this.store.abort(left);
  }

  private async drop(tx: TenantTransaction, id: string): Promise<StoreUpload | null> {
    const upload = await findUpload(tx, id);
    if (!upload) throw new NotFound().about([id]);
    if (upload.done) throw new UploadGone();
    const keyring = await tx.keyring();
    const version = await findVersion(tx, keyring, upload.versionId);
    const document = await lockDocument(tx, keyring, upload.documentId);
    if (version) await settleVersion(tx, keyring, version, { from: 'arriving', to: 'gone' });
    await tx.execute({ text: 'delete from app.document_upload where id = $1', values: [id] });
    if (document.state === 'arriving') await storeDocument(tx, keyring, document, { state: 'removed', removedAt: this.clock.now() });
    tx.audit({
      action: 'give-up',
      subject: { kind: 'document', id: document.id },
      fields: ['content'],
      detail: { versionId: upload.versionId },
    });
    return version && upload.storeUpload !== null ? { key: version.objectKey, id: upload.storeUpload } : null;
  }
}

import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import { NotFound } from '../../../common/errors.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { versionArrived } from '../domain/document.events.js';
import { findUpload, finishUpload, type StoredUpload } from '../persistence/upload.repository.js';
import { findVersion, settleVersion } from '../persistence/version.repository.js';

/**
 * Puts a file together whose last byte has arrived, and has it checked. Every step may be done again: whoever died in
 * between leaves it to the sender's next question, or to the sweep.
 */
export class FinishUpload {
  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
  ) {}

  /** Answers the length of the file, bytes. @throws NotFound, StoreUnavailable */
  async execute(token: GrantToken, origin: Origin, id: string): Promise<number> {
    const { upload, objectKey } = await this.database.run(
      token,
      async (tx) => {
        const found = await findUpload(tx, id);
        const keyring = await tx.keyringUnrecorded('which object a complete upload becomes; its content stays sealed');
        const version = found && (await findVersion(tx, keyring, found.versionId));
        if (!found || !version) throw new NotFound().about([id]);
        return { upload: found, objectKey: version.objectKey };
      },
      origin,
    );
    return this.together(token, origin, upload, objectKey);
  }

  /** The same for an upload that was just read or noted. */
  async together(token: GrantToken, origin: Origin, upload: StoredUpload, objectKey: string): Promise<number> {
    if (upload.done || upload.received < upload.length || upload.storeUpload === null) return upload.received;
    await this.store.complete({ key: objectKey, id: upload.storeUpload }, [...upload.parts]);
    await this.database.run(
      token,
      async (tx) => {
        const keyring = await tx.keyring();
        const version = await findVersion(tx, keyring, upload.versionId);
        tx.audit({
          action: 'upload',
          subject: { kind: 'document', id: upload.documentId },
          fields: ['content'],
          detail: { versionId: upload.versionId, bytes: upload.length },
        });
        if (!(await finishUpload(tx, upload.id)) || !version) return;
        if (await settleVersion(tx, keyring, version, { from: 'arriving', to: 'checking' }))
          tx.raise(versionArrived(upload.documentId, upload.versionId));
      },
      origin,
    );
    return upload.length;
  }
}

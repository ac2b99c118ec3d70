import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import type { ObjectStore } from '../../../common/object-store/object-store.js';
import { UploadGone } from '../domain/document.errors.js';
import { versionArrived } from '../domain/document.events.js';
import { findUpload, finishUpload, type StoredUpload } from '../persistence/upload.repository.js';
import { findVersion, settleVersion } from '../persistence/version.repository.js';

/** Each throws when the sender may bring nothing more. */
export interface Still {
  /** Asked before a transaction: it may ask another login, for which no transaction waits. */
  before: () => Promise<void>;
  within: (tx: TenantTransaction) => Promise<void>;
}

/** For senders whose own token says whether they may. */
export const ALWAYS: Still = { before: () => Promise.resolve(), within: () => Promise.resolve() };

/**
 * Puts a file together whose last byte has arrived, and has it checked. Every step may be done again: whoever died in
 * between leaves it to the sender's next question, or to the sweep.
 */
export class FinishUpload {
  constructor(
    private readonly database: TenantDatabase,
    private readonly store: ObjectStore,
  ) {}

  /** Answers the length of the file, bytes. @throws NotFound, UploadGone, StoreUnavailable, and what `still` throws */
  async execute(token: GrantToken, origin: Origin, id: string, still: Still = ALWAYS): Promise<number> {
    const { upload, objectKey } = await this.database.run(
      token,
      async (tx) => {
        const found = await findUpload(tx, id);
        const keyring = await tx.keyringUnrecorded('which object a complete upload becomes; its content stays sealed');
        const version = found && (await findVersion(tx, keyring, found.versionId));
        if (!found || !version) throw new NotFound().about([id]);
        // Another object never takes the place of what was put together once.
        const now = version.state === 'arriving' ? found : await findUpload(tx, id);
        if (!now || (!now.done && version.state !== 'arriving')) throw new UploadGone();
        return { upload: now, objectKey: version.objectKey };
      },
      origin,
    );
    return this.together(token, origin, upload, objectKey, still);
  }

  /** The same for an upload that was just read or noted. */
  async together(token: GrantToken, origin: Origin, upload: StoredUpload, objectKey: string, still: Still = ALWAYS): Promise<number> {
    if (upload.done || upload.received < upload.length || upload.storeUpload === null) return upload.received;
    await still.before();
    await this.store.complete({ key: objectKey, id: upload.storeUpload }, [...upload.parts]);
    // It may have taken long to put together.
    await still.before();
    await this.database.run(
      token,
      async (tx) => {
        await still.within(tx);
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

import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import { NotFound } from '../../../common/errors.js';
import { UploadGone } from '../domain/document.errors.js';
import { findUpload, type StoredUpload } from '../persistence/upload.repository.js';
import type { FinishUpload } from './finish-upload.use-case.js';

/** Says how much of a file has arrived; puts it together when all of it has and whoever was to do so died. */
export class AskUpload {
  constructor(
    private readonly database: TenantDatabase,
    private readonly finish: FinishUpload,
  ) {}

  /** @throws NotFound, also for somebody else's; UploadGone */
  async execute(token: GrantToken, origin: Origin, id: string): Promise<StoredUpload> {
    const upload = await this.database.run(token, (tx) => findUpload(tx, id), origin);
    if (!upload) throw new NotFound().about([id]);
    if (!upload.done && upload.expired) throw new UploadGone();
    if (!upload.done && upload.received === upload.length) await this.finish.execute(token, origin, id);
    return upload;
  }
}

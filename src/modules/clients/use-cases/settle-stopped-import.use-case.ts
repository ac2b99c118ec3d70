import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { importCheckDue } from '../domain/client-import.events.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';

/**
 * Settles an import whose job stopped because its author's access was gone: nobody else sees it, so this happens once
 * they are back. One that was creating clients is paused with the reason, for its author to start again; one that was
 * being checked is checked again.
 */
export class SettleStoppedImport {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ClientImportRepository,
  ) {}

  /** @throws NoLiveGrant while the author has no access, ImportNotFound when there is nothing of theirs to settle */
  async execute(token: GrantToken, importId: string): Promise<void> {
    await this.database.run(token, (tx) => this.settle(tx, importId));
  }

  private async settle(tx: TenantTransaction, importId: string): Promise<void> {
    const keyring = await tx.keyring();
    const held = await this.imports.lock(tx, keyring, importId);
    tx.audit({ action: 'update', subject: { kind: 'client_import', id: importId }, fields: ['state'], detail: { because: 'access_lost' } });
    if (held.state === 'running') await this.imports.store(tx, keyring, { ...held, state: 'paused', pausedBecause: 'access_lost' });
    else if (held.state === 'checking' && held.stored) tx.raise(importCheckDue(importId, held.createdBy));
  }
}

import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { ClientImport } from '../domain/client-import.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';
import { takeImportStep } from './client-import-step.js';

/** Stops an import after the batch under way; starting it again goes on from there. */
export class PauseClientImport {
  constructor(private readonly imports: ClientImportRepository) {}

  /** @throws ImportNotFound, ImportNotPossibleNow */
  async execute(tx: TenantTransaction, id: string): Promise<ClientImport> {
    return takeImportStep(tx, this.imports, id, 'pause', (held) => ({ ...held, state: 'paused', pausedBecause: null }));
  }
}

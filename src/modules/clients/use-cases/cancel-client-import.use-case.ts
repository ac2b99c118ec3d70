import type { Clock } from '../../../common/clock/clock.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { ClientImport } from '../domain/client-import.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';
import { takeImportStep } from './client-import-step.js';

/** Ends an import for good; clients that were imported stay. */
export class CancelClientImport {
  constructor(
    private readonly imports: ClientImportRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws ImportNotFound, ImportNotPossibleNow */
  async execute(tx: TenantTransaction, id: string): Promise<ClientImport> {
    return takeImportStep(tx, this.imports, id, 'cancel', (held) => {
      const { imported, failed } = held.counts;
      raiseClientEvent(tx, {
        type: 'clients.import_finished.v1',
        importId: id,
        state: 'cancelled',
        importedRows: imported,
        failedRows: failed,
      });
      return { ...held, state: 'cancelled', finishedAt: this.clock.now() };
    });
  }
}

import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { mappingByHeading, mappingErrors, type ClientImport } from '../domain/client-import.js';
import { importStarted } from '../domain/client-import.events.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';
import { takeImportStep } from './client-import-step.js';

/** Starts an import, or goes on after a pause. Its rows are imported by a job. */
export class StartClientImport {
  constructor(private readonly imports: ClientImportRepository) {}

  /** @throws InvalidInput when no column holds a name, ImportNotFound, ImportNotPossibleNow */
  async execute(tx: TenantTransaction, id: string): Promise<ClientImport> {
    return takeImportStep(tx, this.imports, id, 'start', (held) => {
      const errors = mappingErrors(mappingByHeading(held));
      if (errors.length > 0) throw new InvalidInput(errors);
      tx.raise(importStarted(id, held.createdBy));
      return { ...held, state: 'running', pausedBecause: null };
    });
  }
}

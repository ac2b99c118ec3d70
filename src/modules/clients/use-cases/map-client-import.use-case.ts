import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { readMapping, type ClientImport } from '../domain/client-import.js';
import { importCheckDue } from '../domain/client-import.events.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';
import { takeImportStep } from './client-import-step.js';

/** Sets which column feeds which field; every row is checked again. */
export class MapClientImport {
  constructor(private readonly imports: ClientImportRepository) {}

  /** @throws InvalidInput, ImportNotFound, ImportNotPossibleNow */
  async execute(tx: TenantTransaction, id: string, input: Readonly<Record<string, unknown>>): Promise<ClientImport> {
    return takeImportStep(tx, this.imports, id, 'map', (held) => {
      const mapping = readMapping(held.headers, input);
      tx.raise(importCheckDue(id, held.createdBy));
      return { ...held, mapping, state: 'checking', check: held.check + 1, counts: { ...held.counts, ready: 0, error: 0 } };
    });
  }
}

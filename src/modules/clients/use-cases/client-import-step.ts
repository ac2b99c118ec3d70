import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { assertPossible, type ClientImport } from '../domain/client-import.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';

/**
 * One step by which its author steers an import: holds the import, so that the step falls between two batches, changes
 * it and puts that on record.
 * @throws ImportNotFound, ImportNotPossibleNow and what `next` throws
 */
export async function takeImportStep(
  tx: TenantTransaction,
  imports: ClientImportRepository,
  id: string,
  step: 'map' | 'start' | 'pause' | 'cancel',
  next: (held: ClientImport) => ClientImport,
): Promise<ClientImport> {
  const keyring = await tx.keyring();
  const held = await imports.lock(tx, keyring, id);
  assertPossible(step, held);
  const now = next(held);
  await imports.store(tx, keyring, now);
  tx.audit({
    action: 'update',
    subject: { kind: 'client_import', id },
    fields: step === 'map' ? ['mapping'] : ['state'],
    detail: { state: now.state },
  });
  return now;
}

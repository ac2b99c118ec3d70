import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { ClientEvent } from '../domain/client.events.js';

/** Raises an event of this context: stored with COMMIT, delivered afterwards. */
export function raiseClientEvent(tx: TenantTransaction, { type, ...payload }: ClientEvent): void {
  tx.raise({ type, payload });
}

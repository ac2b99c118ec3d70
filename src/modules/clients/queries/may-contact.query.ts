import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { findRow, openClient } from '../persistence/client.repository.js';

/**
 * Whether a client may be written to by what nobody presses a button for: not one who is marked as not to be contacted, is
 * archived or out of sight. Opens the details: the caller puts that on record.
 */
export async function mayContact(tx: TenantTransaction, id: string): Promise<boolean> {
  const [keyring, row] = await Promise.all([tx.keyring(), findRow(tx, id)]);
  return row !== undefined && row.archivedAt === null && !openClient(keyring, row).details.doNotContact;
}

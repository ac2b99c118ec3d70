import { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';

/** A look at a member's world: the token that opens it and when it ends by itself. */
export interface OpenedView {
  token: GrantToken;
  until: Date;
}

/**
 * Opens a member's world to an administrator: read-only by the database, half an hour at most, in the administrator's
 * own name on record. Ends with the session it was opened from, and when either one's access changes.
 * @throws AboveOwnAccess when the member reaches more than whoever looks; NoSuchMember; AdministratorsOnly
 */
export async function beginView(tx: TenantTransaction, memberId: string): Promise<OpenedView> {
  const token = GrantToken.mint();
  const [row] = await tx.query<{ until: Date }>({
    text: 'select wall.begin_view($1, $2, $3) as until',
    values: [Buffer.from(token.hash, 'hex'), newId(), memberId],
  });
  await tx.keyring();
  tx.audit({ action: 'view_as', subject: { kind: 'member', id: memberId } });
  return { token, until: row!.until };
}

/** Ends every view that was opened from the caller's own session. */
export async function endView(tx: TenantTransaction): Promise<void> {
  const { grantId } = await tx.principal();
  await tx.query({ text: 'select wall.end_view()' });
  await tx.keyring();
  tx.audit({ action: 'view_as_end', subject: { kind: 'session', id: grantId } });
}

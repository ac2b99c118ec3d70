import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import { OwnersOnly } from '../domain/access.errors.js';
import { OwnMembership } from './change-member.use-case.js';

/**
 * The account behind a member whose factors somebody may reset: never one's own, and an owner's only by an owner. Of somebody who was
 * invited and has not come, nothing is told: anybody can be invited, and would be looked at.
 * @throws NotFound, also for a service account, OwnMembership, OwnersOnly
 */
export async function accountToReset(tx: TenantTransaction, memberId: string): Promise<string> {
  const [member] = await tx.query<{ account_id: string | null; role: string }>({
    text: `select account_id, role from app.member where id = $1 and state not in ('removed', 'invited')`,
    values: [memberId],
  });
  if (!member || member.account_id === null) throw new NotFound();
  const principal = await tx.principal();
  if (memberId === principal.memberId) throw new OwnMembership();
  if (member.role === 'owner' && principal.role !== 'owner') throw new OwnersOnly();
  return member.account_id;
}

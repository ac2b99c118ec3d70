import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';
import type { DoorRepository } from '../persistence/door.repository.js';

/** Forgets by which subject the practice's connections know a member. Their address decides again when they next come. */
export class ForgetSubject {
  constructor(private readonly doors: DoorRepository) {}

  /** @throws NotFound */
  async execute(tx: TenantTransaction, memberId: string): Promise<void> {
    const { orgId } = await tx.principal();
    const [member] = await tx.query<{ account_id: string | null }>({
      text: 'select account_id from app.member where id = $1',
      values: [memberId],
    });
    if (!member || member.account_id === null) throw new NotFound();
    await this.doors.unlink(orgId, member.account_id);
    tx.audit({ action: 'unlink', subject: { kind: 'member', id: memberId } });
  }
}

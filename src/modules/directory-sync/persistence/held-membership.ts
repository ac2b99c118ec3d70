import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { DirectoryUser } from './directory.repository.js';

/** The membership of an account, as far as a directory must know it. */
export interface Membership {
  id: string;
  state: DirectoryUser['state'];
  role: string;
  /** The directory provisioned it or took it on, and maybe deleted it since. */
  known: boolean;
  deleted: boolean;
  /** Suspended by the directory, and its to reactivate. */
  ended: boolean;
}

/** The membership of an account here, whoever made it, held for a change. */
export async function heldMembership(tx: TenantTransaction, accountId: string): Promise<Membership | undefined> {
  await tx.query({ text: 'select 1 from app.member where account_id = $1 for update', values: [accountId] });
  const [row] = await tx.query<Membership>({
    text: `select m.id, m.state, m.role, u.member_id is not null as known, u.deleted_at is not null as deleted, coalesce(u.ended, false) as ended
             from app.member m left join app.directory_user u on u.org_id = m.org_id and u.member_id = m.id where m.account_id = $1`,
    values: [accountId],
  });
  return row;
}

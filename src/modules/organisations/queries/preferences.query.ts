import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';

/** The caller's saved choice of this name. */
export async function readPreference(tx: TenantTransaction, name: string): Promise<{ value: unknown } | undefined> {
  const { memberId } = await tx.principal();
  const [row] = await tx.query<{ value: unknown }>({
    text: 'select value from app.member_preference where member_id = $1 and name = $2',
    values: [memberId, name],
  });
  return row;
}

/** Keeps a choice, given as JSON text. */
export async function writePreference(tx: TenantTransaction, name: string, json: string): Promise<void> {
  const { orgId, memberId } = await tx.principal();
  await tx.execute({
    text: `insert into app.member_preference (org_id, member_id, name, value) values ($1, $2, $3, $4)
           on conflict (org_id, member_id, name) do update set value = excluded.value`,
    values: [orgId, memberId, name, json],
  });
}

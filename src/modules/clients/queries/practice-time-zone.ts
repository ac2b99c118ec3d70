import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';

/** The zone whose calendar decides what "today" is for the caller's practice. */
export async function practiceTimeZone(tx: TenantTransaction): Promise<string | undefined> {
  const [row] = await tx.query<{ zone: string }>({ name: 'practice-zone', text: 'select time_zone as zone from app.organisation' });
  return row?.zone;
}

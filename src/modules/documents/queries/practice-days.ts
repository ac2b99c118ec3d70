import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';

/** A stretch of days of the practice's calendar as instants: the beginning of the first, the end of the last; null where it is open. */
export interface PracticeDays {
  first: Date | null;
  end: Date | null;
}

/** The instants between which days lie, both included. */
export async function practiceDays(tx: TenantTransaction, from: string | null, to: string | null): Promise<PracticeDays> {
  if (from === null && to === null) return { first: null, end: null };
  const [row] = await tx.query<PracticeDays>({
    name: 'practice-days',
    text: `select $1::date::timestamp at time zone o.time_zone as first, ($2::date + 1)::timestamp at time zone o.time_zone as end from app.organisation o`,
    values: [from, to],
  });
  return row ?? { first: null, end: null };
}

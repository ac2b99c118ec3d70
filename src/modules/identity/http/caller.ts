import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';

/** Whoever holds a session of their own. */
export interface Caller {
  accountId: string;
  sessionId: string;
}

/** Whoever holds a session of their own. @throws NotFound for a key or a job, which have no factors and no door */
export async function callerOf(tx: TenantTransaction): Promise<Caller> {
  const { kind, accountId, grantId } = await tx.principal();
  if (kind !== 'session' || accountId === null) throw new NotFound();
  return { accountId, sessionId: grantId };
}

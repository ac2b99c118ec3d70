import { registerRefusal } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError } from '../../../common/errors.js';
import type { FactorPolicy } from '../../identity/index.js';

/** What a practice asks of whoever signs in. */
export interface Security {
  factors: FactorPolicy;
  idleMinutes: number;
}

/** Nobody asks of all for more than they brought themselves: they would be the first to be shut out. */
export class WouldLockYouOut extends DomainError {
  readonly code = 'organisations.would_lock_you_out';

  constructor() {
    super('You signed in with less than that yourself. Add the factor, sign in with it, and try again.');
  }
}

registerRefusal('IB014', () => new WouldLockYouOut());

/** The rules as they stand. */
export async function readSecurity(tx: TenantTransaction): Promise<Security> {
  const [row] = await tx.query<Security>({ text: 'select factors, idle_minutes as "idleMinutes" from app.organisation' });
  const { orgId } = await tx.principal();
  tx.audit({ action: 'read', subject: { kind: 'organisation', id: orgId }, fields: ['factors', 'idle_minutes'] });
  return row!;
}

/** Sets after how many minutes without use sessions end. Returns how many ended by it: the others go on until then. @throws AdministratorsOnly */
export async function setIdleLimit(tx: TenantTransaction, idleMinutes: number): Promise<number> {
  const [before] = await tx.query<Security>({ text: 'select factors, idle_minutes as "idleMinutes" from app.organisation' });
  const [{ ended }] = (await tx.query<{ ended: number }>({ text: 'select wall.set_idle_limit($1) as ended', values: [idleMinutes] })) as [
    { ended: number },
  ];
  const { orgId } = await tx.principal();
  await tx.keyring();
  tx.audit({
    action: 'update',
    subject: { kind: 'organisation', id: orgId },
    fields: ['idle_minutes'],
    detail: { before: before!.idleMinutes, after: idleMinutes, sessionsEnded: ended },
  });
  return ended;
}

/** Sets what signing in takes, and ends every session below it. Returns how many those were. @throws WouldLockYouOut, AdministratorsOnly */
export async function askForFactors(tx: TenantTransaction, factors: FactorPolicy): Promise<number> {
  const [before] = await tx.query<Security>({ text: 'select factors, idle_minutes as "idleMinutes" from app.organisation' });
  const [{ ended }] = (await tx.query<{ ended: number }>({ text: 'select wall.ask_for_factors($1) as ended', values: [factors] })) as [
    { ended: number },
  ];
  const { orgId } = await tx.principal();
  await tx.keyring();
  tx.audit({
    action: 'update',
    subject: { kind: 'organisation', id: orgId },
    fields: ['factors'],
    detail: { before: before!.factors, after: factors, sessionsEnded: ended },
  });
  return ended;
}

import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';

/** Frees whichever connection a practice requires, for the operator's command line. False when it requires none. */
export async function freeEveryDoor(tx: TenantTransaction): Promise<boolean> {
  const [required] = await tx.query<{ id: string; freed: boolean }>({
    text: 'select id, wall.free_doors(id) as freed from app.sso_connection where enforced_from is not null',
  });
  if (!required) {
    const { orgId } = await tx.principal();
    tx.audit({ action: 'read', subject: { kind: 'organisation', id: orgId }, fields: ['single_sign_on'] });
    return false;
  }
  tx.audit({ action: 'free', subject: { kind: 'sign_on_connection', id: required.id }, detail: { by: 'operator' } });
  return required.freed;
}

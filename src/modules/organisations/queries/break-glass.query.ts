import { registerRefusal } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError, NotFound } from '../../../common/errors.js';

/** An owner of the practice, and how their way in beside single sign-on stands. */
export interface GlassOwner {
  memberId: string;
  named: boolean;
  passkey: boolean;
  armedAt: Date | null;
  armedUntil: Date | null;
}

/** One named owner could be away or leave; three are a door that nobody watches. */
export class TwoOrNone extends DomainError {
  readonly code = 'organisations.two_or_none';

  constructor() {
    super('Name two owners, or none.');
  }
}

/** While single sign-on is required, two owners keep a way in. */
export class GlassNeeded extends DomainError {
  readonly code = 'organisations.glass_needed';

  constructor() {
    super('Single sign-on is required, so two owners keep a way in. Lift the requirement first, or name two others.');
  }
}

/** Only an active owner who has a passkey. */
export class NotAnOwnerWithPasskey extends DomainError {
  readonly code = 'organisations.not_an_owner_with_passkey';

  constructor() {
    super('Only active owners who have a passkey can be named.');
  }
}

registerRefusal('IB030', () => new TwoOrNone());
registerRefusal('IB031', () => new GlassNeeded());
registerRefusal('IB032', () => new NotAnOwnerWithPasskey());
registerRefusal('IB033', () => new NotFound());

/** The owners and their ways in. */
export async function readBreakGlass(tx: TenantTransaction): Promise<GlassOwner[]> {
  const owners = await state(tx);
  const { orgId } = await tx.principal();
  tx.audit({ action: 'read', subject: { kind: 'organisation', id: orgId }, fields: ['break_glass'] });
  return owners;
}

/** Names who keeps a way in. @throws TwoOrNone, GlassNeeded, NotAnOwnerWithPasskey, OwnersOnly */
export async function nameBreakGlass(tx: TenantTransaction, named: readonly string[]): Promise<GlassOwner[]> {
  const before = (await state(tx)).filter((owner) => owner.named).map(({ memberId }) => memberId);
  await tx.query({ text: 'select wall.name_break_glass($1)', values: [named] });
  const { orgId } = await tx.principal();
  await tx.keyring();
  tx.audit({
    action: 'update',
    subject: { kind: 'organisation', id: orgId },
    fields: ['break_glass'],
    detail: { before: before.join(' '), after: named.join(' ') },
  });
  return state(tx);
}

/** Arms a named owner's way in, for work on the provider that is planned. @throws NotFound, OwnersOnly */
export async function armBreakGlass(tx: TenantTransaction, memberId: string, hours: number): Promise<GlassOwner[]> {
  const [{ until }] = (await tx.query<{ until: Date }>({
    text: 'select wall.arm_break_glass($1, $2) as until',
    values: [memberId, hours],
  })) as [{ until: Date }];
  await tx.keyring();
  tx.audit({
    action: 'update',
    subject: { kind: 'member', id: memberId },
    fields: ['break_glass'],
    detail: { until: until.toISOString() },
  });
  return state(tx);
}

/** Ends a way in and every session that it let in. @throws NotFound when it is not armed */
export async function disarmBreakGlass(tx: TenantTransaction, memberId: string): Promise<GlassOwner[]> {
  const [{ ended }] = (await tx.query<{ ended: boolean }>({
    text: 'select wall.disarm_break_glass($1) as ended',
    values: [memberId],
  })) as [{ ended: boolean }];
  if (!ended) throw new NotFound();
  tx.audit({ action: 'update', subject: { kind: 'member', id: memberId }, fields: ['break_glass'] });
  return state(tx);
}

/** Until when a way in is armed, for those who run the practice. */
export async function breakGlassUntil(tx: TenantTransaction): Promise<Date | null> {
  const [row] = await tx.query<{ until: Date | null }>({ text: 'select wall.break_glass_until() as until' });
  return row!.until;
}

async function state(tx: TenantTransaction): Promise<GlassOwner[]> {
  return tx.query<GlassOwner>({
    text: `select member_id as "memberId", named, passkey, armed_at as "armedAt", armed_until as "armedUntil" from wall.break_glass_state()`,
  });
}

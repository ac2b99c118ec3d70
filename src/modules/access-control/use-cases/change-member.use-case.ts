import type { Role } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError, InvalidInput, NotFound } from '../../../common/errors.js';
import type { Access } from '../domain/switches.js';
import type { MemberState } from '../queries/member-access.query.js';

/** The membership is not in the state that this starts from. */
export class WrongMemberState extends DomainError {
  readonly code = 'access.wrong_state';

  constructor(state: MemberState) {
    super(`This membership is ${state}, so that cannot be done.`, { state });
  }
}

/** From which states each step leads where. A suspended member keeps their access for their return; a removed one does not come back. */
const STEPS = {
  suspend: { from: ['active'], to: 'suspended' },
  reactivate: { from: ['suspended'], to: 'active' },
  remove: { from: ['invited', 'active', 'suspended'], to: 'removed' },
} as const satisfies Record<string, { from: readonly MemberState[]; to: MemberState }>;

/** What can be done to a membership. */
export type MemberStep = keyof typeof STEPS;

/**
 * Suspends, reactivates or removes a member: sessions end with the same statement, and a removed member's grants and
 * teams go with them. @throws NotFound, WrongMemberState, LastOwner, LastAdministrator, OwnersOnly, PrivateRecordsLeft
 */
export async function stepMember(tx: TenantTransaction, id: string, step: MemberStep): Promise<void> {
  const { from, to } = STEPS[step];
  const { state } = await lockMember(tx, id);
  if (!(from as readonly MemberState[]).includes(state)) throw new WrongMemberState(state);
  if (to === 'removed') {
    await tx.execute({ text: 'delete from app.team_member where member_id = $1', values: [id] });
    await tx.execute({ text: 'delete from app.access_grant where member_id = $1', values: [id] });
  }
  await tx.execute({ text: 'update app.member set state = $2 where id = $1', values: [id, to] });
  await tx.keyring();
  tx.audit({ action: step, subject: { kind: 'member', id }, fields: ['state'], detail: { before: state, after: to } });
}

/** Changes a member's standing. @throws NotFound, LastOwner, LastAdministrator, OwnersOnly */
export async function changeRole(tx: TenantTransaction, id: string, role: Role): Promise<void> {
  const before = await lockMember(tx, id);
  await tx.execute({ text: 'update app.member set role = $2 where id = $1', values: [id, role] });
  await tx.keyring();
  tx.audit({ action: 'update', subject: { kind: 'member', id }, fields: ['role'], detail: { before: before.role, after: role } });
}

/** Sets what a member holds by hand, in place of their role; what teams and the directory give stays. @throws NotFound, AboveOwnAccess */
export async function changeAccess(tx: TenantTransaction, id: string, access: Access): Promise<void> {
  const { orgId, actorId } = await tx.principal();
  const { state } = await lockMember(tx, id);
  if (state === 'removed') throw new WrongMemberState(state);
  const values = [id, access.scope, access.modules, access.creates, access.updates, access.deletes, actorId];
  const [before] = await tx.query<{ source: string; scope: string; reads: number; creates: number; updates: number; deletes: number }>({
    text: `select source, scope, reads, creates, updates, deletes from app.access_grant where member_id = $1 and source in ('manual', 'template')`,
    values: [id],
  });
  if (before) {
    await tx.execute({
      text: `update app.access_grant set source = 'manual', source_id = null, source_version = null, scope = $2, reads = $3, creates = $4, updates = $5,
                    deletes = $6, granted_by = $7, granted_at = clock_timestamp() where member_id = $1 and source in ('manual', 'template')`,
      values,
    });
  } else {
    await tx.execute({
      text: `insert into app.access_grant (member_id, scope, reads, creates, updates, deletes, granted_by, org_id, source) values ($1, $2, $3, $4, $5, $6, $7, $8, 'manual')`,
      values: [...values, orgId],
    });
  }
  await tx.keyring();
  tx.audit({
    action: 'grant',
    subject: { kind: 'member', id },
    fields: ['access'],
    detail: { before: before ? JSON.stringify(before) : null, after: JSON.stringify(access) },
  });
}

/** Puts a member into exactly these teams. @throws NotFound, InvalidInput naming unknown teams, AboveOwnAccess */
export async function changeTeams(tx: TenantTransaction, id: string, teamIds: readonly string[]): Promise<void> {
  const { orgId } = await tx.principal();
  const { state } = await lockMember(tx, id);
  if (state === 'removed') throw new WrongMemberState(state);
  await assertTeams(tx, teamIds);
  await tx.execute({ text: 'delete from app.team_member where member_id = $1 and team_id <> all ($2::uuid[])', values: [id, teamIds] });
  await tx.execute({
    text: 'insert into app.team_member (org_id, member_id, team_id) select $1, $2, t from unnest($3::uuid[]) t on conflict do nothing',
    values: [orgId, id, teamIds],
  });
  await tx.keyring();
  tx.audit({ action: 'update', subject: { kind: 'member', id }, fields: ['teams'], recordIds: teamIds });
}

/** @throws InvalidInput naming each id that is no team of the practice */
export async function assertTeams(tx: TenantTransaction, teamIds: readonly string[]): Promise<void> {
  const known = await tx.query<{ id: string }>({ text: 'select id from app.team where id = any ($1::uuid[])', values: [teamIds] });
  const unknown = teamIds.filter((teamId) => !known.some(({ id }) => id === teamId));
  if (unknown.length === 0) return;
  throw new InvalidInput(
    unknown.map((teamId) => ({ field: `teamIds.${teamIds.indexOf(teamId)}`, code: 'unknown', message: 'There is no such team.' })),
  ).about(unknown);
}

/** The member, locked for this change. @throws NotFound */
export async function lockMember(tx: TenantTransaction, id: string): Promise<{ role: Role; state: MemberState }> {
  const [member] = await tx.query<{ role: Role; state: MemberState }>({
    text: 'select role, state from app.member where id = $1 for update',
    values: [id],
  });
  if (!member) throw new NotFound();
  return member;
}

import type { Role } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { assertHolds } from '../../../common/http/access.js';
import { DomainError, InvalidInput, NotFound } from '../../../common/errors.js';
import { OwnersOnly } from '../domain/access.errors.js';
import type { Access } from '../domain/switches.js';
import type { MemberState } from '../queries/member-access.query.js';

/** The membership is not in the state that this starts from. */
export class WrongMemberState extends DomainError {
  readonly code = 'access.wrong_state';

  constructor(state: MemberState) {
    super(`This membership is ${state}, so that cannot be done.`, { state });
  }
}

/** Nobody suspends or removes themself: the one who did it would be out before it is on record. */
export class OwnMembership extends DomainError {
  readonly code = 'access.own_membership';

  constructor() {
    super('Nobody suspends or removes themself. Ask another owner or administrator.');
  }
}

/** A service account holds access and no standing: whoever lets people in is a person. */
export class ServiceStanding extends DomainError {
  readonly code = 'access.service_role';

  constructor() {
    super('A service account is neither owner nor administrator. Give it switches instead.');
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
 * teams go with them. @throws NotFound, WrongMemberState, OwnMembership, NotPermitted, LastOwner, LastAdministrator, OwnersOnly, PrivateRecordsLeft
 */
export async function stepMember(tx: TenantTransaction, id: string, step: MemberStep): Promise<void> {
  const { from, to } = STEPS[step];
  const principal = await tx.principal();
  // Taking away what a member holds is a change of access, besides the removal itself.
  assertHolds(principal, 'team_management', 'update');
  const { state } = await lockMember(tx, id);
  if (!(from as readonly MemberState[]).includes(state)) throw new WrongMemberState(state);
  if (id === principal.memberId && to !== 'active') throw new OwnMembership();
  const taken = to === 'removed' ? await takeEverything(tx, id) : {};
  await tx.execute({ text: 'update app.member set state = $2 where id = $1', values: [id, to] });
  await tx.keyring();
  tx.audit({ action: step, subject: { kind: 'member', id }, fields: ['state'], detail: { before: state, after: to, ...taken } });
}

/** Ends a member's grants and teams. Returns what they were, for the record. */
export async function takeEverything(tx: TenantTransaction, id: string): Promise<{ teams: string; access: string }> {
  const [teams, grants] = await Promise.all([
    teamsOf(tx, id),
    tx.query({ text: `${OWN_GRANTS} order by source, source_id`, values: [id] }),
  ]);
  await tx.execute({ text: 'delete from app.team_member where member_id = $1', values: [id] });
  await tx.execute({ text: 'delete from app.access_grant where member_id = $1', values: [id] });
  return { teams: JSON.stringify(teams), access: JSON.stringify(grants) };
}

const OWN_GRANTS =
  'select source, source_id as "sourceId", scope, reads, creates, updates, deletes from app.access_grant where member_id = $1';

async function teamsOf(tx: TenantTransaction, id: string): Promise<string[]> {
  const rows = await tx.query<{ team_id: string }>({
    text: 'select team_id from app.team_member where member_id = $1 order by team_id',
    values: [id],
  });
  return rows.map(({ team_id }) => team_id);
}

/** Changes a member's standing. @throws NotFound, WrongMemberState, ServiceStanding, LastOwner, LastAdministrator, OwnersOnly */
export async function changeRole(tx: TenantTransaction, id: string, role: Role): Promise<void> {
  const before = await lockMember(tx, id);
  if (before.state === 'removed') throw new WrongMemberState(before.state);
  if (before.kind === 'service' && role !== 'member') throw new ServiceStanding();
  await tx.execute({ text: 'update app.member set role = $2 where id = $1', values: [id, role] });
  await tx.keyring();
  tx.audit({ action: 'update', subject: { kind: 'member', id }, fields: ['role'], detail: { before: before.role, after: role } });
}

/** Sets what a member holds by hand, in place of their role; what teams and the directory give stays. @throws NotFound, WrongMemberState, OwnersOnly, AboveOwnAccess */
export async function changeAccess(tx: TenantTransaction, id: string, access: Access): Promise<void> {
  const { orgId, actorId, memberId, role: ownRole } = await tx.principal();
  const { state, role } = await lockMember(tx, id);
  if (state === 'removed') throw new WrongMemberState(state);
  if (role === 'owner' && memberId !== null && ownRole !== 'owner') throw new OwnersOnly();
  const values = [id, access.scope, access.modules, access.creates, access.updates, access.deletes, actorId];
  const [before] = await tx.query<{ source: string; scope: string; reads: number; creates: number; updates: number; deletes: number }>({
    text: `${OWN_GRANTS} and source in ('manual', 'template')`,
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
  const before = await teamsOf(tx, id);
  // Into the new ones first: leaving a team may end the switch that this takes.
  await tx.execute({
    text: 'insert into app.team_member (org_id, member_id, team_id) select $1, $2, t from unnest($3::uuid[]) t on conflict do nothing',
    values: [orgId, id, teamIds],
  });
  await tx.execute({ text: 'delete from app.team_member where member_id = $1 and team_id <> all ($2::uuid[])', values: [id, teamIds] });
  await tx.keyring();
  tx.audit({
    action: 'update',
    subject: { kind: 'member', id },
    fields: ['teams'],
    recordIds: teamIds,
    detail: { before: JSON.stringify(before), after: JSON.stringify([...teamIds].sort()) },
  });
}

/** @throws InvalidInput naming each id that is no team of the practice, under the name of its field */
export async function assertTeams(
  tx: TenantTransaction,
  teamIds: readonly string[],
  fieldAt = (index: number) => `teamIds.${index}`,
): Promise<void> {
  const known = await tx.query<{ id: string }>({ text: 'select id from app.team where id = any ($1::uuid[])', values: [teamIds] });
  const unknown = teamIds.filter((teamId) => !known.some(({ id }) => id === teamId));
  if (unknown.length === 0) return;
  throw new InvalidInput(
    unknown.map((teamId) => ({ field: fieldAt(teamIds.indexOf(teamId)), code: 'unknown', message: 'There is no such team.' })),
  ).about(unknown);
}

/**
 * Removed members count as nobody's, unless they stood there before.
 * @throws InvalidInput naming each id that is nobody of the practice, by its place in a field
 */
export async function assertMembers(
  tx: TenantTransaction,
  field: string,
  memberIds: readonly string[],
  before: readonly string[] = [],
): Promise<void> {
  const known = await tx.query<{ id: string }>({
    text: `select id from app.member where id = any ($1::uuid[]) and state <> 'removed'`,
    values: [memberIds],
  });
  const unknown = memberIds.filter((memberId) => !before.includes(memberId) && !known.some(({ id }) => id === memberId));
  if (unknown.length === 0) return;
  throw new InvalidInput(
    unknown.map((memberId) => ({ field: `${field}.${memberIds.indexOf(memberId)}`, code: 'unknown', message: 'There is no such member.' })),
  ).about(unknown);
}

interface LockedMember {
  role: Role;
  state: MemberState;
  kind: 'person' | 'service';
}

/** The member, locked for this change. @throws NotFound */
export async function lockMember(tx: TenantTransaction, id: string): Promise<LockedMember> {
  const [member] = await tx.query<LockedMember>({
    text: 'select role, state, kind from app.member where id = $1 for update',
    values: [id],
  });
  if (!member) throw new NotFound();
  return member;
}

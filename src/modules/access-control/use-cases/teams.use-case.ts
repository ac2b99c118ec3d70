import { sqlState } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { assertHolds } from '../../../common/http/access.js';
import { DomainError, InvalidInput, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { assertMembers, assertTeams } from './change-member.use-case.js';

const UNIQUE_VIOLATION = '23505';

/** A team, the team above it, and who is in it. */
export interface Team {
  id: string;
  name: string;
  parentId: string | null;
  /** The role that its members hold by being in it. */
  defaultTemplateId: string | null;
  memberIds: string[];
  /** Clients of the team that whoever asks may see. */
  clients: number;
}

/** What can be said of a team. */
export interface TeamFields {
  name: string;
  parentId: string | null;
  defaultTemplateId: string | null;
}

/** There is a team of this name already. */
export class TeamNameTaken extends DomainError {
  readonly code = 'access.team_name_taken';

  constructor() {
    super('There is a team of this name already.');
  }
}

/** The team still has clients or teams below it. */
export class TeamInUse extends DomainError {
  readonly code = 'access.team_in_use';

  constructor() {
    super('This team still has clients or teams below it. Move them first.');
  }
}

/** The practice's teams, by name. */
export async function listAccessTeams(tx: TenantTransaction, id: string | null = null): Promise<Team[]> {
  const { modules } = await tx.principal();
  return tx.query<Team>({
    text: `select t.id, t.name, t.parent_id as "parentId", t.default_template_id as "defaultTemplateId",
                  array(select m.member_id from app.team_member m where m.team_id = t.id) as "memberIds",
                  case when $2 then (select count(*)::int from app.client c where c.team_id = t.id and c.archived_at is null) else 0 end as clients
             from app.team t where $1::uuid is null or t.id = $1 order by t.name`,
    values: [id, (modules & 1) !== 0],
  });
}

/** One team. @throws NotFound */
export async function readTeam(tx: TenantTransaction, id: string): Promise<Team> {
  const [team] = await listAccessTeams(tx, id);
  if (!team) throw new NotFound();
  return team;
}

/** Makes a team. @throws TeamNameTaken, InvalidInput, AboveOwnAccess */
export async function createTeam(tx: TenantTransaction, fields: TeamFields): Promise<Team> {
  const { orgId } = await tx.principal();
  await assertReferences(tx, fields);
  const id = newId();
  await named(() =>
    tx.execute({
      text: 'insert into app.team (org_id, id, name, parent_id, default_template_id) values ($1, $2, $3, $4, $5)',
      values: [orgId, id, fields.name, fields.parentId, fields.defaultTemplateId],
    }),
  );
  await tx.keyring();
  tx.audit({ action: 'create', subject: { kind: 'team', id } });
  return readTeam(tx, id);
}

/** Changes a team; its members' default role follows at once. @throws NotFound, TeamNameTaken, TeamCycle, InvalidInput, AboveOwnAccess */
export async function changeTeam(tx: TenantTransaction, id: string, fields: TeamFields): Promise<Team> {
  const before = await readTeam(tx, id);
  await assertReferences(tx, fields);
  await named(() =>
    tx.execute({
      text: 'update app.team set name = $2, parent_id = $3, default_template_id = $4 where id = $1',
      values: [id, fields.name, fields.parentId, fields.defaultTemplateId],
    }),
  );
  await tx.keyring();
  tx.audit({
    action: 'update',
    subject: { kind: 'team', id },
    fields: (Object.keys(fields) as (keyof TeamFields)[]).filter((field) => fields[field] !== before[field]),
    detail: {
      parentBefore: before.parentId,
      parentAfter: fields.parentId,
      roleBefore: before.defaultTemplateId,
      roleAfter: fields.defaultTemplateId,
    },
  });
  return readTeam(tx, id);
}

/** Removes a team that has neither clients nor teams below it. @throws NotFound, TeamInUse, NotPermitted */
export async function removeTeam(tx: TenantTransaction, id: string): Promise<void> {
  assertHolds(await tx.principal(), 'team_management', 'update');
  const { memberIds } = await readTeam(tx, id);
  await tx.execute({ text: 'delete from app.team_member where team_id = $1', values: [id] });
  try {
    await tx.execute({ text: 'delete from app.team where id = $1', values: [id] });
  } catch (error) {
    throw sqlState(error) === '23503' ? new TeamInUse() : error;
  }
  await tx.keyring();
  tx.audit({ action: 'remove', subject: { kind: 'team', id }, detail: { members: JSON.stringify(memberIds) } });
}

/** Puts exactly these members into a team. @throws NotFound, InvalidInput naming unknown members, AboveOwnAccess */
export async function changeTeamMembers(tx: TenantTransaction, id: string, memberIds: readonly string[]): Promise<Team> {
  const { orgId } = await tx.principal();
  const before = await readTeam(tx, id);
  await assertMembers(tx, 'memberIds', memberIds);
  // Newcomers first: leaving the team may end the switch that this takes.
  await tx.execute({
    text: 'insert into app.team_member (org_id, team_id, member_id) select $1, $2, m from unnest($3::uuid[]) m on conflict do nothing',
    values: [orgId, id, memberIds],
  });
  await tx.execute({ text: 'delete from app.team_member where team_id = $1 and member_id <> all ($2::uuid[])', values: [id, memberIds] });
  await tx.keyring();
  tx.audit({
    action: 'update',
    subject: { kind: 'team', id },
    fields: ['members'],
    recordIds: memberIds,
    detail: { before: JSON.stringify([...before.memberIds].sort()), after: JSON.stringify([...memberIds].sort()) },
  });
  return readTeam(tx, id);
}

async function assertReferences(tx: TenantTransaction, { parentId, defaultTemplateId }: TeamFields): Promise<void> {
  if (parentId !== null) await assertTeams(tx, [parentId], () => 'parentId');
  if (defaultTemplateId === null) return;
  const found = await tx.query({ text: 'select 1 from app.role_template where id = $1', values: [defaultTemplateId] });
  if (found.length === 0) {
    throw new InvalidInput([{ field: 'defaultTemplateId', code: 'unknown', message: 'There is no such role.' }]).about([defaultTemplateId]);
  }
}

async function named<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? new TeamNameTaken() : error;
  }
}

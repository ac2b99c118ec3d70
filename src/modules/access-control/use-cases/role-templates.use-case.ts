import { sqlState } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DomainError, NotFound } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import type { Access } from '../domain/switches.js';

const UNIQUE_VIOLATION = '23505';

/** A role: named access that is applied to members. */
export interface RoleTemplate extends Access {
  id: string;
  name: string;
  version: number;
  /** Members who hold it, as their own role or through a team. */
  memberIds: string[];
  /** Teams whose members hold it by default. */
  teamIds: string[];
}

/** A role of this name is there already. */
export class RoleNameTaken extends DomainError {
  readonly code = 'access.role_name_taken';

  constructor() {
    super('There is a role of this name already.');
  }
}

/** Members or teams still hold the role. */
export class RoleInUse extends DomainError {
  readonly code = 'access.role_in_use';

  constructor(members: number, teams: number) {
    super(`This role is still held by ${members} members and is the default of ${teams} teams. Give them another one first.`, {
      members,
      teams,
    });
  }
}

/** Somebody changed the role meanwhile. */
export class RoleChangedMeanwhile extends DomainError {
  readonly code = 'access.role_changed_meanwhile';

  constructor() {
    super('Somebody changed this role meanwhile. Look at it again.');
  }
}

/** The practice's roles, by name. */
export async function listTemplates(tx: TenantTransaction, id: string | null = null): Promise<RoleTemplate[]> {
  return tx.query<RoleTemplate>({
    text: `select r.id, r.name, r.version, r.scope, r.reads as modules, r.creates, r.updates, r.deletes,
                  array(select distinct g.member_id from app.access_grant g where g.source = 'template' and g.source_id = r.id) as "memberIds",
                  array(select t.id from app.team t where t.default_template_id = r.id) as "teamIds"
             from app.role_template r where $1::uuid is null or r.id = $1 order by r.name`,
    values: [id],
  });
}

/** One role. @throws NotFound */
export async function readTemplate(tx: TenantTransaction, id: string): Promise<RoleTemplate> {
  const [template] = await listTemplates(tx, id);
  if (!template) throw new NotFound();
  return template;
}

/** Makes a role. @throws RoleNameTaken, AboveOwnAccess */
export async function createTemplate(tx: TenantTransaction, { name, ...access }: Access & { name: string }): Promise<RoleTemplate> {
  const { orgId } = await tx.principal();
  const id = newId();
  await named(() =>
    tx.execute({
      text: 'insert into app.role_template (org_id, id, name, scope, reads, creates, updates, deletes) values ($1, $2, $3, $4, $5, $6, $7, $8)',
      values: [orgId, id, name, ...columns(access)],
    }),
  );
  await tx.keyring();
  tx.audit({ action: 'create', subject: { kind: 'role', id }, detail: { after: JSON.stringify(access) } });
  return readTemplate(tx, id);
}

/**
 * Changes a role. Members of teams whose default it is follow at once; members who hold it as their own keep what they
 * have until it is applied again, so that nobody gains or loses without a preview.
 * @throws NotFound, RoleChangedMeanwhile, RoleNameTaken, AboveOwnAccess
 */
export async function changeTemplate(
  tx: TenantTransaction,
  id: string,
  { name, version, ...access }: Access & { name: string; version: number },
): Promise<RoleTemplate> {
  const before = await readTemplate(tx, id);
  if (before.version !== version) throw new RoleChangedMeanwhile();
  const changed = await named(() =>
    tx.execute({
      text: `update app.role_template set name = $3, scope = $4, reads = $5, creates = $6, updates = $7, deletes = $8, version = version + 1
              where id = $1 and version = $2`,
      values: [id, version, name, ...columns(access)],
    }),
  );
  if (changed === 0) throw new RoleChangedMeanwhile();
  await tx.keyring();
  const { scope, modules, creates, updates, deletes } = before;
  tx.audit({
    action: 'update',
    subject: { kind: 'role', id },
    detail: { before: JSON.stringify({ scope, modules, creates, updates, deletes }), after: JSON.stringify(access) },
  });
  return readTemplate(tx, id);
}

/** Removes a role that nobody holds. @throws NotFound, RoleInUse */
export async function removeTemplate(tx: TenantTransaction, id: string): Promise<void> {
  const { memberIds, teamIds, scope, modules, creates, updates, deletes } = await readTemplate(tx, id);
  if (memberIds.length + teamIds.length > 0) throw new RoleInUse(memberIds.length, teamIds.length);
  await tx.execute({ text: 'delete from app.role_template where id = $1', values: [id] });
  // Waited for whoever was giving the role meanwhile; now they are seen.
  const [held] = await tx.query<{ by: number }>({
    text: `select count(*)::int as by from app.access_grant where source = 'template' and source_id = $1`,
    values: [id],
  });
  if (held!.by > 0) throw new RoleInUse(held!.by, 0);
  await tx.keyring();
  tx.audit({
    action: 'remove',
    subject: { kind: 'role', id },
    detail: { before: JSON.stringify({ scope, modules, creates, updates, deletes }), after: null },
  });
}

function columns({ scope, modules, creates, updates, deletes }: Access): unknown[] {
  return [scope, modules, creates, updates, deletes];
}

async function named<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? new RoleNameTaken() : error;
  }
}

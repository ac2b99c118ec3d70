import { sqlState } from '../../../common/database/database.errors.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { applyPatch, readOperations } from '../domain/scim-patch.js';
import { readGroup, writeGroup, type GroupFields } from '../domain/scim-group.js';
import { noSuchResource, ScimRefused } from '../domain/scim.errors.js';
import { DirectoryRepository, type DirectoryGroup } from '../persistence/directory.repository.js';

const UNIQUE_VIOLATION = '23505';
const STILL_REFERRED_TO = '23503';

/** Groups as a directory provisions them: teams that it made. Changes of one group take turns; members move by name, never as a list that is written back. */
export class DirectoryGroups {
  /** @throws ScimRefused */
  async create(tx: TenantTransaction, body: unknown): Promise<DirectoryGroup> {
    const fields = readGroup(body);
    const directory = await DirectoryRepository.in(tx);
    await assertKnown(directory, fields.memberIds);
    const id = await named(async () => directory.addGroup(fields.displayName, fields.externalId));
    await directory.moveMembers(id, fields.memberIds, []);
    tx.audit({ action: 'create', subject: { kind: 'team', id }, fields: ['directory'], recordIds: fields.memberIds });
    return (await directory.group(id))!;
  }

  /** Puts a whole resource in place of the one there. @throws ScimRefused */
  async replace(tx: TenantTransaction, id: string, body: unknown, version: number | null): Promise<DirectoryGroup> {
    const fields = readGroup(body);
    const directory = await DirectoryRepository.in(tx);
    return change(tx, directory, await held(directory, id, version), fields);
  }

  /** Changes parts of a resource. @throws ScimRefused */
  async patch(tx: TenantTransaction, id: string, body: unknown, version: number | null): Promise<DirectoryGroup> {
    const operations = readOperations(body);
    const directory = await DirectoryRepository.in(tx);
    const before = await held(directory, id, version);
    return change(tx, directory, before, readGroup(applyPatch(writeGroup(id, before, new Map()), operations)));
  }

  /** Lets a group go. A team that clients or other teams hang on stays, as the practice's own and empty of the directory's people. @throws ScimRefused */
  async remove(tx: TenantTransaction, id: string, version: number | null): Promise<void> {
    const directory = await DirectoryRepository.in(tx);
    const before = await held(directory, id, version);
    const known = await directory.known(before.memberIds);
    await directory.moveMembers(id, [], [...known]);
    const kept = (await directory.isUsed(id)) || !(await removed(tx, directory, id));
    if (kept) await directory.releaseGroup(id);
    tx.audit({
      action: 'remove',
      subject: { kind: 'team', id },
      fields: ['directory'],
      recordIds: before.memberIds,
      detail: { teamKept: kept },
    });
  }
}

async function removed(tx: TenantTransaction, directory: DirectoryRepository, id: string): Promise<boolean> {
  await tx.execute({ text: 'savepoint team' });
  try {
    await directory.removeTeam(id);
    return true;
  } catch (error) {
    if (sqlState(error) !== STILL_REFERRED_TO) throw error;
    await tx.execute({ text: 'rollback to savepoint team' });
    return false;
  }
}

async function held(directory: DirectoryRepository, id: string, version: number | null): Promise<DirectoryGroup> {
  const group = await directory.group(id, true);
  if (!group) throw noSuchResource();
  if (version !== null && version !== group.version) throw new ScimRefused(412, 'The resource was changed meanwhile.');
  return group;
}

async function change(
  tx: TenantTransaction,
  directory: DirectoryRepository,
  before: DirectoryGroup,
  to: GroupFields,
): Promise<DirectoryGroup> {
  const { id } = before;
  const [had, wanted] = [new Set(before.memberIds), new Set(to.memberIds)];
  const added = to.memberIds.filter((member) => !had.has(member));
  await assertKnown(directory, added);
  // People whom an administrator put into the team by hand are not the directory's to take out.
  const own = await directory.known(before.memberIds);
  const gone = before.memberIds.filter((member) => !wanted.has(member) && own.has(member));
  await named(async () => directory.changeGroup(id, to.displayName, to.externalId));
  await directory.moveMembers(id, added, gone);
  tx.audit({
    action: 'update',
    subject: { kind: 'team', id },
    fields: [
      'directory',
      ...(to.displayName === before.displayName ? [] : ['name']),
      ...(added.length + gone.length > 0 ? ['members'] : []),
    ],
    recordIds: [...added, ...gone],
    detail: { added: added.join(' '), removed: gone.join(' ') },
  });
  return (await directory.group(id))!;
}

async function assertKnown(directory: DirectoryRepository, memberIds: readonly string[]): Promise<void> {
  const known = await directory.known(memberIds);
  const unknown = memberIds.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new ScimRefused(
      400,
      `${unknown.length === 1 ? 'One member is' : `${unknown.length} members are`} not a user of this directory.`,
      'invalidValue',
    );
  }
}

async function named<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    throw sqlState(error) === UNIQUE_VIOLATION ? new ScimRefused(409, 'There is a team of this name already.', 'uniqueness') : error;
  }
}

import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { IdentityFacade } from '../../identity/index.js';
import { applyPatch, readOperations } from '../domain/scim-patch.js';
import { readUser, writeUser, type UserFields } from '../domain/scim-user.js';
import { noSuchResource, ScimRefused } from '../domain/scim.errors.js';
import { DirectoryRepository, type DirectoryUser } from '../persistence/directory.repository.js';
import { heldMembership, type Membership } from '../persistence/held-membership.js';

/**
 * People as a directory provisions them. It touches whom it made or took on, never an owner, and lifts no suspension of
 * somebody else's; whoever it deactivates keeps what they held for their return.
 */
export class DirectoryUsers {
  constructor(private readonly identity: Pick<IdentityFacade, 'ensureAccount' | 'isAnothers'>) {}

  /** Makes a member, or takes on one who is there already and runs nothing. @throws ScimRefused */
  async create(tx: TenantTransaction, body: unknown): Promise<DirectoryUser> {
    const fields = readUser(body);
    const accountId = await this.identity.ensureAccount(fields.userName);
    const directory = await DirectoryRepository.in(tx);
    const there = await heldMembership(tx, accountId);
    if (there) return this.takeOn(tx, directory, there, fields);
    // What it says of somebody else's colleague makes nobody a member: they come by saying yes, or by a domain that is proved.
    if (await this.identity.isAnothers(accountId, fields.userName, (await tx.principal()).orgId)) throw anothers();
    const id = await directory.addMember(accountId, fields);
    await directory.takeOn(id, fields, !fields.active);
    await directory.giveDefaultRole(id);
    tx.audit({ action: 'create', subject: { kind: 'member', id }, fields: ['directory'], detail: { active: fields.active } });
    return (await directory.user(id))!;
  }

  /** Puts a whole resource in place of the one there. @throws ScimRefused */
  async replace(tx: TenantTransaction, id: string, body: unknown, version: number | null): Promise<DirectoryUser> {
    const directory = await DirectoryRepository.in(tx);
    const before = await held(directory, id, version);
    return change(tx, directory, before, readUser(body));
  }

  /** Changes parts of a resource. @throws ScimRefused */
  async patch(tx: TenantTransaction, id: string, body: unknown, version: number | null): Promise<DirectoryUser> {
    const operations = readOperations(body);
    const directory = await DirectoryRepository.in(tx);
    const before = await held(directory, id, version);
    return change(tx, directory, before, readUser(applyPatch(writeUser(id, before), operations)));
  }

  /** Deactivates somebody and lets them go: their records and what they held stay. @throws ScimRefused */
  async remove(tx: TenantTransaction, id: string, version: number | null): Promise<void> {
    const directory = await DirectoryRepository.in(tx);
    const before = await held(directory, id, version);
    if (before.state === 'active') await directory.setState(id, 'suspended');
    await directory.forgetUser(id, before.ended || before.state === 'active');
    tx.audit({ action: 'suspend', subject: { kind: 'member', id }, fields: ['directory'], detail: { deleted: true } });
  }

  private async takeOn(
    tx: TenantTransaction,
    directory: DirectoryRepository,
    there: Membership,
    fields: UserFields,
  ): Promise<DirectoryUser> {
    if (there.known && !there.deleted) throw new ScimRefused(409, 'There is a user with this userName already.', 'uniqueness');
    if (there.role === 'owner')
      throw new ScimRefused(409, 'This person owns the practice: a directory does not manage owners.', 'uniqueness');
    if (there.state === 'removed') {
      throw new ScimRefused(409, 'An administrator removed this person from the practice. They come back by invitation.', 'uniqueness');
    }
    if (there.state === 'invited') {
      throw new ScimRefused(409, 'This person has an invitation that they have not accepted yet.', 'uniqueness');
    }
    // Whoever it deleted comes back; a suspension of somebody else's stays, and stays theirs.
    const byDirectory = there.ended || there.state === 'active';
    await directory.takeOn(there.id, fields, !fields.active && byDirectory);
    if (fields.active && there.ended && there.state === 'suspended') await directory.setState(there.id, 'active');
    if (!fields.active && there.state === 'active') await directory.setState(there.id, 'suspended');
    tx.audit({ action: 'update', subject: { kind: 'member', id: there.id }, fields: ['directory'], detail: { active: fields.active } });
    return (await directory.user(there.id))!;
  }
}

function anothers(): ScimRefused {
  return new ScimRefused(
    409,
    'This address belongs to another practice as well. Prove its domain first, or have an administrator invite the person.',
    'uniqueness',
  );
}

async function held(directory: DirectoryRepository, id: string, version: number | null): Promise<DirectoryUser> {
  const user = await directory.user(id, true);
  if (!user) throw noSuchResource();
  if (version !== null && version !== user.version) throw new ScimRefused(412, 'The resource was changed meanwhile.');
  return user;
}

async function change(
  tx: TenantTransaction,
  directory: DirectoryRepository,
  before: DirectoryUser,
  to: UserFields,
): Promise<DirectoryUser> {
  const { id } = before;
  if (to.userName !== before.userName) {
    throw new ScimRefused(
      400,
      'userName is the address that the person signs in with and does not change: provision the new one.',
      'mutability',
    );
  }
  const ended = !to.active && (before.ended || before.state === 'active');
  await directory.changeUser(id, to, ended);
  if (!to.active && before.state === 'active') await directory.setState(id, 'suspended');
  // Only its own suspension is the directory's to lift.
  if (to.active && before.state === 'suspended' && before.ended) await directory.setState(id, 'active');
  const after = (await directory.user(id))!;
  const action = after.active === before.active ? 'update' : after.active ? 'reactivate' : 'suspend';
  tx.audit({ action, subject: { kind: 'member', id }, fields: ['directory'], detail: { active: after.active } });
  return after;
}

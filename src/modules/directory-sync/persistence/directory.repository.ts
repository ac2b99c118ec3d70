import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';
import { PROFILE_AT, type MemberProfile } from '../../access-control/index.js';
import type { UserFields } from '../domain/scim-user.js';
import type { DirectoryGroupSealed, DirectoryUserSealed } from './directory.sealed.js';

/** Where what a directory says is sealed (AAD table and column). */
const USER_AT = { table: 'app.directory_user', column: 'sealed' } as const;
const GROUP_AT = { table: 'app.directory_group', column: 'sealed' } as const;
const EXTERNAL_INDEX = 'directory-external';

interface Kept {
  id: string;
  createdAt: Date;
  changedAt: Date;
  version: number;
}

/** A person of the directory's, opened. */
export interface DirectoryUser extends Kept, UserFields {
  /** Suspended by the directory, and its to reactivate. */
  ended: boolean;
  state: 'invited' | 'active' | 'suspended' | 'removed';
}

/** A group of the directory's, opened. */
export interface DirectoryGroup extends Kept {
  displayName: string;
  externalId: string | null;
  memberIds: string[];
}

interface UserRow {
  id: string;
  state: DirectoryUser['state'];
  ended: boolean;
  sealed: Buffer;
  created_at: Date;
  changed_at: Date;
  version: number;
}

interface GroupRow {
  id: string;
  name: string;
  sealed: Buffer;
  member_ids: string[];
  created_at: Date;
  changed_at: Date;
  version: number;
}

/** What a directory provisioned, inside one transaction behind the wall. What it calls people is sealed; ids of its own are found by blind index. */
export class DirectoryRepository {
  private constructor(
    private readonly tx: TenantTransaction,
    private readonly keyring: OrgKeyring,
    private readonly orgId: string,
  ) {}

  static async in(tx: TenantTransaction): Promise<DirectoryRepository> {
    const [keyring, { orgId }] = await Promise.all([tx.keyring(), tx.principal()]);
    return new DirectoryRepository(tx, keyring, orgId);
  }

  /** Every person of the directory's, by id; those it deleted are gone for it. */
  async users(): Promise<DirectoryUser[]> {
    const rows = await this.tx.query<UserRow>({
      name: 'directory-users',
      text: `select u.member_id as id, m.state, u.ended, u.sealed, u.created_at, u.changed_at, u.version
               from app.directory_user u join app.member m on m.org_id = u.org_id and m.id = u.member_id
              where u.deleted_at is null and m.state <> 'removed' order by u.member_id`,
    });
    return rows.map((row) => this.openUser(row));
  }

  /** One person of the directory's. @param lock holds them for a change: the membership first, as whoever changes members does */
  async user(id: string, lock = false): Promise<DirectoryUser | undefined> {
    if (lock) await this.tx.query({ text: 'select 1 from app.member where id = $1 for update', values: [id] });
    if (lock) await this.tx.query({ text: 'select 1 from app.directory_user where member_id = $1 for update', values: [id] });
    const [row] = await this.tx.query<UserRow>({
      text: `select u.member_id as id, m.state, u.ended, u.sealed, u.created_at, u.changed_at, u.version
               from app.directory_user u join app.member m on m.org_id = u.org_id and m.id = u.member_id
              where u.member_id = $1 and u.deleted_at is null and m.state <> 'removed'`,
      values: [id],
    });
    return row && this.openUser(row);
  }

  /** Ids of people with this id of the directory's own. */
  async usersByExternalId(externalId: string): Promise<string[]> {
    const rows = await this.tx.query<{ id: string }>({
      text: 'select member_id as id from app.directory_user where external_index = $1 and deleted_at is null',
      values: [this.externalIndex(externalId)],
    });
    return rows.map(({ id }) => id);
  }

  /** Makes a member of the directory's. */
  async addMember(accountId: string, fields: UserFields): Promise<string> {
    const id = newId();
    const profile: MemberProfile = { displayName: fields.displayName, title: fields.title, email: fields.userName };
    await this.tx.execute({
      text: `insert into app.member (org_id, id, account_id, role, state, kind, profile) values ($1, $2, $3, 'member', $4, 'person', $5)`,
      values: [
        this.orgId,
        id,
        accountId,
        fields.active ? 'active' : 'suspended',
        this.keyring.sealJson({ ...PROFILE_AT, rowId: id }, profile),
      ],
    });
    return id;
  }

  /** Takes a member on as the directory's, or back after it deleted them. @param ended whether it is the directory that keeps them out */
  async takeOn(id: string, fields: UserFields, ended: boolean): Promise<void> {
    const values = [this.orgId, id, this.indexOf(fields.externalId), this.sealUser(id, fields), ended];
    await this.tx.execute({
      text: `insert into app.directory_user (org_id, member_id, external_index, sealed, ended) values ($1, $2, $3, $4, $5)
             on conflict (org_id, member_id) do update set external_index = excluded.external_index, sealed = excluded.sealed, ended = excluded.ended,
               deleted_at = null, changed_at = clock_timestamp(), version = directory_user.version + 1`,
      values,
    });
  }

  /** Stores what the directory says of somebody now. */
  async changeUser(id: string, fields: UserFields, ended: boolean): Promise<void> {
    await this.tx.execute({
      text: `update app.directory_user set external_index = $2, sealed = $3, ended = $4, changed_at = clock_timestamp(), version = version + 1 where member_id = $1`,
      values: [id, this.indexOf(fields.externalId), this.sealUser(id, fields), ended],
    });
    const profile: MemberProfile = { displayName: fields.displayName, title: fields.title, email: fields.userName };
    await this.tx.execute({
      text: 'update app.member set profile = $2 where id = $1',
      values: [id, this.keyring.sealJson({ ...PROFILE_AT, rowId: id }, profile)],
    });
  }

  /** Sets whether a member may come in. */
  async setState(id: string, state: 'active' | 'suspended'): Promise<void> {
    await this.tx.execute({ text: 'update app.member set state = $2 where id = $1', values: [id, state] });
  }

  /** The directory has deleted somebody: for it they are gone, their records are not. */
  async forgetUser(id: string, ended: boolean): Promise<void> {
    await this.tx.execute({
      text: `update app.directory_user set deleted_at = clock_timestamp(), ended = $2, changed_at = clock_timestamp(), version = version + 1 where member_id = $1`,
      values: [id, ended],
    });
  }

  /** Gives somebody the role that the directory gives; nothing when none is chosen. */
  async giveDefaultRole(id: string): Promise<void> {
    await this.tx.execute({
      text: `insert into app.access_grant (org_id, member_id, source, scope, reads, creates, updates, deletes)
             select d.org_id, $1, 'directory', t.scope, t.reads, t.creates, t.updates, t.deletes
               from app.directory d join app.role_template t on t.org_id = d.org_id and t.id = d.default_template_id on conflict do nothing`,
      values: [id],
    });
  }

  /** Every group of the directory's, by id. @param withMembers whether their members are read */
  async groups(withMembers: boolean): Promise<DirectoryGroup[]> {
    const rows = await this.tx.query<GroupRow>({
      name: 'directory-groups',
      text: `select t.id, t.name, g.sealed, g.created_at, g.changed_at, g.version,
                    case when $1 then array(select m.member_id from app.team_member m where m.team_id = t.id order by m.member_id) else '{}' end as member_ids
               from app.directory_group g join app.team t on t.org_id = g.org_id and t.id = g.team_id order by t.id`,
      values: [withMembers],
    });
    return rows.map((row) => this.openGroup(row));
  }

  /** One group, held for a change when asked: two changes of one group take turns, so that neither loses the other's. */
  async group(id: string, lock = false): Promise<DirectoryGroup | undefined> {
    if (lock) await this.tx.query({ text: 'select 1 from app.directory_group where team_id = $1 for update', values: [id] });
    const [row] = await this.tx.query<GroupRow>({
      text: `select t.id, t.name, g.sealed, g.created_at, g.changed_at, g.version,
                    array(select m.member_id from app.team_member m where m.team_id = t.id order by m.member_id) as member_ids
               from app.directory_group g join app.team t on t.org_id = g.org_id and t.id = g.team_id where t.id = $1`,
      values: [id],
    });
    return row && this.openGroup(row);
  }

  async addGroup(displayName: string, externalId: string | null): Promise<string> {
    const id = newId();
    await this.tx.execute({ text: 'insert into app.team (org_id, id, name) values ($1, $2, $3)', values: [this.orgId, id, displayName] });
    await this.tx.execute({
      text: 'insert into app.directory_group (org_id, team_id, external_index, sealed) values ($1, $2, $3, $4)',
      values: [this.orgId, id, this.indexOf(externalId), this.keyring.sealJson({ ...GROUP_AT, rowId: id }, { externalId })],
    });
    return id;
  }

  async changeGroup(id: string, displayName: string, externalId: string | null): Promise<void> {
    await this.tx.execute({ text: 'update app.team set name = $2 where id = $1 and name <> $2', values: [id, displayName] });
    await this.tx.execute({
      text: 'update app.directory_group set external_index = $2, sealed = $3, changed_at = clock_timestamp(), version = version + 1 where team_id = $1',
      values: [id, this.indexOf(externalId), this.keyring.sealJson({ ...GROUP_AT, rowId: id }, { externalId })],
    });
  }

  /** Adds people to a group and takes people out, each by name: whoever is not named stays. */
  async moveMembers(id: string, add: readonly string[], remove: readonly string[]): Promise<void> {
    if (add.length > 0) {
      await this.tx.execute({
        text: 'insert into app.team_member (org_id, team_id, member_id) select $1, $2, m from unnest($3::uuid[]) m on conflict do nothing',
        values: [this.orgId, id, add],
      });
    }
    if (remove.length > 0) {
      await this.tx.execute({
        text: 'delete from app.team_member where team_id = $1 and member_id = any ($2::uuid[])',
        values: [id, remove],
      });
    }
  }

  /** Whether clients or teams still hang on a group: then the team stays, as the practice's own. */
  async isUsed(id: string): Promise<boolean> {
    const rows = await this.tx.query({ text: 'select 1 from app.team where parent_id = $1 limit 1', values: [id] });
    return rows.length > 0;
  }

  /** The directory lets go of a group; the team stays. */
  async releaseGroup(id: string): Promise<void> {
    await this.tx.execute({ text: 'delete from app.directory_group where team_id = $1', values: [id] });
  }

  async removeTeam(id: string): Promise<void> {
    await this.tx.execute({ text: 'delete from app.team where id = $1', values: [id] });
  }

  /** Which of these are people of the directory's. */
  async known(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.tx.query<{ id: string }>({
      text: 'select member_id as id from app.directory_user where member_id = any ($1::uuid[]) and deleted_at is null',
      values: [ids],
    });
    return new Set(rows.map(({ id }) => id));
  }

  /** Names of people, for members of groups. */
  async names(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.tx.query<{ id: string; profile: Buffer }>({
      text: 'select id, profile from app.member where id = any ($1::uuid[])',
      values: [ids],
    });
    return new Map(
      rows.map(({ id, profile }) => [id, this.keyring.openJson<MemberProfile>({ ...PROFILE_AT, rowId: id }, profile).displayName]),
    );
  }

  private openUser({ id, state, ended, sealed, created_at: createdAt, changed_at: changedAt, version }: UserRow): DirectoryUser {
    const fields = this.keyring.openJson<DirectoryUserSealed>({ ...USER_AT, rowId: id }, sealed);
    return { id, state, ended, createdAt, changedAt, version, ...fields, active: state === 'active' };
  }

  private openGroup({
    id,
    name,
    sealed,
    member_ids: memberIds,
    created_at: createdAt,
    changed_at: changedAt,
    version,
  }: GroupRow): DirectoryGroup {
    const { externalId } = this.keyring.openJson<DirectoryGroupSealed>({ ...GROUP_AT, rowId: id }, sealed);
    return { id, displayName: name, externalId, memberIds, createdAt, changedAt, version };
  }

  private sealUser(id: string, { active: _active, ...fields }: UserFields): Buffer {
    return this.keyring.sealJson({ ...USER_AT, rowId: id }, fields satisfies DirectoryUserSealed);
  }

  private indexOf(externalId: string | null): Buffer | null {
    return externalId === null ? null : this.externalIndex(externalId);
  }

  private externalIndex(externalId: string): Buffer {
    return this.keyring.blindIndex(EXTERNAL_INDEX, externalId);
  }
}

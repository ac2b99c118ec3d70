import { GrantToken } from '../../src/common/database/grant-token.js';
import { ALL_MODULES } from '../../src/common/database/principal.js';
import type { TenantTransaction } from '../../src/common/database/tenant-transaction.js';
import { newId } from '../../src/common/ids.js';
import { NO_DETAILS } from '../../src/modules/clients/domain/client-details.js';
import { insertClients } from '../../src/modules/clients/persistence/client-writer.js';
import { lockClients, storeClient } from '../../src/modules/clients/persistence/client.repository.js';
import type { Ground } from './ground.js';
import { activeOf, makesCircle, type Access, type Step, type World } from './world.js';

const DAY = '1 day';

/** A world made real on a database: rows, live sessions, and the ids behind the model's names. */
export class RealPractice {
  readonly ids = new Map<string, string>();
  private readonly tokens = new Map<string, GrantToken>();

  private constructor(
    readonly ground: Ground,
    readonly orgId: string,
  ) {}

  /** Founds the practice with everything in the world. */
  static async make(ground: Ground, world: World): Promise<RealPractice> {
    const unique = newId();
    const founded = await ground.found({
      name: 'Differential',
      slug: `d-${unique}`,
      vertical: 'migration',
      locality: '',
      timeZone: 'Australia/Sydney',
      words: { matter: 'case', matters: 'cases' },
      teams: world.teams.map(({ id }) => ({ name: id })),
      members: world.members.map(({ id, role, base }) => ({
        email: `${id}.${unique}@practice.example`,
        displayName: id,
        title: '',
        role,
        scope: base?.scope ?? 'assigned',
        switches: base
          ? { modules: base.read, creates: base.create, updates: base.update, deletes: base.delete }
          : { modules: 0, creates: 0, updates: 0, deletes: 0 },
        teams: [],
      })),
    });
    const practice = new RealPractice(ground, founded.orgId);
    world.teams.forEach(({ id }, index) => practice.ids.set(id, founded.teamIds[index]!));
    world.members.forEach(({ id }, index) => practice.ids.set(id, founded.memberIds[index]!));
    for (const { id } of [...world.roles, ...world.clients]) practice.ids.set(id, newId());
    await practice.asOrganisation((tx) => practice.fill(tx, world));
    for (const { id } of world.members) await practice.signIn(id);
    return practice;
  }

  /** The real id of a name. */
  id(name: string): string {
    return this.ids.get(name)!;
  }

  /** A member's live session, the same one as long as it lives. */
  token(member: string): GrantToken {
    return this.tokens.get(member)!;
  }

  /** Makes one change as the product's own statements would. */
  async take(world: World, step: Step): Promise<void> {
    if (step.do === 'parent' && makesCircle(world, step.team, step.parent)) return;
    await this.asOrganisation((tx) => this.change(tx, world, step));
    // Suspension ended the session; whoever comes back signs in again.
    const ended = step.do === 'state' && world.members.find(({ id }) => id === step.member)?.state === 'suspended';
    if (ended && step.state === 'active') await this.signIn(step.member);
  }

  private async fill(tx: TenantTransaction, world: World): Promise<void> {
    const keyring = await tx.keyring();
    for (const { id, access } of world.roles) {
      await tx.execute({
        text: 'insert into app.role_template (org_id, id, name, scope, reads, creates, updates, deletes) values ($1, $2, $3, $4, $5, $6, $7, $8)',
        values: [this.orgId, this.id(id), id, ...columns(access)],
      });
    }
    for (const { id, base } of world.members.filter((member) => member.base === null)) {
      if (base === null) await tx.execute({ text: 'delete from app.access_grant where member_id = $1', values: [this.id(id)] });
    }
    for (const { id, parent, role } of world.teams) {
      await tx.execute({
        text: 'update app.team set parent_id = $2, default_template_id = $3 where id = $1',
        values: [this.id(id), parent && this.id(parent), role && this.id(role)],
      });
    }
    for (const { id, teams } of world.members) for (const team of teams) await this.join(tx, id, team);
    const at = new Date();
    await insertClients(
      tx,
      keyring,
      world.clients.map(({ id, team, practitioner, archived }) => ({
        id: this.id(id),
        fileNumber: id,
        status: archived ? ('archived' as const) : ('current' as const),
        teamId: team && this.id(team),
        practitionerId: practitioner && this.id(practitioner),
        lastActivityAt: at,
        createdAt: at,
        archivedAt: archived ? at : null,
        card: {
          kind: 'person' as const,
          legalName: { family: id, given: 'Client', familyFirst: false },
          preferredName: null,
          formerNames: [],
          dateOfBirth: null,
        },
        details: NO_DETAILS,
        identifiers: [
          { id: newId(), kind: 'other' as const, value: `X-${id}`, country: null, issuedBy: null, expiresOn: null, note: null },
        ],
        relationships: [],
        consents: [],
      })),
    );
    for (const { id, blocked, named } of world.clients) {
      for (const member of blocked) await this.restrict(tx, 'block_member', [this.id(id), this.id(member)]);
      if (named) await this.restrict(tx, 'make_private', [this.id(id), named.map((name) => this.id(name))]);
    }
    tx.audit({ action: 'create', subject: { kind: 'organisation', id: this.orgId } });
  }

  private async change(tx: TenantTransaction, world: World, step: Step): Promise<void> {
    switch (step.do) {
      case 'grant':
        return this.setBase(tx, step.member, step.access);
      case 'apply': {
        const role = world.roles.find(({ id }) => id === step.role);
        return role && this.setBase(tx, step.member, role.access, role.id);
      }
      case 'take':
        await tx.execute({
          text: `delete from app.access_grant where member_id = $1 and source <> 'team'`,
          values: [this.id(step.member)],
        });
        return;
      case 'edit-role':
        await tx.execute({
          text: 'update app.role_template set scope = $2, reads = $3, creates = $4, updates = $5, deletes = $6, version = version + 1 where id = $1',
          values: [this.id(step.role), ...columns(step.access)],
        });
        return;
      case 'team-role':
        await tx.execute({
          text: 'update app.team set default_template_id = $2 where id = $1',
          values: [this.id(step.team), step.role && this.id(step.role)],
        });
        return;
      case 'join':
        return this.join(tx, step.member, step.team);
      case 'leave':
        await tx.execute({
          text: 'delete from app.team_member where member_id = $1 and team_id = $2',
          values: [this.id(step.member), this.id(step.team)],
        });
        return;
      case 'parent':
        await tx.execute({
          text: 'update app.team set parent_id = $2 where id = $1',
          values: [this.id(step.team), step.parent && this.id(step.parent)],
        });
        return;
      case 'state':
        await tx.execute({ text: 'update app.member set state = $2 where id = $1', values: [this.id(step.member), step.state] });
        return;
      case 'block':
        return this.restrict(tx, step.on ? 'block_member' : 'unblock_member', [this.id(step.client), this.id(step.member)]);
      case 'private':
        if (step.named === null) return this.restrict(tx, 'make_open', [this.id(step.client)]);
        return this.makePrivate(tx, step.client, activeOf(world, step.named));
      case 'move':
      case 'archive':
        return this.changeClient(tx, step);
    }
  }

  private async changeClient(tx: TenantTransaction, step: Extract<Step, { client: string }>): Promise<void> {
    const keyring = await tx.keyring();
    const before = (await lockClients(tx, keyring, [this.id(step.client)])).get(this.id(step.client))!;
    const at = new Date();
    tx.audit({ action: 'update', subject: { kind: 'client', id: before.id } });
    if (step.do === 'move') {
      const placed = { teamId: step.team && this.id(step.team), practitionerId: step.practitioner && this.id(step.practitioner) };
      await storeClient(tx, keyring, before, { ...before, ...placed, lastActivityAt: at });
    } else if (step.do === 'archive' && step.archived !== (before.archivedAt !== null)) {
      const status = step.archived ? ('archived' as const) : ('current' as const);
      await storeClient(tx, keyring, before, { ...before, status, archivedAt: step.archived ? at : null, lastActivityAt: at });
    }
  }

  private async makePrivate(tx: TenantTransaction, client: string, named: readonly string[]): Promise<void> {
    if (named.length > 0) await this.restrict(tx, 'make_private', [this.id(client), named.map((name) => this.id(name))]);
  }

  private async setBase(tx: TenantTransaction, member: string, access: Access, role?: string): Promise<void> {
    await tx.execute({ text: `delete from app.access_grant where member_id = $1 and source <> 'team'`, values: [this.id(member)] });
    await tx.execute({
      text: `insert into app.access_grant (org_id, member_id, source, source_id, scope, reads, creates, updates, deletes) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      values: [this.orgId, this.id(member), role ? 'template' : 'manual', role ? this.id(role) : null, ...columns(access)],
    });
  }

  private async join(tx: TenantTransaction, member: string, team: string): Promise<void> {
    await tx.execute({
      text: 'insert into app.team_member (org_id, team_id, member_id) values ($1, $2, $3) on conflict do nothing',
      values: [this.orgId, this.id(team), this.id(member)],
    });
  }

  private async restrict(tx: TenantTransaction, call: string, values: unknown[]): Promise<void> {
    await tx.query({ text: `select wall.${call}(${values.map((_value, index) => `$${index + 1}`).join(', ')})`, values });
  }

  private async asOrganisation(work: (tx: TenantTransaction) => Promise<void>): Promise<void> {
    const { grants, tenants } = this.ground;
    await grants.with({ orgId: this.orgId, memberId: null, modules: ALL_MODULES }, (token) => tenants.run(token, work));
  }

  private async signIn(member: string): Promise<void> {
    const token = GrantToken.mint();
    await this.ground.identity.execute({
      text: `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, assurance, idle_until, expires_at)
             select $1, $2, 'session', org_id, member_id, account_id, 1023, 3, clock_timestamp() + $4::interval, clock_timestamp() + $4::interval
               from wall.member_access where member_id = $3`,
      values: [token.storedHash, newId(), this.id(member), DAY],
    });
    this.tokens.set(member, token);
  }
}

function columns({ scope, read, create, update, delete: remove }: Access): unknown[] {
  return [scope, read, create, update, remove];
}

import { systemClock } from '../common/clock/clock.js';
import type { DatabaseUrls, Settings } from '../common/config/settings.js';
import { organisationKeysFor } from '../common/crypto/organisation-keys.factory.js';
import { tenantDataSource } from '../common/database/data-source.js';
import { PlainDatabase, withDatabase } from '../common/database/plain-database.js';
import { MODULES } from '../common/database/principal.js';
import { TenantDatabase } from '../common/database/tenant-database.js';
import { newId } from '../common/ids.js';
import { JobGrants } from '../common/jobs/job-grants.js';
import { SealedAuditWriter } from '../modules/audit/index.js';
import { CompactSearch, insertClients, type NewClient } from '../modules/clients/index.js';
import { ensureAccountIn } from '../modules/identity/index.js';
import { FoundPractice, type FoundedPractice } from '../modules/organisations/index.js';
import { demoClients } from './demo-clients.js';
import { holdRoles } from './demo-roles.js';
import type { DemoClient, DemoPractice, DemoSize } from './practice-types.js';
import { demoPractices } from './practices.js';

/** Who may sign in to the demo practices. */
export interface DemoSignIn {
  practice: string;
  address: string;
  who: string;
}

const BATCH = 500;
/** Search segments are built for practices larger than this, and on the way in large ones. */
const BUILD_SEARCH_FROM = 2_000;
const BUILD_SEARCH_EVERY = 50_000;
/** Up to this many clients each gets an entry of its own; beyond, one entry a batch names them all. */
const OWN_ENTRIES_UP_TO = 2_000;

/**
 * Creates the demo practices of a size where they are missing, and goes on where an interrupted run stopped. Nothing
 * happens in a deployment that holds a practice of its own, unless `always`.
 */
export async function ensureDemo(
  settings: Settings,
  urls: DatabaseUrls,
  options: { size: DemoSize; say: (line: string) => void; always?: boolean },
): Promise<{ signIn: DemoSignIn[] }> {
  const practices = demoPractices(options.size);
  const names = await withDatabase(urls.owner, async (owner) =>
    owner.query<{ slug: string; org_id: string }>({ text: 'select slug, org_id from wall.practice_name' }),
  );
  const known = new Map(names.map(({ slug, org_id }) => [slug, org_id]));
  const foreign = [...known.keys()].some((slug) => !practices.some((practice) => practice.slug === slug) && slug !== 'redgum');
  if (foreign && options.always !== true) return { signIn: [] };
  const seeder = await DemoSeeder.open(settings, urls);
  try {
    for (const practice of practices) await seeder.ensure(practice, options.size, known.get(practice.slug), options.say);
  } finally {
    await seeder.close();
  }
  return { signIn: practices.map((practice) => signInOf(practice)) };
}

function signInOf(practice: DemoPractice): DemoSignIn {
  const owner = practice.members.find((member) => member.role === 'owner') ?? practice.members[0]!;
  return { practice: practice.name, address: owner.email, who: owner.displayName };
}

/** Founds demo practices and stores their clients, through the same wall as everything else. */
class DemoSeeder {
  private constructor(
    private readonly parts: {
      owner: PlainDatabase;
      identity: PlainDatabase;
      jobs: PlainDatabase;
      tenants: TenantDatabase;
      source: ReturnType<typeof tenantDataSource>;
      keys: Awaited<ReturnType<typeof organisationKeysFor>>;
    },
  ) {}

  static async open(settings: Settings, urls: DatabaseUrls): Promise<DemoSeeder> {
    const keys = await organisationKeysFor(settings, systemClock);
    const source = await tenantDataSource(urls.tenant, 2).initialize();
    return new DemoSeeder({
      owner: new PlainDatabase(urls.owner, 1),
      identity: new PlainDatabase(urls.identity, 1),
      jobs: new PlainDatabase(urls.jobs, 1),
      tenants: new TenantDatabase(source, keys, new SealedAuditWriter(systemClock)),
      source,
      keys,
    });
  }

  async ensure(practice: DemoPractice, size: DemoSize, orgId: string | undefined, say: (line: string) => void): Promise<void> {
    const founded = orgId === undefined ? await this.found(practice) : await this.find(orgId, practice);
    await this.clients(practice, size, founded, say);
  }

  async close(): Promise<void> {
    const { owner, identity, jobs, source, keys } = this.parts;
    await Promise.all([owner.end(), identity.end(), jobs.end(), source.destroy()]);
    keys.forgetAll();
  }

  private async found(practice: DemoPractice): Promise<FoundedPractice> {
    const { owner, identity, keys } = this.parts;
    const useCase = new FoundPractice(owner, keys, async (address) => ensureAccountIn(identity, keys, address));
    const founded = await useCase.execute({
      ...practice,
      factors: 'optional',
      teams: practice.teams.map(({ name }) => ({ name })),
      firstFileNumber: 3_000 + practice.clients.large,
      members: practice.members.map((member) => ({
        email: member.email,
        displayName: member.displayName,
        title: member.title,
        role: member.role,
        scope: member.scope,
        modules: member.modules.reduce((bits, name) => bits | MODULES[name], 0),
        teams: member.team === null ? [] : [member.team],
      })),
    });
    const reach = { orgId: founded.orgId, memberId: null, modules: MODULES.team_management };
    await new JobGrants(this.parts.jobs).with(reach, async (token) =>
      this.parts.tenants.run(token, async (tx) => holdRoles(tx, practice, founded)),
    );
    return founded;
  }

  /** Ids of a practice founded earlier, in the order of the demo: ids are made in that order (UUID version 7). */
  private async find(orgId: string, practice: DemoPractice): Promise<FoundedPractice> {
    return new JobGrants(this.parts.jobs).with({ orgId, memberId: null, modules: MODULES.clients }, async (token) =>
      this.parts.tenants.run(token, async (tx) => {
        const teams = await tx.query<{ id: string }>({ text: 'select id from app.team order by id' });
        const members = await tx.query<{ id: string }>({
          text: 'select id from app.member order by id limit $1',
          values: [practice.members.length],
        });
        return { orgId, teamIds: teams.map(({ id }) => id), memberIds: members.map(({ id }) => id) };
      }),
    );
  }

  private async clients(practice: DemoPractice, size: DemoSize, founded: FoundedPractice, say: (line: string) => void): Promise<void> {
    const total = practice.clients[size];
    const started = performance.now();
    const there = await this.stored(founded.orgId);
    if (there.length >= total) return;
    const ids: string[] = there;
    let batch: NewClient[] = [];
    let index = 0;
    const today = systemClock.now().toISOString().slice(0, 10);
    const flush = async () => {
      await this.store(founded.orgId, batch, total <= OWN_ENTRIES_UP_TO);
      batch = [];
      if (index % BUILD_SEARCH_EVERY === 0) await this.buildSearch(founded.orgId);
      if (total > 5_000 && (index % 5_000 === 0 || index === total))
        say(`    ${practice.name}: ${index.toLocaleString('en-AU')} of ${total.toLocaleString('en-AU')} clients`);
    };
    for (const client of demoClients(practice, size, today)) {
      if (index++ < there.length) continue;
      const id = newId();
      ids.push(id);
      batch.push(toNewClient(client, id, ids, founded));
      if (batch.length === BATCH) await flush();
    }
    if (batch.length > 0) await flush();
    if (total > BUILD_SEARCH_FROM) await this.buildSearch(founded.orgId);
    say(
      `  ${`Created ${practice.name}`.padEnd(36)}${((performance.now() - started) / 1000).toFixed(1)} s   ${total.toLocaleString('en-AU')} clients, sealed`,
    );
  }

  private async buildSearch(orgId: string): Promise<void> {
    await new CompactSearch(this.parts.tenants, new JobGrants(this.parts.jobs)).execute(orgId, { force: true });
  }

  /** Ids stored so far, in order: batches are all or nothing. */
  private async stored(orgId: string): Promise<string[]> {
    return new JobGrants(this.parts.jobs).with({ orgId, memberId: null, modules: MODULES.clients }, async (token) =>
      this.parts.tenants.run(token, async (tx) =>
        (await tx.query<{ id: string }>({ text: 'select id from app.client order by id' })).map(({ id }) => id),
      ),
    );
  }

  private async store(orgId: string, clients: NewClient[], ownEntries: boolean): Promise<void> {
    await new JobGrants(this.parts.jobs).with({ orgId, memberId: null, modules: MODULES.clients }, async (token) =>
      this.parts.tenants.run(token, async (tx) => {
        await insertClients(tx, await tx.keyring(), clients);
        if (ownEntries)
          for (const { id } of clients) tx.audit({ action: 'create', subject: { kind: 'client', id }, detail: { source: 'demo' } });
        else tx.audit({ action: 'create', subject: { kind: 'demo', id: null }, recordIds: clients.map(({ id }) => id) });
      }),
    );
  }
}

function toNewClient(client: DemoClient, id: string, ids: readonly string[], founded: FoundedPractice): NewClient {
  const lastActivityAt = new Date(client.lastActivityAt);
  return {
    id,
    fileNumber: client.fileNumber,
    status: client.status,
    teamId: founded.teamIds[client.teamIndex] ?? null,
    practitionerId: client.practitionerIndex === null ? null : (founded.memberIds[client.practitionerIndex] ?? null),
    lastActivityAt,
    createdAt: lastActivityAt,
    archivedAt: client.status === 'archived' ? lastActivityAt : null,
    card: client.card,
    details: client.details,
    identifiers: client.identifiers.map((values) => ({ id: newId(), ...values })),
    relationships: client.relationships.map(({ otherIndex, ...values }) => ({
      id: newId(),
      ...values,
      otherClientId: otherIndex === null ? null : (ids[otherIndex] ?? null),
    })),
    consents: client.consents.map((values) => ({ id: newId(), ...values })),
  };
}

import { afterAll } from '@jest/globals';
import { systemClock, type Clock } from '../../src/common/clock/clock.js';
import { loadSettings } from '../../src/common/config/load-settings.js';
import type { DatabaseUrls, Settings } from '../../src/common/config/settings.js';
import { organisationKeysFor } from '../../src/common/crypto/organisation-keys.factory.js';
import type { OrganisationKeys } from '../../src/common/crypto/organisation-keys.js';
import { tenantDataSource } from '../../src/common/database/data-source.js';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { PlainDatabase } from '../../src/common/database/plain-database.js';
import { ALL_MODULES, type Role, type Scope, type Switches } from '../../src/common/database/principal.js';
import { TenantDatabase } from '../../src/common/database/tenant-database.js';
import { JobGrants } from '../../src/common/jobs/job-grants.js';
import { newId } from '../../src/common/ids.js';
import { SealedAuditWriter } from '../../src/modules/audit/index.js';
import { IdentityRepository } from '../../src/modules/identity/persistence/identity.repository.js';
import { SessionRepository } from '../../src/modules/identity/persistence/session.repository.js';
import type { FactorPolicy } from '../../src/modules/identity/index.js';
import { FoundPractice } from '../../src/modules/organisations/index.js';
import { testServer, workerDatabase } from './database.js';

/** What tests of one file stand on: this worker's database through each login, and the keys. */
export interface Bench {
  urls: DatabaseUrls;
  settings: Settings;
  keys: OrganisationKeys;
  tenants: TenantDatabase;
  owner: PlainDatabase;
  identity: PlainDatabase;
  jobs: PlainDatabase;
  grants: JobGrants;
  /** A second process's view of the same database: its own pool and caches. */
  anotherProcess(): Promise<TenantDatabase>;
}

/** A member to found a practice with. */
export interface MemberWish {
  role?: Role;
  scope?: Scope;
  modules?: number;
  /** Each act apart; instead of `modules`. */
  switches?: Switches;
  /** Indexes into the practice's teams. */
  teams?: number[];
}

/** A practice of one test. */
export interface TestPractice {
  orgId: string;
  teamIds: string[];
  memberIds: string[];
  emails: string[];
  /** A live session of a member, by index; the same one each time. */
  as(member?: number): Promise<GrantToken>;
}

let bench: Promise<Bench> | undefined;
const endings: (() => Promise<void>)[] = [];

/** Settings of a test process on the run's server. */
export function testSettings(extra: Record<string, string> = {}): Settings {
  return loadSettings({
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: testServer().dataDir,
    LOG_LEVEL: 'silent',
    ...extra,
  });
}

/** This file's bench, closed after its last test. */
export function testBench(clock: Clock = systemClock): Promise<Bench> {
  bench ??= openBench(clock);
  return bench;
}

afterAll(async () => {
  for (const end of endings.reverse()) await end();
});

async function openBench(clock: Clock): Promise<Bench> {
  const urls = await workerDatabase();
  const settings = testSettings();
  const keys = await organisationKeysFor(settings, clock);
  const open = async () => {
    const source = await tenantDataSource(urls.tenant, 6).initialize();
    endings.push(() => source.destroy());
    return new TenantDatabase(source, keys, new SealedAuditWriter(clock));
  };
  const owner = new PlainDatabase(urls.owner, 2);
  const identity = new PlainDatabase(urls.identity, 4);
  const jobs = new PlainDatabase(urls.jobs, 3);
  endings.push(
    async () => keys.forgetAll(),
    () => owner.end(),
    () => identity.end(),
    () => jobs.end(),
  );
  return { urls, settings, keys, tenants: await open(), owner, identity, jobs, grants: new JobGrants(jobs), anotherProcess: open };
}

/** Founds a practice of its own for one test. By default: one owner who sees all, one team. */
export async function newPractice(
  wish: {
    members?: MemberWish[];
    teams?: number;
    name?: string;
    vertical?: 'migration' | 'allied_health' | 'dispute_resolution';
    factors?: FactorPolicy;
    /** Domain of its members' addresses. */
    domain?: string;
  } = {},
): Promise<TestPractice> {
  const { owner, keys, identity } = await testBench();
  const repository = new IdentityRepository(identity, keys);
  const sessions = new SessionRepository(identity);
  const unique = newId();
  const members = wish.members ?? [{}];
  const emails = members.map((_member, index) => `member-${index}.${unique}@${wish.domain ?? 'practice.example'}`);
  const found = new FoundPractice(owner, keys, (address) => repository.ensureAccount(address));
  const practice = await found.execute({
    name: wish.name ?? 'Test practice',
    slug: `t-${unique}`,
    vertical: wish.vertical ?? 'migration',
    locality: 'Parramatta',
    timeZone: 'Australia/Sydney',
    words: { matter: 'case', matters: 'cases' },
    factors: wish.factors ?? 'optional',
    teams: Array.from({ length: wish.teams ?? 1 }, (_team, index) => ({ name: `Team ${index + 1}` })),
    members: members.map((member, index) => ({
      email: emails[index]!,
      displayName: `Member ${index} of ${unique.slice(-6)}`,
      title: 'Practitioner',
      role: member.role ?? (index === 0 ? 'owner' : 'member'),
      scope: member.scope ?? 'all',
      modules: member.modules ?? ALL_MODULES,
      ...(member.switches && { switches: member.switches }),
      teams: member.teams ?? [],
    })),
  });
  const tokens = new Map<number, Promise<GrantToken>>();
  const signIn = async (member: number) => {
    const token = GrantToken.mint();
    const accountId = await repository.ensureAccount(emails[member]!);
    await identity.transaction(async (tx) => {
      const membership = await sessions.membership(tx, accountId);
      await sessions.start(tx, accountId, membership!, token, 3);
    });
    return token;
  };
  return {
    ...practice,
    emails,
    as: (member = 0) => {
      const known = tokens.get(member) ?? signIn(member);
      tokens.set(member, known);
      return known;
    },
  };
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { sealedRegistry } from '../../src/common/crypto/sealed.js';
import { migrate } from '../../src/common/database/data-source.js';
import { ownPasswords, provision, urlsFor } from '../../src/common/database/logins.js';
import { newId } from '../../src/common/ids.js';
import '../../src/modules/clients/index.js';
import '../../src/modules/directory-sync/index.js';
import '../../src/modules/documents/index.js';
import '../../src/modules/organisations/index.js';
import '../../src/modules/single-sign-on/index.js';
import { administratorUrlOf, testServer } from '../support/database.js';
import { testBench } from '../support/practice.js';
import { PLAIN_COLUMNS } from './plain-columns.js';

interface TableRow {
  name: string;
  kind: string;
  rls: boolean;
  forced: boolean;
  partition: boolean;
  has_org: boolean;
  columns: string[];
  policies: { name: string; permissive: string; cmd: string; using: string | null; check: string | null }[] | null;
  grants: string[];
}

/** Tenant-facing tables outside the one helper's shape, each with the reason. */
const OTHERWISE: Record<string, string> = {
  'events.outbox': 'three logins write or deliver; a policy for each',
  'events.handled': 'event ids and handler names of the jobs login only',
};

/** Tables that name a client and hold nothing of it that a wall would hide. */
const WITHOUT_WALLS: Record<string, string> = {
  'app.assignment': 'ids and times; seen by the member whose assignment it is, or with scope all',
  'app.client_import_row': 'seen by the author of the import only; sealed cells as they were uploaded',
  'app.client_search_delta': 'sealed entries of the shared index; hits are fetched through app.client',
};

/** Calls, operators and relations of a function's body that a search path could redirect. */
function unqualified(body: string): string[] {
  const bare = body
    .replace(/--.*$/gm, '')
    .replace(/'[^']*'/g, `''`)
    .replace(/using message = ''/g, '')
    .replace(/operator\(pg_catalog\.[^)]+\)/g, ' ');
  const calls = bare.match(/(?<![.\w])(?!coalesce\()[a-z_0-9]+\(/g) ?? [];
  const operators = bare.match(/[=<>&|+*/~!@#%^?-]+/g) ?? [];
  const relations = bare.match(/\b(?:from|join)\s+[a-z_]+\b(?!\.)/g) ?? [];
  return [...calls, ...operators, ...relations];
}

let client: pg.Client;
let tables: TableRow[];

beforeAll(async () => {
  const { urls } = await testBench();
  client = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await client.connect();
  const { rows } = await client.query<TableRow>(`
    select n.nspname || '.' || c.relname as name, c.relkind::text as kind, c.relrowsecurity as rls, c.relforcerowsecurity as forced, c.relispartition as partition,
           exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped) as has_org,
           array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
           (select json_agg(json_build_object('name', p.policyname, 'permissive', p.permissive, 'cmd', p.cmd, 'using', p.qual, 'check', p.with_check))
              from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname) as policies,
           array(select p.priv from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p(priv) where has_table_privilege('ironbark_tenant', c.oid, p.priv)) as grants
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('app', 'audit', 'events') and c.relkind in ('r', 'p', 'v', 'm') order by 1`);
  tables = rows;
});

const clients: pg.Client[] = [];
afterAll(async () => {
  for (const one of [client, ...clients]) await one.end();
});

describe('every tenant table', () => {
  it('[I-24] [I-39] has forced row security: for each command one restrictive policy for organisation, module and act', () => {
    for (const table of tables.filter(({ name }) => !(name in OTHERWISE))) {
      expect({ name: table.name, rls: table.rls, forced: table.forced, has_org: table.has_org }).toEqual({
        name: table.name,
        rls: true,
        forced: true,
        has_org: true,
      });
      const walls = (table.policies ?? []).filter(({ permissive, name }) => permissive === 'RESTRICTIVE' && name !== 'hidden');
      // The access record can only be read and added to; its partitions are reached through it.
      const commands = table.partition
        ? ['ALL']
        : table.name === 'audit.event'
          ? ['INSERT', 'SELECT']
          : ['DELETE', 'INSERT', 'SELECT', 'UPDATE'];
      expect({ name: table.name, walls: walls.map(({ cmd }) => cmd).sort() }).toEqual({ name: table.name, walls: commands });
      for (const { cmd, using, check } of walls) {
        expect(cmd === 'INSERT' ? check : using).toMatch(/org_id.*wall\.enter\(/s);
        if (cmd === 'UPDATE') expect(check).toBe(using);
      }
    }
  });

  it('[I-39] that is a client or names one keeps walls and private records above every scope', () => {
    const about = tables.filter(({ columns, name, partition }) => name === 'app.client' || (columns.includes('client_id') && !partition));
    expect(about.length).toBeGreaterThan(5);
    for (const { name, policies } of about) {
      const hidden = (policies ?? []).find((policy) => policy.name === 'hidden');
      if (name in WITHOUT_WALLS) expect({ name, hidden }).toEqual({ name, hidden: undefined });
      else
        expect({
          name,
          kept: hidden?.permissive === 'RESTRICTIVE' && hidden.cmd === 'ALL' && /wall\.hidden/.test(hidden.using ?? ''),
        }).toEqual({ name, kept: true });
    }
  });

  it('is granted to the tenant login only as declared, never TRUNCATE, REFERENCES or TRIGGER', () => {
    for (const { name, grants, partition } of tables) {
      expect({ name, bad: grants.filter((grant) => ['TRUNCATE', 'REFERENCES', 'TRIGGER'].includes(grant)) }).toEqual({ name, bad: [] });
      if (partition) expect({ name, grants }).toEqual({ name, grants: [] });
    }
    const audit = tables.find(({ name }) => name === 'audit.event')!;
    // Added to column by column: the time and the transaction of an entry are the database's.
    expect(audit.grants.sort()).toEqual(['SELECT']);
    for (const name of ['app.assignment', 'app.access_change', 'app.organisation', 'app.network_list', 'app.network_sighting']) {
      expect(tables.find((table) => table.name === name)!.grants).toEqual(['SELECT']);
    }
  });

  it('is no view and no materialised view: nothing reads rows in another’s name', () => {
    expect(tables.filter(({ kind }) => kind === 'v' || kind === 'm')).toEqual([]);
  });

  it('starts every key and index with org_id', async () => {
    const { rows } = await client.query<{ index: string; first: string }>(`
      select i.indexrelid::regclass::text as index, coalesce(a.attname::text, '(expression)') as first
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where n.nspname in ('app', 'audit')`);
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter(({ first }) => first !== 'org_id')).toEqual([]);
  });

  it('lets no SECURITY DEFINER function be found by a planted object: each fixes its search path or qualifies every name', async () => {
    const { rows } = await client.query<{ name: string; config: string[] | null; body: string }>(`
      select p.oid::regprocedure::text as name, p.proconfig as config, p.prosrc as body from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and n.nspname in ('wall', 'app', 'audit', 'identity', 'events')`);
    expect(rows.length).toBeGreaterThan(5);
    for (const { name, config, body } of rows) {
      const fixed = config?.some((setting) => /^search_path=.*pg_temp$/.test(setting)) === true;
      expect({ name, unqualified: fixed ? [] : unqualified(body) }).toEqual({ name, unqualified: [] });
    }
    expect(unqualified(`select sha256(x) from live_grant where a = 1 and pg_catalog.now() operator(pg_catalog.>) b`)).toEqual([
      'sha256(',
      '=',
      'from live_grant',
    ]);
  });
});

describe('sealed columns', () => {
  it('are all in the registry: every bytea column of a tenant table is sealed, a blind index or a hash', async () => {
    const { rows } = await client.query<{ column: string }>(`
      select c.relname || '.' || a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'app' and c.relkind = 'r' and a.atttypid = 'bytea'::regtype and a.attnum > 0 order by 1`);
    const registered = sealedRegistry().map(({ table, column }) => `${table.replace(/^app\./, '')}.${column}`);
    const apart = new Set([
      'client_lookup.blind',
      'client_search_delta.sealed',
      'client_search_segment.sealed',
      'document_bundle.token_hash',
      'document_link.token_hash',
      'document_search_delta.sealed',
      'document_search_segment.sealed',
      'member.profile',
    ]);
    expect(rows.map(({ column }) => column).filter((column) => !apart.has(column) && !column.endsWith('_index'))).toEqual(
      registered.sort(),
    );
  });

  it('leave no free text beside them: tenant tables hold ids, codes, times and names of teams and practices only', async () => {
    const { rows } = await client.query<{ column: string }>(`
      select c.relname || '.' || a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'app' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'date'::regtype) order by 1`);
    expect(rows.map(({ column }) => column)).toEqual(PLAIN_COLUMNS);
  });
});

/** Everything about the schema that a migration can change, one line each: what a database is, not what it holds. */
const SHAPE = `
  with ours as (select oid, nspname from pg_namespace where nspname in ('app', 'wall', 'audit', 'identity', 'events'))
  select 'column ' || c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || a.attgenerated::text || ' '
         || coalesce(pg_get_expr(d.adbin, d.adrelid), '') || ' ' || coalesce(a.attacl::text, '') as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid join ours n on n.oid = c.relnamespace
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
   where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'v', 'm', 'c')
  union all
  select 'relation ' || c.oid::regclass || ' ' || c.relkind::text || ' ' || c.relrowsecurity || ' ' || c.relforcerowsecurity || ' ' || coalesce(c.relacl::text, '') || ' ' || c.relowner::regrole
    from pg_class c join ours n on n.oid = c.relnamespace
  union all
  select 'policy ' || schemaname || '.' || tablename || ' ' || policyname || ' ' || permissive || ' ' || cmd || ' ' || roles::text || ' ' || coalesce(qual, '') || ' / ' || coalesce(with_check, '')
    from pg_policies where schemaname in (select nspname from ours)
  union all
  select 'index ' || indexdef from pg_indexes where schemaname in (select nspname from ours)
  union all
  select 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace in (select oid from ours) and conrelid <> 0
  union all
  select 'trigger ' || pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text from pg_trigger t join pg_class c on c.oid = t.tgrelid join ours n on n.oid = c.relnamespace where not t.tgisinternal
  union all
  select 'function ' || pg_get_functiondef(p.oid) || ' ' || coalesce(p.proacl::text, '') || ' ' || p.proowner::regrole from pg_proc p join ours n on n.oid = p.pronamespace where p.prokind = 'f'
  order by 1`;

/** The seven migrations of the first release; what came after has met databases that were migrated and used before. */
const FIRST_RELEASE = 7;

describe('the schema', () => {
  it('is the same fresh and upgraded from the first release, with a practice in it: columns, policies, keys, functions and grants', async () => {
    const name = `ironbark_upgraded_${process.pid}`;
    const { administratorUrl, dataDir } = testServer();
    const passwords = ownPasswords(dataDir);
    await provision(administratorUrl, name, passwords);
    const { owner } = urlsFor(administratorUrl, name, passwords);
    const first = new DataSource({
      type: 'postgres',
      url: owner,
      migrations: MIGRATIONS.slice(0, FIRST_RELEASE),
      migrationsTransactionMode: 'each',
    });
    await first.initialize();
    expect(await first.runMigrations({ transaction: 'each' })).toHaveLength(FIRST_RELEASE);
    await first.destroy();
    const upgraded = new pg.Client({ connectionString: administratorUrlOf(urlsFor(administratorUrl, name, passwords)) });
    clients.push(upgraded);
    await upgraded.connect();
    const [org, member] = [newId(), newId()];
    // Past the triggers that ask who does it.
    await upgraded.query('set session_replication_role = replica');
    await upgraded.query(
      `insert into app.organisation (org_id, name, slug, vertical, locality, time_zone, words, idle_minutes, file_prefix)
       values ($1, 'Early', 'early', 'migration', '', 'Australia/Sydney', '{}', 60, 'E')`,
      [org],
    );
    await upgraded.query(
      `insert into app.member (org_id, id, account_id, role, scope, modules, profile) values ($1, $2, $3, 'owner', 'all', 1023, '\\x00')`,
      [org, member, newId()],
    );
    await upgraded.query('reset session_replication_role');
    expect(await migrate(owner)).toHaveLength(MIGRATIONS.length - FIRST_RELEASE);
    const fresh = new pg.Client({ connectionString: `${administratorUrl.replace(/\/[^/]*$/, '')}/ironbark_template` });
    clients.push(fresh);
    await fresh.connect();
    const [before, after] = await Promise.all([fresh.query<{ line: string }>(SHAPE), upgraded.query<{ line: string }>(SHAPE)]);
    const { rows } = await upgraded.query<{ state: string }>('select state from app.member where id = $1', [member]);
    const lines = ({ rows: found }: { rows: { line: string }[] }): string[] => found.map(({ line }) => line);
    const [expected, found] = [new Set(lines(before)), new Set(lines(after))];
    expect({ missing: [...expected].filter((line) => !found.has(line)), extra: [...found].filter((line) => !expected.has(line)) }).toEqual({
      missing: [],
      extra: [],
    });
    expect(expected.size).toBeGreaterThan(300);
    expect(rows).toEqual([{ state: 'active' }]);
  });
});

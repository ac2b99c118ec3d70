import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { sealedRegistry } from '../../src/common/crypto/sealed.js';
import '../../src/modules/clients/index.js';
import { administratorUrlOf, testServer } from '../support/database.js';
import { testBench } from '../support/practice.js';

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

afterAll(() => client.end());

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
    for (const name of ['app.assignment', 'app.access_change', 'app.organisation']) {
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
    const apart = new Set(['client_lookup.blind', 'client_search_delta.sealed', 'client_search_segment.sealed', 'member.profile']);
    expect(rows.map(({ column }) => column).filter((column) => !apart.has(column))).toEqual(registered.sort());
  });

  it('leave no free text beside them: tenant tables hold ids, codes, times and names of teams and practices only', async () => {
    const { rows } = await client.query<{ column: string }>(`
      select c.relname || '.' || a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'app' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'date'::regtype) order by 1`);
    expect(rows.map(({ column }) => column)).toEqual([
      'access_batch.after',
      'access_batch.before',
      'access_change.after',
      'access_change.before',
      'access_grant.scope',
      'access_grant.source',
      'access_review.due_on',
      'access_review_line.access',
      'access_review_line.decision',
      'access_review_line.suggestion',
      'client.file_number',
      'client.status',
      'client.status_before_archive',
      'client_consent.given_on',
      'client_consent.kind',
      'client_consent.withdrawn_on',
      'client_identifier.kind',
      'client_import.state',
      'client_import_row.outcome',
      'client_lookup.kind',
      'member.kind',
      'member.role',
      'member.state',
      'member_preference.name',
      'member_preference.value',
      'organisation.file_prefix',
      'organisation.locality',
      'organisation.name',
      'organisation.slug',
      'organisation.time_zone',
      'organisation.vertical',
      'organisation.words',
      'role_template.name',
      'role_template.scope',
      'team.name',
    ]);
  });
});

describe('the schema', () => {
  it('is the same fresh and upgraded: nothing differs between the template and this worker’s clone but data', async () => {
    const template = new pg.Client({ connectionString: `${testServer().administratorUrl.replace(/\/[^/]*$/, '')}/ironbark_template` });
    await template.connect();
    const shape = `select c.oid::regclass::text || ' ' || coalesce((select string_agg(a.attname || ':' || format_type(a.atttypid, a.atttypmod) || ':' || a.attnotnull, ',' order by a.attnum)
                     from pg_attribute a where a.attrelid = c.oid and a.attnum > 0), '') || ' ' || coalesce(c.relacl::text, '') as line
                     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('app', 'wall', 'audit', 'identity', 'events') order by 1`;
    const [fresh, clone] = await Promise.all([template.query<{ line: string }>(shape), client.query<{ line: string }>(shape)]);
    await template.end();
    expect(clone.rows).toEqual(fresh.rows);
  });
});

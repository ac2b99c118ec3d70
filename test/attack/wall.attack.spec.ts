import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { newId } from '../../src/common/ids.js';
import { administratorUrlOf } from '../support/database.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

interface Table {
  name: string;
  schema: string;
  columns: string[];
  grants: string[];
}

let attacker: pg.Client;
let administrator: pg.Client;
let tables: Table[];
let a: TestPractice;
let b: TestPractice;

beforeAll(async () => {
  const { urls, tenants, keys } = await testBench();
  attacker = new pg.Client({ connectionString: urls.tenant });
  administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await attacker.connect();
  await administrator.connect();
  [a, b] = [await newPractice({ members: [{}, { scope: 'assigned' }] }), await newPractice()];
  for (const practice of [a, b]) {
    // One client each, by the tenant login itself, so that there is something to steal.
    await tenants.run(await practice.as(), async (tx) => {
      const keyring = await keys.load(practice.orgId);
      const id = newId();
      const sealed = (column: string) => keyring.sealJson({ table: 'app.client', column, rowId: id }, { secret: practice.orgId });
      await tx.execute({
        text: `insert into app.client (org_id, id, file_number, status, practitioner_id, last_activity_at, created_at, card, details)
               values ($1, $2, 'F-1', 'current', $3, clock_timestamp(), clock_timestamp(), $4, $5)`,
        values: [practice.orgId, id, practice.memberIds[0], sealed('card'), sealed('details')],
      });
      tx.audit({ action: 'create', subject: { kind: 'client', id } });
    });
  }
  tables = (
    await administrator.query<Table>(`
      select n.nspname || '.' || c.relname as name, n.nspname as schema,
             array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
             array(select p.priv from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p(priv)
                    where has_table_privilege('ironbark_tenant', c.oid, p.priv)) as grants
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('app', 'audit', 'wall', 'identity', 'events', 'queue') and c.relkind in ('r', 'p', 'v', 'm')
       order by 1`)
  ).rows;
});

afterAll(async () => {
  await attacker.end();
  await administrator.end();
});

/** Rows that a query yields to the attacker; -1 when PostgreSQL refused it. */
async function rowsSeen(text: string, settings: Record<string, string> = {}): Promise<number> {
  await attacker.query('begin');
  try {
    for (const [name, value] of Object.entries(settings)) await attacker.query('select set_config($1, $2, true)', [name, value]);
    return (await attacker.query(text)).rowCount ?? 0;
  } catch {
    return -1;
  } finally {
    await attacker.query('rollback');
  }
}

/** Everything that someone with the password alone can try to be. */
function guesses(victim: TestPractice, sessionId: string): Record<string, string>[] {
  const zero = '0'.repeat(64);
  return [
    {},
    ...[
      '',
      zero,
      'f'.repeat(64),
      'not hex',
      victim.orgId.replaceAll('-', ''),
      victim.memberIds[0]!.replaceAll('-', ''),
      sessionId.replaceAll('-', '').padEnd(64, '0'),
    ].map((token) => ({ 'ironbark.token': token })),
    { 'app.org_id': victim.orgId, 'app.current_org': victim.orgId, 'ironbark.org_id': victim.orgId },
    { 'ironbark.token': zero, row_security: 'off' },
    { role: 'ironbark_owner' },
    { session_authorization: 'ironbark_owner' },
    { 'ironbark.token': zero, search_path: 'pg_temp, app' },
  ];
}

describe('someone with the tenant login’s password and no live session', () => {
  it('[I-24] [I-39] reads 0 rows of every tenant table whatever they set', async () => {
    const { rows } = await administrator.query<{ id: string }>('select id from wall.live_grant limit 1');
    const tenantTables = tables.filter((table) => ['app', 'audit', 'events'].includes(table.schema));
    expect(tenantTables.length).toBeGreaterThan(15);
    for (const settings of guesses(a, rows[0]!.id)) {
      for (const { name } of tenantTables) {
        const seen = await rowsSeen(`select * from ${name}`, settings);
        expect({ name, settings, seen: Math.max(seen, 0) }).toEqual({ name, settings, seen: 0 });
        expect(Math.max(await rowsSeen(`select count(*) from ${name} having count(*) > 0`, settings), 0)).toBe(0);
        expect(Math.max(await rowsSeen(`copy ${name} to stdout`, settings), 0)).toBe(0);
      }
    }
  });

  it('reads no session, no account, no queue and no other login’s table', async () => {
    const hidden = tables.filter((table) => ['wall', 'identity', 'queue'].includes(table.schema));
    expect(hidden.length).toBeGreaterThan(6);
    for (const { name, grants } of hidden) {
      expect({ name, grants }).toEqual({ name, grants: [] });
      expect(await rowsSeen(`select * from ${name}`)).toBe(-1);
    }
  });

  it('gets no tenant row out of any function it may call', async () => {
    const { rows: functions } = await administrator.query<{ call: string }>(`
      select n.nspname || '.' || quote_ident(p.proname) || '(' ||
             (select coalesce(string_agg('null::' || format_type(t, null), ', '), '') from unnest(p.proargtypes) t) || ')' as call
        from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('app', 'wall', 'audit', 'events', 'identity', 'queue', 'public') and has_function_privilege('ironbark_tenant', p.oid, 'execute')
         and has_schema_privilege('ironbark_tenant', n.oid, 'usage') and p.prorettype <> 'trigger'::regtype`);
    expect(functions.map(({ call }) => call.replace(/\(.*/, '')).sort()).toEqual([
      'app.take_file_numbers',
      'wall.accesses',
      'wall.assert_may_give',
      'wall.assert_may_place',
      'wall.begin_view',
      'wall.block_member',
      'wall.end_view',
      'wall.enter',
      'wall.explain',
      'wall.hidden',
      'wall.holder',
      'wall.invitations',
      'wall.invite',
      'wall.issue_key',
      'wall.keys',
      'wall.make_open',
      'wall.make_private',
      'wall.open',
      'wall.restrictions',
      'wall.revoke_key',
      'wall.unblock_member',
      'wall.uses',
    ]);
    for (const { call } of functions) {
      for (const settings of [{}, { 'ironbark.token': '0'.repeat(64) }])
        expect(await rowsSeen(`select * from ${call}`, settings as Record<string, string>)).toBe(-1);
    }
  });

  it('is not let in by objects planted before the catalogue in its search path', async () => {
    await administrator.query('begin');
    try {
      // Each planted name answers with what would open the door, if the wall ever looked there.
      await administrator.query(`
        create schema planted;
        grant usage on schema planted to ironbark_tenant;
        create function planted.sha256(bytea) returns bytea language sql as $$ select token_hash from wall.live_grant where ended_at is null limit 1 $$;
        create function planted.current_setting(text) returns text language sql as $$ select repeat('0', 64) $$;
        create function planted.clock_timestamp() returns timestamptz language sql as $$ select 'epoch'::timestamptz $$;
        create function planted.always(bytea, bytea) returns boolean language sql as $$ select true $$;
        create function planted.always(timestamptz, timestamptz) returns boolean language sql as $$ select true $$;
        create function planted.always(int, int) returns boolean language sql as $$ select true $$;
        create operator planted.= (leftarg = bytea, rightarg = bytea, function = planted.always);
        create operator planted.= (leftarg = int, rightarg = int, function = planted.always);
        create operator planted.> (leftarg = timestamptz, rightarg = timestamptz, function = planted.always);
        set local search_path = planted, pg_catalog;
        set local ironbark.token = '${'0'.repeat(64)}';`);
      // The trap works: an unqualified name is caught by it.
      const { rows } = await administrator.query<{ caught: boolean }>(`select '\\x00'::bytea = '\\x01'::bytea as caught`);
      expect(rows).toEqual([{ caught: true }]);
      for (const call of ['wall.enter(1, 1)', 'wall.hidden()', `wall.open(repeat('0', 64))`]) {
        await administrator.query('savepoint attempt');
        await expect(administrator.query(`select * from ${call}`)).rejects.toThrow('no live grant');
        await administrator.query('rollback to savepoint attempt');
      }
    } finally {
      await administrator.query('rollback');
    }
  });

  it('cannot lift itself: no role to take, no object to plant, no policy to drop', async () => {
    for (const text of [
      'set role ironbark_owner',
      'set role ironbark_identity',
      'set session authorization ironbark_owner',
      'alter table app.client disable row level security',
      'drop policy tenant on app.client',
      'alter role ironbark_tenant bypassrls',
      'create table app.mine (x int)',
      'create table public.mine (x int)',
      'create schema mine',
      'create function public.f() returns int language sql as $$ select 1 $$',
      'truncate app.client',
      'truncate audit.event',
      'delete from audit.event',
      `update audit.event set action = 'x'`,
      `insert into wall.live_grant select * from wall.live_grant`,
      'grant select on wall.live_grant to ironbark_tenant',
      `select pg_read_file('postgresql.conf')`,
      `copy app.client to program 'cat'`,
      `select lo_import('/etc/passwd')`,
      'create extension dblink',
      `select wall.mint_job_grant('\\x00', gen_random_uuid(), gen_random_uuid(), null, 1023, 60)`,
    ]) {
      expect({ text, seen: await rowsSeen(text) }).toEqual({ text, seen: -1 });
    }
  });

  it('learns nothing from a function of its own in a query over tenant rows', async () => {
    const { rows } = await administrator.query<{ n: string }>('select count(*) as n from app.client');
    expect(Number(rows[0]!.n)).toBeGreaterThan(0);
    await attacker.query(`create temp table loot (x text)`);
    expect(await rowsSeen(`select pg_notify('loot', file_number) from app.client`)).toBe(-1);
    expect(await rowsSeen(`insert into loot select file_number from app.client`)).toBe(-1);
    // A stale token, and one that ended.
    const { tenants } = await testBench();
    const token = await b.as();
    await administrator.query('update wall.live_grant set ended_at = clock_timestamp() where token_hash = $1', [token.storedHash]);
    expect(await rowsSeen('select * from app.client', { 'ironbark.token': token.hash })).toBe(-1);
    await administrator.query('update wall.live_grant set ended_at = null where token_hash = $1', [token.storedHash]);
    expect(await tenants.run(token, (tx) => tx.query({ text: 'select 1 from app.client' }))).toHaveLength(1);
  });
});

describe('someone with a live session of organisation A', () => {
  let token: GrantToken;
  beforeAll(async () => {
    token = await a.as();
  });
  const asA = () => ({ 'ironbark.token': token.hash });

  it('[I-04] [I-34] reads only A from every tenant table, by select, aggregate, join, lock and copy', async () => {
    for (const { name, columns, grants } of tables.filter((table) => table.grants.includes('SELECT'))) {
      if (!columns.includes('org_id')) throw new Error(`${name} is readable by tenants and has no org_id`);
      const foreign = `org_id <> '${a.orgId}'`;
      const { rows } = await administrator.query<{ n: string }>(`select count(*) as n from ${name} where ${foreign}`);
      for (const text of [
        `select * from ${name} where ${foreign}`,
        `select * from ${name} where org_id = '${b.orgId}'`,
        `select 1 from ${name} having count(*) filter (where ${foreign}) > 0`,
        `select t.* from app.organisation o join ${name} t on t.org_id <> o.org_id`,
        `select * from (select * from ${name} offset 0) t where t.${foreign}`,
        ...(grants.includes('UPDATE') ? [`select * from ${name} where ${foreign} for update`] : []),
      ]) {
        const seen = await rowsSeen(text, asA());
        expect({ text, hidden: Number(rows[0]!.n) >= 0, seen: Math.max(seen, 0) }).toEqual({ text, hidden: true, seen: 0 });
      }
    }
    expect(await rowsSeen('select * from app.client', asA())).toBe(1);
  });

  it('[I-54] [I-63] changes and deletes nothing of B, and plants nothing in B', async () => {
    const before = await fingerprintOf(b.orgId);
    for (const { name, columns, grants } of tables.filter(({ schema }) => schema === 'app' || schema === 'audit')) {
      if (grants.includes('DELETE'))
        expect(await rowsSeen(`delete from ${name} where org_id = '${b.orgId}'`, asA())).toBeLessThanOrEqual(0);
      for (const column of columns)
        expect(await rowsSeen(`update ${name} set ${column} = ${column} where org_id = '${b.orgId}'`, asA())).toBeLessThanOrEqual(0);
      expect(await rowsSeen(`update ${name} set org_id = '${b.orgId}'`, asA())).toBeLessThanOrEqual(0);
      const list = columns.map((column) => `"${column}"`).join(', ');
      const moved = columns
        .map((column) => (column === 'org_id' ? `'${b.orgId}'::uuid` : column === 'id' ? 'gen_random_uuid()' : `"${column}"`))
        .join(', ');
      expect(
        await rowsSeen(`insert into ${name} (${list}) overriding system value select ${moved} from ${name}`, asA()),
      ).toBeLessThanOrEqual(0);
    }
    expect(await fingerprintOf(b.orgId)).toEqual(before);
  });

  it('cannot widen their own access, forge an actor, or erase the record', async () => {
    const narrow = { 'ironbark.token': (await a.as(1)).hash };
    for (const text of [
      `update app.member set role = 'owner'`,
      `update app.access_grant set scope = 'all', reads = 1023`,
      `insert into app.access_grant (org_id, member_id, source, scope, reads, creates, updates, deletes)
       values ('${a.orgId}', '${a.memberIds[1]}', 'directory', 'all', 1023, 1023, 1023, 1023)`,
      `insert into app.assignment (org_id, member_id, client_id, last_activity_at) select org_id, '${a.memberIds[1]}', id, clock_timestamp() from app.client`,
      `insert into app.team_member (org_id, team_id, member_id) values ('${a.orgId}', '${a.teamIds[0]}', '${a.memberIds[1]}')`,
      `update app.client set practitioner_id = '${a.memberIds[1]}'`,
      'delete from audit.event',
      `update audit.event set actor_member_id = null`,
      `insert into audit.event (org_id, id, action, outcome, actor_member_id, subject_kind, request_id, leaf_bytes, details)
       values ('${a.orgId}', gen_random_uuid(), 'read', 'done', '${a.memberIds[0]}', 'client', gen_random_uuid(), '\\x00', '\\x00')`,
    ]) {
      expect({ text, touched: Math.max(await rowsSeen(text, narrow), 0) }).toEqual({ text, touched: 0 });
    }
    expect(await rowsSeen('select * from app.client', narrow)).toBe(0);
  });

  it('cannot backdate an entry, see colleagues’ assignments, empty the shared search or raise an event in another’s name', async () => {
    const narrow = { 'ironbark.token': (await a.as(1)).hash };
    const entry = (columns: string, values: string) =>
      `insert into audit.event (org_id, id, action, outcome, actor_member_id, subject_kind, request_id, leaf_bytes, details${columns})
       values ('${a.orgId}', gen_random_uuid(), 'read', 'done', '${a.memberIds[1]}', 'client', gen_random_uuid(), '\\x00', '\\x00'${values})`;
    const event = (member: string) =>
      `insert into events.outbox (id, org_id, type, payload) values (gen_random_uuid(), '${a.orgId}', 'x', '{"memberId":"${member}"}')`;
    expect(await rowsSeen(entry('', ''), narrow)).toBe(1);
    expect(await rowsSeen(entry(', recorded_at', `, '2020-01-01'`), narrow)).toBe(-1);
    expect(await rowsSeen(entry(', xid', `, '1'`), narrow)).toBe(-1);
    expect(await rowsSeen('select * from app.assignment', asA())).toBe(1);
    expect(await rowsSeen('select * from app.assignment', narrow)).toBe(0);
    expect(await rowsSeen(event(a.memberIds[1]!), narrow)).toBe(1);
    expect(await rowsSeen(event(a.memberIds[0]!), narrow)).toBe(-1);
    const delta = `insert into app.client_search_delta (org_id, client_id) values ('${a.orgId}', gen_random_uuid())`;
    expect(await rowsSeen(delta, asA())).toBe(1);
    expect(await rowsSeen(`with d as (${delta} returning 1) delete from app.client_search_delta`, asA())).toBe(0);
    for (const text of [
      `insert into app.client_search_segment (org_id, generation, segment_no, sealed) values ('${a.orgId}', 1, 1, '\\x00')`,
      `insert into app.client_search_generation (org_id, generation, horizon, segments, entries) values ('${a.orgId}', 1, 1, 1, 1)`,
    ])
      expect(await rowsSeen(text, asA())).toBe(-1);
  });

  async function fingerprintOf(orgId: string): Promise<Record<string, string>> {
    const prints: Record<string, string> = {};
    for (const { name } of tables.filter(({ schema, columns }) => schema === 'app' && columns.includes('org_id'))) {
      const { rows } = await administrator.query<{ print: string }>(
        `select count(*) || ':' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${name} t where org_id = $1`,
        [orgId],
      );
      prints[name] = rows[0]!.print;
    }
    return prints;
  }
});

describe('someone with the identity login’s password', () => {
  it('can start a session of a day and no other grant', async () => {
    const { urls } = await testBench();
    const identity = new pg.Client({ connectionString: urls.identity });
    await identity.connect();
    const insert = async (kind: string, life: string) =>
      identity.query(
        `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, idle_until, expires_at)
         values (sha256('x'), gen_random_uuid(), $1, $2, $3, $4, 1023, clock_timestamp() + $5::interval, clock_timestamp() + $5::interval)`,
        [kind, a.orgId, kind === 'job' ? null : a.memberIds[0], kind === 'job' ? null : newId(), life],
      );
    await identity.query('begin');
    await identity.query('savepoint attempt');
    for (const [kind, life] of [
      ['job', '1 hour'],
      ['session', '100 years'],
    ] as const) {
      await expect(insert(kind, life)).rejects.toThrow('nothing else');
      await identity.query('rollback to savepoint attempt');
    }
    expect((await insert('session', '1 day')).rowCount).toBe(1);
    await identity.query('rollback');
    await identity.end();
  });
});

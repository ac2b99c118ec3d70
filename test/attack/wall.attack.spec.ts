import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type pg from 'pg';
import { openAttack, type Attack, type Table } from '../support/attack.js';
import { testBench, type TestPractice } from '../support/practice.js';

let attacker: pg.Client;
let administrator: pg.Client;
let tables: Table[];
let a: TestPractice;
let b: TestPractice;
let rowsSeen: Attack['rowsSeen'];
let end: Attack['end'];

beforeAll(async () => {
  ({ attacker, administrator, tables, a, b, rowsSeen, end } = await openAttack());
});

afterAll(() => end());

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
      'wall.arm_break_glass',
      'wall.ask_for_factors',
      'wall.assert_may_give',
      'wall.assert_may_place',
      'wall.begin_view',
      'wall.block_member',
      'wall.break_glass_state',
      'wall.break_glass_until',
      'wall.came_by',
      'wall.claim_domain',
      'wall.confirm_door',
      'wall.directory_tokens',
      'wall.disarm_break_glass',
      'wall.domains',
      'wall.end_directory_token',
      'wall.end_view',
      'wall.enter',
      'wall.explain',
      'wall.free_doors',
      'wall.grant_id',
      'wall.has_break_glass',
      'wall.hidden',
      'wall.holder',
      'wall.invitations',
      'wall.invite',
      'wall.issue_directory_token',
      'wall.issue_key',
      'wall.keys',
      'wall.make_open',
      'wall.make_private',
      'wall.name_break_glass',
      'wall.note_network',
      'wall.open',
      'wall.other_sessions',
      'wall.release_domain',
      'wall.require_door',
      'wall.restrictions',
      'wall.revoke_key',
      'wall.set_idle_limit',
      'wall.set_networks',
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

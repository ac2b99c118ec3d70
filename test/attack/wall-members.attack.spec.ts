import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { GrantToken } from '../../src/common/database/grant-token.js';
import { newId } from '../../src/common/ids.js';
import { openAttack, type Attack, type Table } from '../support/attack.js';
import { testBench, type TestPractice } from '../support/practice.js';

let administrator: pg.Client;
let tables: Table[];
let a: TestPractice;
let b: TestPractice;
let rowsSeen: Attack['rowsSeen'];
let end: Attack['end'];

beforeAll(async () => {
  ({ administrator, tables, a, b, rowsSeen, end } = await openAttack());
});

afterAll(() => end());

describe('someone with a live session of organisation A', () => {
  let token: GrantToken;
  beforeAll(async () => {
    token = await a.as();
  });
  const asA = () => ({ 'ironbark.token': token.hash });

  it('[I-04] [I-34] [ASVS 8.2.2] [ASVS 8.3.1] reads only A from every tenant table, by select, aggregate, join, lock and copy', async () => {
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
    for (const record of ['client', 'document']) {
      const delta = `insert into app.${record}_search_delta (org_id, ${record}_id, sealed) values ('${a.orgId}', gen_random_uuid(), '\\x00')`;
      expect(await rowsSeen(delta, asA())).toBe(1);
      expect(await rowsSeen(`with d as (${delta} returning 1) delete from app.${record}_search_delta`, asA())).toBe(0);
      for (const text of [
        `insert into app.${record}_search_segment (org_id, generation, segment_no, sealed) values ('${a.orgId}', 1, 1, '\\x00')`,
        `insert into app.${record}_search_generation (org_id, generation, horizon, segments, entries) values ('${a.orgId}', 1, 1, 1, 1)`,
      ])
        expect(await rowsSeen(text, asA())).toBe(-1);
    }
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

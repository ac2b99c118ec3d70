import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ownPasswords, provision } from '../../src/common/database/logins.js';
import { overPrivileges, type EverydayLogin } from '../../src/common/database/over-privileges.js';
import { withDatabase } from '../../src/common/database/plain-database.js';
import { newId } from '../../src/common/ids.js';
import { JobQueue } from '../../src/common/jobs/job-queue.js';
import { assertUnprivileged, UnsafeDatabase } from '../../src/runtime.js';
import { administratorUrlOf, testServer } from '../support/database.js';
import { testBench } from '../support/practice.js';

let administrator: pg.Client;
const made: string[] = [];

beforeAll(async () => {
  administrator = new pg.Client({ connectionString: administratorUrlOf((await testBench()).urls) });
  await administrator.connect();
});

afterAll(async () => {
  for (const role of made) {
    await administrator.query(`drop owned by ${role}`);
    await administrator.query(`drop role ${role}`);
    await administrator.query(`drop role if exists via_${role}`);
  }
  await administrator.end();
});

/** The deployment's logins with another role in one's place. */
async function withRole(login: EverydayLogin, attributes: string, after?: (role: string) => string): Promise<void> {
  const role = `fat_${newId().replaceAll('-', '')}`;
  await administrator.query(`create role ${role} login password 'x' ${attributes}`);
  made.push(role);
  if (after) await administrator.query(after(role));
  const { urls } = await testBench();
  const url = new URL(urls[login]);
  url.username = role;
  url.password = 'x';
  return assertUnprivileged({ ...urls, [login]: url.toString() });
}

describe('the process refuses to start on', () => {
  it.each<[EverydayLogin, string, string, ((role: string) => string) | undefined, RegExp]>([
    ['tenant', 'is a superuser', 'superuser', undefined, /superuser/],
    ['tenant', 'bypasses row security', 'bypassrls', undefined, /BYPASSRLS/],
    ['tenant', 'may create roles', 'createrole', undefined, /create roles/],
    ['identity', 'may create databases', 'createdb', undefined, /create databases/],
    ['jobs', 'may copy the server', 'replication', undefined, /REPLICATION/],
    ['tenant', 'is a member of the owner', '', (role) => `grant ironbark_owner to ${role}`, /member of ironbark_owner/],
    ['identity', 'is a member of the tenant login', '', (role) => `grant ironbark_tenant to ${role}`, /member of ironbark_tenant/],
    ['tenant', 'reads all data', '', (role) => `grant pg_read_all_data to ${role}`, /member of pg_read_all_data/],
    ['jobs', 'runs programs of the server', '', (role) => `grant pg_execute_server_program to ${role}`, /pg_execute_server_program/],
    ['tenant', 'reads files of the server', '', (role) => `grant pg_read_server_files to ${role}`, /pg_read_server_files/],
    [
      'tenant',
      'is the owner by way of another role',
      '',
      (role) => `create role via_${role} nologin; grant ironbark_owner to via_${role}; grant via_${role} to ${role}`,
      /member of ironbark_owner: /,
    ],
    [
      'tenant',
      'owns a table',
      '',
      (role) => `create table app.own_${role} (); alter table app.own_${role} owner to ${role}`,
      /owns the table app\.own_/,
    ],
    [
      'tenant',
      'owns a function',
      '',
      (role) =>
        `create function wall.own_${role}() returns int language sql as 'select 1'; revoke all on function wall.own_${role}() from public; alter function wall.own_${role}() owner to ${role}`,
      /owns the function wall\.own_/,
    ],
    ['identity', 'owns a schema', '', (role) => `create schema own_${role} authorization ${role}`, /owns the schema own_/],
    [
      'jobs',
      'owns a type outside its queue',
      '',
      (role) => `create type wall.own_${role} as enum ('x'); alter type wall.own_${role} owner to ${role}`,
      /owns the type wall\.own_/,
    ],
    ['tenant', 'reads sessions', '', (role) => `grant select on wall.live_grant to ${role}`, /holds SELECT on wall\.live_grant/],
    [
      'tenant',
      'reads one column of sessions',
      '',
      (role) => `grant select (token_hash) on wall.live_grant to ${role}`,
      /holds SELECT of columns on wall\.live_grant/,
    ],
    ['tenant', 'reads accounts', '', (role) => `grant select on identity.account to ${role}`, /holds SELECT on identity\.account/],
    [
      'tenant',
      'changes assignments',
      '',
      (role) => `grant update (member_id) on app.assignment to ${role}`,
      /UPDATE of columns on app\.assignment/,
    ],
    ['tenant', 'deletes entries', '', (role) => `grant delete on audit.event to ${role}`, /holds DELETE on audit\.event/],
    ['tenant', 'empties a table', '', (role) => `grant truncate on app.client to ${role}`, /holds TRUNCATE on app\.client/],
    [
      'tenant',
      'hands on what it may',
      '',
      (role) => `grant select on app.client to ${role} with grant option`,
      /holds SELECT on app\.client with grant option/,
    ],
    [
      'tenant',
      'mints job grants',
      '',
      (role) => `grant usage on schema wall to ${role}; grant execute on all functions in schema wall to ${role}`,
      /holds EXECUTE on function wall\.mint_job_grant/,
    ],
    ['tenant', 'creates in a schema', '', (role) => `grant create on schema app to ${role}`, /holds CREATE on schema app/],
    ['jobs', 'reads clients', '', (role) => `grant select on app.client to ${role}`, /holds SELECT on app\.client/],
    ['identity', 'rewrites sessions', '', (role) => `grant update on wall.live_grant to ${role}`, /holds UPDATE on wall\.live_grant/],
  ])('the %s login when it %s', async (login, _what, attributes, after, sentence) => {
    await expect(withRole(login, attributes, after)).rejects.toThrow(sentence);
  });

  it('the tenant login when it owns the database, and says one sentence for each mistake', async () => {
    const url = new URL((await testBench()).urls.owner);
    const found = await withDatabase(url.toString(), (database) =>
      overPrivileges('tenant', async <Row>(text: string) => database.query<Row>({ text })),
    );
    expect(found).toContainEqual(expect.stringMatching(/owns the database ironbark_w\d+: /));
    expect(found).toContainEqual(expect.stringMatching(/owns the table app\.client: /));
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((sentence) => !sentence.endsWith('.') || sentence.includes('\n'))).toEqual([]);
  });

  it('none of the logins that it makes itself, with the queue’s own tables in place', async () => {
    const { urls } = await testBench();
    const queue = new JobQueue(urls.jobs, false);
    await queue.start();
    await queue.stop();
    await expect(assertUnprivileged(urls)).resolves.toBeUndefined();
    await expect(withRole('tenant', 'superuser')).rejects.toThrow(UnsafeDatabase);
  });
});

describe('a server of our own', () => {
  it('lets no everyday login into the databases it was born with', async () => {
    for (const database of ['postgres', 'template1']) {
      for (const login of ['identity', 'tenant', 'jobs', 'owner'] as const) {
        const url = new URL((await testBench()).urls[login]);
        url.pathname = `/${database}`;
        const client = new pg.Client({ connectionString: url.toString() });
        await expect(client.connect()).rejects.toMatchObject({ code: '42501' });
      }
    }
  });

  it('is closed off when it is provisioned again, however it was before', async () => {
    const { administratorUrl, dataDir } = testServer();
    await administrator.query('grant connect, temporary on database postgres to public');
    await provision(administratorUrl, 'ironbark_template', ownPasswords(dataDir));
    const { rows } = await administrator.query(`select has_database_privilege('ironbark_tenant', 'postgres', 'connect') as open`);
    expect(rows).toEqual([{ open: false }]);
  });
});

import { afterAll } from '@jest/globals';
import pg from 'pg';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { newId } from '../../src/common/ids.js';
import { administratorUrlOf } from './database.js';
import { testBench, type TestPractice } from './practice.js';

const open: pg.Client[] = [];
let superuser: pg.Client | undefined;

afterAll(async () => {
  for (const client of open) await client.end();
});

/** The superuser, who knows the truth. */
export async function administrator(): Promise<pg.Client> {
  superuser ??= await connected(administratorUrlOf((await testBench()).urls));
  return superuser;
}

/** A connection with the tenant login's password and a token. */
export async function sqlOf(token: GrantToken): Promise<pg.Client> {
  const client = await connected((await testBench()).urls.tenant);
  await client.query(`select set_config('ironbark.token', $1, false)`, [token.hash]);
  return client;
}

/** A member's own connection, with SQL of their choice. */
export async function sqlAs(practice: TestPractice, member: number): Promise<pg.Client> {
  return sqlOf(await practice.as(member));
}

/** What became of an attempt: how many rows, or the SQLSTATE of its refusal. */
export async function attempt(by: pg.Client, text: string, values: unknown[] = []): Promise<number | string> {
  return by.query(text, values).then(
    ({ rowCount }) => rowCount ?? 0,
    (error: unknown) => (error as { code: string }).code,
  );
}

/** What a member holds in truth. */
export async function heldInTruth(memberId: string) {
  const { rows } = await (
    await administrator()
  ).query<{ role: string; scope: string; modules: number; team_ids: string[] }>(
    'select role, scope, modules, team_ids from wall.member_access where member_id = $1',
    [memberId],
  );
  return rows[0]!;
}

/** A client with a practitioner, made by the owner. */
export async function bareClientOf(practice: TestPractice): Promise<string> {
  const id = newId();
  await (
    await sqlAs(practice, 0)
  ).query(
    `insert into app.client (org_id, id, file_number, status, practitioner_id, last_activity_at, created_at, card, details)
     values ($1, $2, $3, 'current', $4, clock_timestamp(), clock_timestamp(), '\\x00', '\\x00')`,
    [practice.orgId, id, id, practice.memberIds[0]],
  );
  return id;
}

/** Long enough for a statement of another connection to wait for a lock. */
export async function whileTheOtherWaits(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 300));
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  open.push(client);
  return client;
}

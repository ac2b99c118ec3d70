import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DatabaseUrls } from '../../src/common/config/settings.js';
import { withDatabase } from '../../src/common/database/plain-database.js';
import { operatorOf } from '../support/command-line.js';
import { administratorUrlOf, cloneDatabase, testServer } from '../support/database.js';
import { practiceIn } from '../support/elsewhere.js';
import { testSettings } from '../support/practice.js';
import { APART, canMount } from '../support/mounts.js';
import { Product } from '../support/product.js';

const CLI = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url));
/** A device on which every write fails for want of space; Linux has it. */
const FULL = '/dev/full';

let urls: DatabaseUrls;
let administrator: pg.Client;
let practice: { orgId: string; email: string; cookie: string };
let product: Product;

beforeAll(async () => {
  urls = await cloneDatabase(`ironbark_full_${process.pid}`);
  administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await administrator.connect();
  practice = await practiceIn(urls, testSettings());
  product = await Product.start(urls);
});

afterAll(async () => {
  await product.kill();
  await administrator.end();
});

const CLIENT = {
  kind: 'person',
  legalName: { family: 'Brimful', given: 'Person', familyFirst: false },
  emails: [{ value: 'brimful@client.example', primary: true }],
};

async function call(
  path: string,
  body?: unknown,
): Promise<{ status: number; type: string | null; text: string; body: Record<string, unknown> }> {
  const answer = await fetch(`${product.url}/api/v1${path}`, {
    headers: { cookie: practice.cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get('content-type'), text, body: JSON.parse(text) as Record<string, unknown> };
}

/** Rows of the practice in every tenant table, in the access record and in the outbox. */
async function everything(): Promise<Record<string, number>> {
  const { rows } = await administrator.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
      where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace in ('app'::regnamespace, 'audit'::regnamespace, 'events'::regnamespace)`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await administrator.query<{ n: number }>(`select count(*)::int as n from ${name} where org_id = $1`, [practice.orgId]);
    counts[name] = counted.rows[0]!.n;
  }
  return counts;
}

/** A problem that says that nothing happened, and nothing else: no path, no statement, no name. */
function expectRefusal(answer: Awaited<ReturnType<typeof call>>): void {
  expect({ status: answer.status, type: answer.type }).toEqual({ status: 503, type: 'application/problem+json; charset=utf-8' });
  expect(answer.body).toMatchObject({ code: 'service.database_unavailable', detail: expect.stringContaining('Nothing was changed') });
  expect(answer.text).not.toMatch(/base\/|pg_|53100|No space|insert |app\.|Brimful|could not|ironbark_|\.js:/i);
}

/** Ends every connection, ours too: new ones open the table's file afresh. */
async function forgetOpenFiles(): Promise<void> {
  await administrator.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await administrator.end();
  administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await administrator.connect();
}

/** The same act without the fault, which shows that the fault was the reason and that there is a way back. */
async function expectRecovery(): Promise<void> {
  const before = await call('/clients');
  expect(before).toMatchObject({ status: 200 });
  expect(await call('/clients', CLIENT)).toMatchObject({ status: 201 });
  const after = await call('/clients');
  expect((after.body['items'] as unknown[]).length).toBe((before.body['items'] as unknown[]).length + 1);
}

describe('a disk that is full', () => {
  const onThisDevice = existsSync(FULL) ? it : it.skip;

  onThisDevice('under a table’s own file: PostgreSQL refuses the page, the answer is 503 and nothing of the client is there', async () => {
    const { rows } = await administrator.query<{ path: string; size: number }>(
      `select pg_relation_filepath('app.client_lookup') as path, pg_relation_size('app.client_lookup')::int as size`,
    );
    expect(rows[0]!.size).toBe(0);
    const path = join(testServer().dataDir, 'postgres', rows[0]!.path);
    const before = await everything();
    renameSync(path, `${path}.aside`);
    symlinkSync(FULL, path);
    try {
      await forgetOpenFiles();
      await expect(
        administrator.query(
          `insert into app.client_lookup select gen_random_uuid(), decode(repeat('00', 8), 'hex'), gen_random_uuid(), 'email', gen_random_uuid()`,
        ),
      ).rejects.toMatchObject({ code: '53100' });
      expectRefusal(await call('/clients', CLIENT));
      expect(await everything()).toEqual(before);
    } finally {
      rmSync(path);
      renameSync(`${path}.aside`, path);
      await forgetOpenFiles();
    }
    await expectRecovery();
  });

  // Not the disk itself but its SQLSTATE, raised where a real one would strike: at the last statements before COMMIT too.
  it.each(['app.client', 'app.client_search_delta', 'audit.event', 'events.outbox'])(
    'when PostgreSQL says so (53100, raised by a trigger) on %s: 503, and nothing of the client is there',
    async (table) => {
      const before = await everything();
      await administrator.query(`create function public.full_disk() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100'; end $$`);
      await administrator.query(`create trigger full_disk before insert on ${table} for each row execute function public.full_disk()`);
      expectRefusal(await call('/clients', CLIENT));
      await administrator.query('drop function public.full_disk() cascade');
      expect(await everything()).toEqual(before);
      await expectRecovery();
    },
  );
});

/** Runs a command with a data folder of which only the root key fits on its disk; the disk goes away with the command. */
function whereFull(folder: string, command: string[]): ReturnType<typeof spawnSync> {
  const script = `mount -t tmpfs -o size=64k tmpfs "$1" && mkdir -p -m 700 "$1/keys/organisations" && cp "$2" "$1/keys/" &&
    { cat /dev/zero > "$1/filler" 2> /dev/null; shift 2; exec "$@"; }`;
  return spawnSync(APART[0], [APART[1], 'sh', '-c', script, 'sh', folder, join(testServer().dataDir, 'keys', 'root.key'), ...command], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], ...operatorOf(urls), DATA_DIR: folder },
  });
}

describe('a data folder on a disk that is full', () => {
  const onAFullDisk = canMount ? it : it.skip;

  onAFullDisk('founds no practice without its key, and says so in one sentence', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ironbark-full-'));
    const options = ['--name', 'No Room', '--owner', 'o@noroom.example', '--owner-name', 'O'];
    const ran = whereFull(folder, [process.execPath, CLI, 'organisation', 'create', ...options]);
    rmSync(folder, { recursive: true });
    expect(ran).toMatchObject({ status: 1, stdout: '', stderr: 'The key store cannot be used (ENOSPC).\n' });
    const rows = await withDatabase(urls.owner, async (owner) =>
      owner.query<{ slug: string }>({ text: `select slug from wall.practice_name where slug = 'no-room'` }),
    );
    expect(rows).toEqual([]);
  });
});

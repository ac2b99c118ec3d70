import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { findPostmaster } from './postmaster.js';
import { processIdentity, waitUntilGone } from './processes.js';

// A private folder on purpose: as root, the server's account cannot walk its path.
const root = mkdtempSync(join(tmpdir(), 'ironbark-embedded-'));
const master = join(root, 'master');
const settings = { shared_buffers: '16MB' };
const said: string[] = [];
const log = (message: string): void => void said.push(message);
const start = (dataDir: string): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, log, settings });

async function ask(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.superuserUrl('postgres') });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows.flatMap((row) => Object.values(row));
  } finally {
    await client.end();
  }
}

/** A stopped, healthy data folder of its own, copied from one made once. */
function copyOfMaster(name: string): string {
  const to = join(root, name);
  cpSync(master, to, { recursive: true });
  return to;
}

function pidOf(dataDir: string): number {
  return findPostmaster(join(dataDir, 'postgres'))?.pid ?? 0;
}

beforeAll(async () => {
  const server = await start(master);
  await ask(server, 'create table kept (n int)');
  await server.stop();
});

afterAll(async () => {
  for (const name of readdirSync(root)) {
    const pid = pidOf(join(root, name));
    if (pid > 0) process.kill(pid, 'SIGQUIT');
    if (pid > 0) await waitUntilGone(pid, 5000);
  }
  rmSync(root, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('listens on this machine only, with SCRAM passwords and the builtin UTF-8 locale', async () => {
    const server = await start(copyOfMaster('plain'));
    try {
      const shown = await ask(
        server,
        `select array[current_setting('listen_addresses'), current_setting('unix_socket_directories'), current_setting('jit'),
        current_setting('idle_in_transaction_session_timeout'), (select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'postgres'),
        (select string_agg(distinct auth_method, ',') from pg_hba_file_rules)]`,
      );
      expect(shown[0]).toEqual(['127.0.0.1', '', 'off', '10s', 'b C.UTF-8', 'scram-sha-256']);
      const wrong = new pg.Client({ connectionString: `postgres://postgres:guess@127.0.0.1:${server.port}/postgres` });
      await expect(wrong.connect()).rejects.toThrow('password authentication failed');
    } finally {
      await server.stop();
    }
    expect(pidOf(join(root, 'plain'))).toBe(0);
  });

  it('never runs as root, and keeps the password and the data to their owners', () => {
    expect(statSync(join(master, 'postgres-state', 'superuser-password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(master, 'postgres-state')).mode & 0o777).toBe(0o700);
    expect(statSync(join(master, 'postgres')).mode & 0o777).toBe(0o700);
    expect(statSync(join(master, 'postgres')).uid).not.toBe(0);
  });

  it('keeps values of failed statements out of its log', async () => {
    const dir = copyOfMaster('log');
    const server = await start(dir);
    await expect(ask(server, "select 'Nguyen 1979-02-03'::date")).rejects.toThrow('Nguyen');
    await server.stop();
    const written = readFileSync(join(dir, 'postgres.log'), 'utf8');
    expect(written).toContain('database system is ready');
    expect(written).not.toContain('Nguyen');
  });

  it('keeps committed rows through a kill -9 of the server', async () => {
    const dir = copyOfMaster('killed');
    const first = await start(dir);
    await ask(first, 'insert into kept select generate_series(1, 1000)');
    const killed = pidOf(dir);
    process.kill(killed, 'SIGKILL');
    await waitUntilGone(killed, 5000);
    const second = await start(dir);
    expect(second.adopted).toBe(false);
    expect(await ask(second, 'select count(*)::int from kept')).toEqual([1000]);
    await second.stop();
    await first.stop();
  });

  it('lets a second process of the same folder join, and stops only with the last one', async () => {
    const dir = copyOfMaster('shared');
    const [one, two] = await Promise.all([start(dir), start(dir)]);
    expect([one.adopted, two.adopted].filter((adopted) => adopted)).toHaveLength(1);
    expect(one.port).toBe(two.port);
    await two.stop();
    await two.stop();
    expect(await ask(one, 'select 1')).toEqual([1]);
    await one.stop();
    expect(pidOf(dir)).toBe(0);
  });

  it('stops a server whose process was killed, and starts anew', async () => {
    const dir = copyOfMaster('orphan');
    await start(dir);
    const orphan = pidOf(dir);
    for (const name of readdirSync(join(dir, 'postgres-state', 'users')))
      writeFileSync(join(dir, 'postgres-state', 'users', name), '4194304@1@gone');
    const server = await start(dir);
    expect(server.adopted).toBe(false);
    expect(processIdentity(orphan)).toBeNull();
    expect(said).toContain('Stopping a database server that an earlier process left behind.');
    await server.stop();
  });

  it('is not fooled by a pid file that names some other live process', async () => {
    const dir = copyOfMaster('reused');
    writeFileSync(join(dir, 'postgres', 'postmaster.pid'), `${process.pid}\n${join(dir, 'postgres')}\n1\n54329\n\n127.0.0.1\n\nready\n`);
    const server = await start(dir);
    expect(await ask(server, 'select 1')).toEqual([1]);
    await server.stop();
  });

  it('takes the next port when its own is taken, and goes on using it', async () => {
    const dir = copyOfMaster('port');
    const holder = createServer();
    const taken = await new Promise<number>((resolve) =>
      holder.listen(0, '127.0.0.1', () => resolve((holder.address() as { port: number }).port)),
    );
    writeFileSync(join(dir, 'postgres-state', 'port'), `${taken}\n`);
    const server = await start(dir);
    expect(server.port).toBeGreaterThan(taken);
    expect(readFileSync(join(dir, 'postgres-state', 'port'), 'utf8').trim()).toBe(String(server.port));
    await server.stop();
    holder.close();
  });

  it.each([
    ['half-written', (dir: string) => rmSync(join(dir, 'postgres', 'PG_VERSION')), 'is not a complete PostgreSQL data folder'],
    ['other-version', (dir: string) => writeFileSync(join(dir, 'postgres', 'PG_VERSION'), '15\n'), 'was made by PostgreSQL 15'],
    ['no-password', (dir: string) => rmSync(join(dir, 'postgres-state', 'superuser-password')), 'password file'],
  ])('refuses a %s folder with one sentence and touches nothing', async (name, damage, sentence) => {
    const dir = copyOfMaster(name);
    damage(dir);
    const before = readdirSync(join(dir, 'postgres')).sort();
    await expect(start(dir)).rejects.toThrow(sentence);
    expect(readdirSync(join(dir, 'postgres')).sort()).toEqual(before);
  });

  it('clears away an interrupted first start and begins again', async () => {
    const dir = join(root, 'interrupted');
    mkdirSync(join(dir, '.postgres-new-abc', 'cluster', 'base'), { recursive: true });
    mkdirSync(join(dir, 'postgres'));
    const server = await start(dir);
    expect(readdirSync(dir).filter((name) => name.startsWith('.'))).toEqual([]);
    await server.stop();
  });

  it('says in one sentence that DATA_DIR is not a folder', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(start(join(root, 'file'))).rejects.toThrow(/^DATA_DIR .* cannot be used as a folder/);
  });
});

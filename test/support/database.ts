import pg from 'pg';
import type { DatabaseUrls } from '../../src/common/config/settings.js';
import { ownPasswords, urlsFor } from '../../src/common/database/logins.js';

/** The run's server, as the global set-up left it. */
export interface TestServer {
  administratorUrl: string;
  dataDir: string;
}

/** The server of this run. */
export function testServer(): TestServer {
  const text = process.env['IRONBARK_TEST_DATABASE'];
  if (text === undefined) throw new Error('The run has no database: jest’s globalSetup starts it.');
  return JSON.parse(text) as TestServer;
}

/** A database cloned from the migrated template; made once per name. Returns its four logins' addresses. */
export async function cloneDatabase(name: string): Promise<DatabaseUrls> {
  const { administratorUrl, dataDir } = testServer();
  const client = new pg.Client({ connectionString: administratorUrl });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('clone'))`);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) {
      await client.query(['create database', client.escapeIdentifier(name), 'template ironbark_template owner ironbark_owner'].join(' '));
    }
  } finally {
    await client.end();
  }
  return urlsFor(administratorUrl, name, ownPasswords(dataDir));
}

/** This worker's own database: specs share it and meet nobody, because each test mints its own organisation. */
export async function workerDatabase(): Promise<DatabaseUrls> {
  return cloneDatabase(`ironbark_w${process.env['JEST_WORKER_ID'] ?? '0'}`);
}

/** The superuser's view of a database, for what an attacker with the disk would see. Never used by the product. */
export function administratorUrlOf(urls: DatabaseUrls): string {
  const url = new URL(testServer().administratorUrl);
  url.pathname = new URL(urls.owner).pathname;
  return url.toString();
}

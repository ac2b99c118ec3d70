// One PostgreSQL a run: migrations go into a template database, and each worker clones it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../scripts/lib/build.mjs';
import { at } from '../scripts/lib/paths.mjs';

export default async function setUp() {
  await build(['server']);
  const from = (path) => import(pathToFileURL(at('dist', 'src', path)).href);
  const { startEmbeddedPostgres } = await from('common/database/embedded/embedded-postgres.js');
  const { ownPasswords, provision, urlsFor } = await from('common/database/logins.js');
  const { migrate } = await from('common/database/data-source.js');
  const dataDir = mkdtempSync(join(tmpdir(), 'ironbark-test-'));
  const server = await startEmbeddedPostgres({
    dataDir,
    log: () => undefined,
    settings: { fsync: 'off', full_page_writes: 'off', shared_buffers: '256MB', max_connections: '200' },
  });
  const administratorUrl = server.superuserUrl('postgres');
  const passwords = ownPasswords(dataDir);
  await provision(administratorUrl, 'ironbark_template', passwords);
  await migrate(urlsFor(administratorUrl, 'ironbark_template', passwords).owner);
  // The product as a process of its own is started many times: it is compiled once, by a start that ends at its settings.
  process.env.NODE_COMPILE_CACHE = join(dataDir, 'compiled');
  spawnSync(process.execPath, [at('dist', 'src', 'main.js')], { env: { ...process.env, PORT: 'none' }, stdio: 'ignore' });
  process.env.IRONBARK_TEST_DATABASE = JSON.stringify({ administratorUrl, dataDir });
  globalThis.__ironbarkServer = { server, dataDir };
}

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { loadSettings } from '../../src/common/config/load-settings.js';
import { demoClients } from '../../src/demo/demo-clients.js';
import { ensureDemo } from '../../src/demo/ensure-demo.js';
import { demoPractices } from '../../src/demo/practices.js';
import { bringUpToDate, openDatabase, type Runtime } from '../../src/runtime.js';
import { NeedleScan } from '../support/needle-scan.js';

/** Shorter texts turn up in random bytes by chance, so that finding one would say nothing. */
const SHORTEST = 7;

let dataDir: string;
let runtime: Runtime;
const needles = new Map<string, string>();

function add(what: string, text: string | null | undefined): void {
  if (text != null && Buffer.byteLength(text) >= SHORTEST) needles.set(text, what);
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ironbark-raw-'));
  const settings = loadSettings({
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
  });
  runtime = await openDatabase(settings, () => undefined);
  await bringUpToDate(runtime);
  const today = new Date().toISOString().slice(0, 10);
  for (const practice of demoPractices('small')) {
    for (const member of practice.members) {
      add('member name', member.displayName);
      add('member address', member.email);
    }
    for (const { card, details, identifiers } of demoClients(practice, 'small', today)) {
      for (const name of [card.legalName, ...card.formerNames]) {
        add('name', `${name.given} ${name.family}`);
        add('name', `${name.family} ${name.given}`);
        add('name', name.family);
        add('name', name.given);
      }
      add('preferred name', card.preferredName);
      if (card.dateOfBirth !== null && card.dateOfBirth < '2020') add('date of birth', card.dateOfBirth);
      for (const { value } of details.emails) add('email', value);
      for (const { value } of details.phones) add('phone', value);
      for (const { line1 } of details.addresses) add('address', line1);
      for (const { kind, value } of identifiers) add(kind, value);
    }
  }
  // PostgreSQL's own files name time zones and countries: what they hold before any client is stored proves nothing.
  for (const { text } of found()) needles.delete(text);
  await ensureDemo(settings, runtime.urls, { size: 'small', say: () => undefined });
}, 120_000);

afterAll(async () => {
  await runtime.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : entry.isFile() ? [path] : [];
  });
}

/** Looks for every needle, in UTF-8 and in UTF-16, in the files of the cluster. */
function found(only = ''): { file: string; what: string; text: string }[] {
  const scan = new NeedleScan([...needles.keys()].flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]));
  const texts = [...needles.keys()].flatMap((text) => [text, text]);
  return files(dataDir)
    .filter((path) => statSync(path).size > 0 && path.includes(only) && !path.includes('/native/'))
    .flatMap((path) =>
      scan
        .in(readFileSync(path))
        .map((index) => ({ file: path.slice(dataDir.length), what: needles.get(texts[index]!)!, text: texts[index]! })),
    );
}

async function flush(): Promise<void> {
  const client = new pg.Client({ connectionString: runtime.urls.owner });
  await client.connect();
  await client.query('select pg_stat_force_next_flush()').catch(() => undefined);
  await client.end();
}

describe('someone who carries the disk away', () => {
  it('[I-45] [I-66] [F-09] [F-11] [M-13] finds no name, address, number or date of birth in the data files, the write-ahead log or the server’s log', async () => {
    await flush();
    expect(needles.size).toBeGreaterThan(4_000);
    const inspected = files(dataDir);
    expect(inspected.some((path) => path.includes('/pg_wal/'))).toBe(true);
    expect(inspected.some((path) => path.includes('/base/'))).toBe(true);
    expect(found()).toEqual([]);
  }, 120_000);

  it('would find one that was not sealed', async () => {
    const [text] = [...needles.keys()].filter((one) => needles.get(one) === 'email');
    const client = new pg.Client({ connectionString: runtime.urls.owner });
    await client.connect();
    await client.query('create table public.canary (note text)');
    await client.query('insert into public.canary values ($1)', [text]);
    await client.end();
    const hits = found('/pg_wal/');
    expect(hits.length).toBeGreaterThan(0);
    expect(new Set(hits.map((hit) => hit.text))).toEqual(new Set([text]));
  }, 120_000);
});

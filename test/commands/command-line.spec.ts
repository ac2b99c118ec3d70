import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseUrls, Environ } from '../../src/common/config/settings.js';
import { LOGINS, ownPasswords, provision, urlsFor } from '../../src/common/database/logins.js';
import { withDatabase } from '../../src/common/database/plain-database.js';
import { newId } from '../../src/common/ids.js';
import { operate, operatorOf } from '../support/command-line.js';
import { cloneDatabase, testServer } from '../support/database.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMMANDS = [
  'help',
  'migrate',
  'doctor',
  'organisation create',
  'organisation list',
  'demo',
  'database url',
  'session',
  'factors reset',
  'networks off',
  'sso free',
  'accounts unlock',
  'database reset',
  'openapi',
  'permissions',
];
const TLS = 'localhost/ironbark?sslmode=verify-full';
const PRODUCTION: Environ = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://app.ironbark.example',
  DATABASE_URL: `postgres://owner:x@${TLS}`,
  DATABASE_URL_IDENTITY: `postgres://identity:x@${TLS}`,
  DATABASE_URL_TENANT: `postgres://tenant:x@${TLS}`,
  DATABASE_URL_JOBS: `postgres://jobs:x@${TLS}`,
  KMS_KEY_ID: 'arn:aws:kms:ap-southeast-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  S3_BUCKET: 'ironbark-documents',
  SMTP_URL: 'smtps://mailer:x@email-smtp.ap-southeast-2.amazonaws.com',
};

let urls: DatabaseUrls;
let env: Environ;
beforeAll(async () => {
  urls = await cloneDatabase(`ironbark_cli_${process.pid}`);
  env = operatorOf(urls);
});

/** A database that was made and never migrated. */
async function emptyDatabase(): Promise<Environ> {
  const { administratorUrl, dataDir } = testServer();
  const name = `ironbark_cli_${newId().replaceAll('-', '')}`;
  const passwords = ownPasswords(dataDir);
  await provision(administratorUrl, name, passwords);
  return operatorOf(urlsFor(administratorUrl, name, passwords));
}

async function practices(): Promise<number> {
  const rows = await withDatabase(urls.owner, async (owner) =>
    owner.query<{ slug: string }>({ text: 'select slug from wall.practice_name' }),
  );
  return rows.length;
}

describe('npm run -s ironbark', () => {
  it('lists every command and nothing else on standard output', () => {
    // Without the step before it: what is installed is this run’s, and stays.
    const { status, stdout, stderr } = spawnSync('npm', ['run', '-s', '--ignore-scripts', 'ironbark', '--', 'help'], {
      cwd: ROOT,
      encoding: 'utf8',
      env: { HOME: process.env['HOME'], PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter) },
    });
    expect({ status, stderr: stderr.replaceAll(/^npm warn .*\n/gm, '') }).toEqual({ status: 0, stderr: '' });
    const listed = [...stdout.matchAll(/^ {2}([a-z]+(?: [a-z]+)?)(?= )/gm)].map(([, words]) => words);
    expect(listed).toEqual(COMMANDS);
  }, 30_000);
});

describe('the operators’ command line', () => {
  it.each([[[]], [['help']], [['migrate', '--help']]])('helps when asked for it: %j', async (args) => {
    const { code, stdout, stderr } = await operate(env, ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const command of COMMANDS) expect(stdout).toContain(`  ${command} `);
  });

  it.each([
    [['databse', 'url', 'tenant'], /^There is no command “databse url tenant”; “help” lists them\.\n$/],
    [['organisation'], /^There is no command “organisation”; /],
    [['--yes'], /^There is no command “--yes”; /],
    [['migrate', '--forse'], /^Unknown option '--forse'\. Usage: migrate\n$/],
    [['demo', '--size'], /^Option '--size <value>' argument missing\. Usage: demo /],
    [['migrate', 'now'], /^“now” is one word too many\. Usage: migrate\n$/],
    [['demo', '--size', 'huge'], /^For --size choose one of: small, mid, large\.\n$/],
    [['database', 'url'], /^For the login choose one of: owner, identity, tenant, jobs\.\n$/],
    [['database', 'url', 'owner', 'tenant'], /^“tenant” is one word too many\. /],
    [['session'], /^Say whose session: session EMAIL\n$/],
    [['session', 'nobody@nowhere.example'], /^No active member has that address\.\n$/],
    [['organisation', 'create', '--name', 'X'], /^--owner is missing\.\n$/],
    [['organisation', 'create', '--name', 'X', '--owner', 'x'], /^--owner is not an email address\.\n$/],
  ])('answers %j with one sentence on standard error and code 2', async (args, sentence) => {
    const { code, stdout, stderr } = await operate(env, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('migrates an empty database, names what ran, and then has nothing to do', async () => {
    const empty = await emptyDatabase();
    const before = await operate(empty, 'doctor');
    expect(before).toMatchObject({ code: 1, stderr: expect.stringMatching(/^\d of 7 checks failed\.\n$/) });
    expect(before.stdout).toContain('Migrations are waiting: run “migrate”.');
    const first = await operate(empty, 'migrate');
    expect(first).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^Ran:\n( {2}\w+\d+\n)+$/) });
    expect(await operate(empty, 'migrate')).toEqual({ code: 0, stderr: '', stdout: 'The schema is up to date.\n' });
    const after = await operate(empty, 'doctor');
    expect(after).toMatchObject({ code: 0, stderr: '' });
    expect(after.stdout.match(/^ {2}ok {4}\w+: /gm)).toHaveLength(7);
  }, 30_000);

  it.each([['migrate'], ['session x@y.example']])('says in one sentence that the database is out of reach: %s', (command) => {
    const nowhere = Object.entries(env).map(([name, value]) => [name, value?.replace(/:\d+\/ironbark_cli/, ':1/ironbark_cli')]);
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'dist/src/cli.js'), ...command.split(' ')], {
      encoding: 'utf8',
      env: Object.fromEntries(nowhere) as NodeJS.ProcessEnv,
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^The database [^\n]+\n$/);
  });

  it('[ASVS 6.3.2] founds a practice whose owner can sign in, once per name', async () => {
    const options = ['--name', 'Wattle & Sons', '--owner', 'owner@wattle.example', '--owner-name', 'O Wattle'];
    const founded = await operate(env, 'organisation', 'create', ...options, '--vertical', 'allied_health', '--zone', 'Australia/Perth');
    expect(founded).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^Founded Wattle & Sons \([0-9a-f-]{36}\)\. /) });
    expect((await operate(env, 'organisation', 'list')).stdout).toMatch(/^[0-9a-f-]{36} {2}wattle-sons$/m);
    expect((await operate(env, 'session', 'Owner@Wattle.example')).stdout).toMatch(/^Cookie: ironbark-session=[\w-]{43}\n$/);
    const before = await practices();
    const again = await operate(env, 'organisation', 'create', ...options);
    expect(again).toEqual({ code: 1, stdout: '', stderr: 'There is a practice “wattle-sons” already.\n' });
    const nowhere = await operate(env, 'organisation', 'create', ...options, '--name', 'Other', '--zone', 'Mars/Olympus');
    expect(nowhere).toEqual({ code: 1, stdout: '', stderr: 'timeZone: Use an IANA time zone such as Australia/Sydney.\n' });
    expect(await practices()).toBe(before);
  });

  it('creates the small demo practices once and says who may sign in', async () => {
    const first = await operate(env, 'demo', '--size', 'small');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const addresses = [...first.stdout.matchAll(/^ {2}(\S+@\S+) /gm)].map(([, address]) => address!);
    expect(addresses.length).toBeGreaterThanOrEqual(3);
    const count = await practices();
    expect(await operate(env, 'demo', '--size', 'small')).toMatchObject({ code: 0, stderr: '' });
    expect(await practices()).toBe(count);
    for (const address of addresses) expect((await operate(env, 'session', address)).code).toBe(0);
  }, 60_000);

  it('prints each login’s own connection string, and nothing beside it', async () => {
    for (const login of LOGINS) {
      const { code, stdout, stderr } = await operate(env, 'database', 'url', login);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const rows = await withDatabase(stdout.trim(), async (database) =>
        database.query<{ who: string }>({ text: 'select current_user as who' }),
      );
      expect(rows).toEqual([{ who: `ironbark_${login}` }]);
    }
  });

  it('prints the OpenAPI document and the permissions, or writes them to a file and prints nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ironbark-cli-'));
    const printed = await operate(env, 'openapi');
    expect(JSON.parse(printed.stdout)).toMatchObject({ openapi: '3.1.0' });
    const file = join(folder, 'permissions.json');
    expect(await operate(env, 'permissions', '--out', file)).toEqual({ code: 0, stdout: '', stderr: '' });
    const snapshot = readFileSync(join(ROOT, 'test/inventory/permissions.snapshot.json'), 'utf8');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(snapshot));
    rmSync(folder, { recursive: true });
  }, 30_000);
});

describe('a command that destroys', () => {
  const terminal = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  afterAll(() => void Object.defineProperty(process, 'stdin', terminal));

  /** Somebody at a terminal who will answer so; without an answer there is no terminal. */
  function answering(answer?: string): void {
    const stdin = Object.assign(new PassThrough(), { isTTY: answer !== undefined });
    if (answer !== undefined) stdin.end(`${answer}\n`);
    Object.defineProperty(process, 'stdin', { value: stdin, configurable: true });
  }

  it.each([
    ['nobody can be asked', undefined, 'add --yes to go on without being asked.'],
    ['the answer is no', 'no', 'Nothing was done.'],
    ['the answer is not the whole word', 'y', 'Nothing was done.'],
    ['the answer is empty', '', 'Nothing was done.'],
  ])('does nothing when %s', async (_when, answer, sentence) => {
    answering(answer);
    const before = await practices();
    const { code, stdout, stderr } = await operate(env, 'database', 'reset');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('This destroys every practice in this database');
    expect(stderr).toContain(sentence);
    expect(await practices()).toBe(before);
  });

  it.each([
    ['yes is typed', 'yes', []],
    ['--yes stands in the command', undefined, ['--yes']],
  ])(
    'does it when %s, and the schema can be made anew',
    async (_when, answer, options) => {
      answering(answer);
      expect(await operate(env, 'migrate')).toMatchObject({ code: 0 });
      expect(await operate(env, 'database', 'reset', ...options)).toMatchObject({ code: 0 });
      await expect(practices()).rejects.toThrow(/does not exist/);
      expect((await operate(env, 'migrate')).stdout).toMatch(/^Ran:/);
      expect(await practices()).toBe(0);
    },
    30_000,
  );
});

describe('in production', () => {
  it.each([[['session', 'owner@wattle.example']], [['database', 'url', 'owner']], [['database', 'reset', '--yes']], [['demo']]])(
    'refuses %j with one sentence and code 2',
    async (args) => {
      const { code, stdout, stderr } = await operate(PRODUCTION, ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^“(session|database url|database reset|demo)” is refused in production\.\n$/);
    },
  );
});

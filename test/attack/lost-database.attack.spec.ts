import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseUrls, Settings } from '../../src/common/config/settings.js';
import { migrate } from '../../src/common/database/data-source.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/common/database/embedded/embedded-postgres.js';
import { ownPasswords, provision, urlsFor } from '../../src/common/database/logins.js';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { practiceIn } from '../support/elsewhere.js';
import { testSettings } from '../support/practice.js';
import { Product } from '../support/product.js';
import { StepProxy } from '../support/step-proxy.js';

let dataDir: string;
let settings: Settings;
let server: EmbeddedPostgres;
let urls: DatabaseUrls;
let practice: { orgId: string; email: string; cookie: string };
let product: Product;
let started: Product | undefined;
let proxy: StepProxy | undefined;

/** A PostgreSQL of this file's own, to be stopped without hurting anybody. */
async function startServer(): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataDir, log: () => undefined, settings: { fsync: 'off', shared_buffers: '32MB' } });
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ironbark-lost-'));
  settings = testSettings({ DATA_DIR: dataDir, ROLE: 'all' });
  server = await startServer();
  const administratorUrl = server.superuserUrl('postgres');
  const passwords = ownPasswords(dataDir);
  await provision(administratorUrl, 'ironbark', passwords);
  urls = urlsFor(administratorUrl, 'ironbark', passwords);
  await migrate(urls.owner);
  practice = await practiceIn(urls, settings);
}, 60_000);

afterAll(async () => {
  await started?.kill();
  await proxy?.stop();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The product anew, on these logins. */
async function restart(on: DatabaseUrls): Promise<void> {
  await started?.kill();
  started = await Product.start(on, { DATA_DIR: dataDir, ROLE: 'all' });
  product = started;
}

interface Answer {
  status: number;
  type: string | null;
  text: string;
  ms: number;
}

async function call(path: string, body?: unknown): Promise<Answer> {
  const begun = performance.now();
  const answer = await fetch(`${product.url}${path}`, {
    headers: { cookie: practice.cookie, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(60_000),
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text(), ms: performance.now() - begun };
}

const ACTS: [string, unknown?][] = [
  ['/api/v1/me'],
  ['/api/v1/clients'],
  ['/api/v1/clients', { kind: 'person', legalName: { family: 'Lost', given: 'Person', familyFirst: false } }],
  ['/api/v1/clients/search', { text: 'lost' }],
  ['/api/v1/client-imports'],
  ['/api/v1/auth/sign-in', { email: 'somebody@practice.example' }],
  ['/api/v1/auth/link', { token: 'A'.repeat(43) }],
  ['/health/ready'],
];

/** What every door answers while the database is away. */
async function expectOutage(): Promise<void> {
  const answers = await Promise.all(ACTS.map(async ([path, body]) => ({ path, ...(await call(path, body)) })));
  for (const { path, status, type, text } of answers) {
    expect({ path, status, type }).toEqual({ path, status: 503, type: 'application/problem+json; charset=utf-8' });
    expect(JSON.parse(text)).toMatchObject({
      code: 'service.database_unavailable',
      detail: expect.stringMatching(/^The database is out of reach/),
    });
    expect(text).not.toMatch(/127\.0\.0\.1|ECONN|ironbark_|57P|terminat|\.js:/i);
  }
  expect(await call('/health/live')).toMatchObject({ status: 200, text: '{"status":"live"}' });
}

/** Waits until the product says that it is ready again, then asks it for everything. Nobody touches the process. */
async function expectRecovery(): Promise<void> {
  for (let attempt = 0; (await call('/health/ready')).status !== 200; attempt++) {
    if (attempt > 200) throw new Error('it never got ready again');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const [path, body] of ACTS.slice(0, 5)) expect((await call(path, body)).status).toBeLessThan(300);
  // What happens behind the requests goes on as well: the mail of a sign-in leaves.
  const asked = Date.now();
  expect((await call('/api/v1/auth/sign-in', { email: practice.email })).status).toBe(202);
  for (let attempt = 0; attempt < 200; attempt++) {
    const mails = JSON.parse((await call('/dev/mail.json')).text) as CaughtMail[];
    if (mails.some(({ to, receivedAt }) => to === practice.email && Date.parse(receivedAt) >= asked)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail came');
}

describe('when the database is lost', () => {
  it.each([
    ['stopped by its operator', async () => server.stop()],
    [
      'killed',
      async () => {
        process.kill(Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
        await server.stop();
      },
    ],
  ])(
    '%s: every request is told so, health says not ready but live, and all is well once it is back',
    async (_how, lose) => {
      await restart(urls);
      await expectRecovery();
      await lose();
      await expectOutage();
      server = await startServer();
      expect(server.port).toBe(Number(new URL(urls.owner).port));
      await expectRecovery();
    },
    60_000,
  );
});

describe('when the network swallows what is sent to the database', () => {
  it('health says within seconds that it is not ready, though nobody refused anything, and all is well once the lost connections are gone', async () => {
    proxy = new StepProxy({ host: '127.0.0.1', port: Number(new URL(urls.owner).port) });
    const port = await proxy.start();
    const through = Object.entries(urls).map(([login, url]: [string, string]) => [login, url.replace(/:\d+\//, `:${port}/`)]);
    await restart(Object.fromEntries(through) as DatabaseUrls);
    proxy.onStep = () => true;
    const [ready, live] = await Promise.all([call('/health/ready'), call('/health/live')]);
    expect(ready).toMatchObject({ status: 503, type: 'application/problem+json; charset=utf-8' });
    expect(JSON.parse(ready.text)).toMatchObject({ code: 'service.database_unavailable' });
    expect(ready.ms).toBeLessThan(10_000);
    expect(live).toMatchObject({ status: 200 });
    proxy.onStep = () => false;
    proxy.cut();
    await expectRecovery();
  }, 60_000);
});

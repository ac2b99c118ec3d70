import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId } from '../../src/common/ids.js';
import { administratorUrlOf } from '../support/database.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { Product } from '../support/product.js';
import { StepProxy } from '../support/step-proxy.js';

let proxy: StepProxy;
let administrator: pg.Client;
let practice: TestPractice;
let cookie: string;
let clientId: string;
let tenantPort: number;
let product: Product | undefined;

beforeAll(async () => {
  const { urls, tenants } = await testBench();
  administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await administrator.connect();
  practice = await newPractice();
  const token = await practice.as();
  cookie = `ironbark-session=${token.secret}`;
  clientId = newId();
  await tenants.run(token, async (tx) => {
    const { insertClients } = await import('../../src/modules/clients/index.js');
    const { NO_DETAILS } = await import('../../src/modules/clients/domain/client-details.js');
    await insertClients(tx, await tx.keyring(), [
      {
        id: clientId,
        fileNumber: 'K-1',
        status: 'current',
        teamId: null,
        practitionerId: null,
        lastActivityAt: new Date(),
        createdAt: new Date(),
        archivedAt: null,
        card: {
          kind: 'person',
          legalName: { family: 'Kill', given: 'Test', familyFirst: false },
          preferredName: null,
          formerNames: [],
          dateOfBirth: null,
        },
        details: NO_DETAILS,
        identifiers: [],
        relationships: [],
        consents: [],
      },
    ]);
    tx.audit({ action: 'create', subject: { kind: 'client', id: clientId } });
  });
  const target = new URL(urls.tenant);
  proxy = new StepProxy({ host: target.hostname, port: Number(target.port) });
  tenantPort = await proxy.start();
});

afterAll(async () => {
  await kill();
  await proxy.stop();
  await administrator.end();
});

/** Starts the product with its tenant login behind the proxy. */
async function start(): Promise<string> {
  const { urls } = await testBench();
  const tenant = new URL(urls.tenant);
  tenant.port = String(tenantPort);
  product = await Product.start({ ...urls, tenant: tenant.toString() });
  return product.url;
}

async function kill(): Promise<void> {
  await product?.kill();
}

/** The request id of an answer that arrived whole with a client in it, else undefined. */
async function read(base: string, path: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${base}/api/v1${path}`, { headers: { cookie } });
    const text = await answer.text();
    return answer.status === 200 && text.includes(clientId) ? answer.headers.get('x-request-id')! : undefined;
  } catch {
    return undefined;
  }
}

async function recorded(requestIds: string[]): Promise<string[]> {
  const { rows } = await administrator.query<{ request_id: string }>(
    'select request_id::text from audit.event where request_id = any($1)',
    [requestIds],
  );
  return rows.map(({ request_id }) => request_id);
}

describe('the process is killed', () => {
  it.each([`/clients/CLIENT`, '/clients'])(
    '[F-21] [I-56] between any two steps of GET %s: every answer that arrived has its committed entry',
    async (route) => {
      const path = route.replace('CLIENT', clientId);
      let base = await start();
      // Warm: the connection is open and the statements are prepared, so that the counted steps are the request's own.
      for (let warm = 0; warm < 2; warm++) await read(base, path);
      proxy.reset();
      let count = 0;
      proxy.onStep = (step) => ((count = step), false);
      const whole = await read(base, path);
      expect(await recorded([whole!])).toEqual([whole]);
      const steps = count;
      expect(steps).toBeGreaterThan(2);
      expect(steps).toBeLessThan(60);
      const arrived: string[] = [];
      for (let step = 1; step <= steps + 1; step++) {
        proxy.onStep = () => false;
        for (let warm = 0; warm < 2; warm++) await read(base, path);
        proxy.reset();
        let killed: Promise<void> | undefined;
        proxy.onStep = (now) => {
          if (now < step) return false;
          killed ??= kill();
          return true;
        };
        const id = await read(base, path);
        if (id !== undefined) arrived.push(id);
        await (killed ?? kill());
        expect(await recorded(arrived)).toHaveLength(arrived.length);
        proxy.onStep = () => false;
        if (step <= steps) base = await start();
      }
      await kill();
    },
    120_000,
  );

  it('[F-21] under load, at random: every answer that arrived has its committed entry', async () => {
    proxy.onStep = () => false;
    for (let round = 0; round < 4; round++) {
      const base = await start();
      const arrived: string[] = [];
      const callers = Array.from({ length: 12 }, async () => {
        for (;;) {
          const id = await read(base, `/clients/${clientId}`);
          if (id === undefined) return;
          arrived.push(id);
        }
      });
      while (arrived.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, round * 37));
      await kill();
      await Promise.all(callers);
      expect(arrived.length).toBeGreaterThan(0);
      const there = new Set(await recorded(arrived));
      expect(arrived.filter((id) => !there.has(id))).toEqual([]);
    }
  }, 300_000);
});

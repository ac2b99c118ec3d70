import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../../../../test/support/app.js';
import { newPractice, testBench, type TestPractice } from '../../../../test/support/practice.js';
import { systemClock } from '../../../common/clock/clock.js';
import { newId } from '../../../common/ids.js';
import { readRow } from '../domain/csv-row.js';
import { insertClients } from '../persistence/client-writer.js';
import type { ImportDto } from './client-imports.dto.js';

const IMPORTS = '/api/v1/client-imports';
const CSV = 'Family name,Given name,Date of birth\nOkafor,Ada,17/08/1994\nLe,An,31/02/1990\n';
const ORIGIN = 'http://localhost:3000';

let app: TestApp;

beforeAll(async () => {
  app = await testApp();
  await app.app.listen(0, '127.0.0.1');
});

async function upload(practice: TestPractice, body: string | Buffer = CSV, name = 'clients.csv') {
  return app.http
    .post(IMPORTS)
    .set({ cookie: await app.cookie(practice), origin: ORIGIN, 'content-type': 'text/csv', 'x-file-name': name })
    .send(body);
}

async function follow(practice: TestPractice, id: string, wanted: string): Promise<ImportDto> {
  const cookie = await app.cookie(practice);
  for (let tries = 0; tries < 200; tries++) {
    const { body } = (await app.http.get(`${IMPORTS}/${id}`).set({ cookie })) as { body: ImportDto };
    if (body.state === wanted) return body;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the import never was ${wanted}`);
}

/** Clients with long notes, so that their file is larger than any socket's buffer. */
async function fill(practice: TestPractice, count: number): Promise<void> {
  const { tenants } = await testBench();
  const { card, details } = readRow({ familyName: 'Okafor', contactNote: '漢'.repeat(2_000) }, systemClock).draft!;
  const now = systemClock.now();
  const client = {
    status: 'current',
    teamId: null,
    practitionerId: null,
    lastActivityAt: now,
    createdAt: now,
    archivedAt: null,
    card,
    details,
  } as const;
  const clients = Array.from({ length: count }, (_client, index) => ({
    ...client,
    id: newId(),
    fileNumber: `L-${index}`,
    identifiers: [],
    relationships: [],
    consents: [],
  }));
  await tenants.run(await practice.as(), async (tx) => insertClients(tx, await tx.keyringUnrecorded('a practice of a test'), clients));
}

describe('imports over HTTP', () => {
  it('go from upload by way of a preview to clients, the jobs doing the work', async () => {
    const practice = await newPractice();
    const cookie = await app.cookie(practice);
    const { status, body } = (await upload(practice, CSV, 'M%C3%A4rz%2F..%2Fkunden.csv')) as { status: number; body: ImportDto };
    expect([status, body.state, body.fileName, body.totalRows]).toEqual([201, 'checking', 'kunden.csv', 2]);
    expect(await follow(practice, body.id, 'ready')).toMatchObject({
      readyRows: 1,
      errorRows: 1,
      mapping: { 'Date of birth': 'dateOfBirth' },
    });
    const errors = await app.http.get(`${IMPORTS}/${body.id}/rows?outcome=error&limit=1`).set({ cookie });
    expect(errors.body).toMatchObject({
      items: [{ row: 2, values: { familyName: 'Le', dateOfBirth: '31/02/1990' }, errors: [{ field: 'dateOfBirth', code: 'not_a_date' }] }],
      nextCursor: null,
    });
    expect((await app.http.post(`${IMPORTS}/${body.id}/start`).set({ cookie, origin: ORIGIN })).body).toMatchObject({ state: 'running' });
    expect(await follow(practice, body.id, 'done')).toMatchObject({ importedRows: 1, errorRows: 1 });
    const exported = await app.http.post('/api/v1/clients/export').set({ cookie, origin: ORIGIN }).send({});
    expect(exported.headers['content-disposition']).toMatch(/^attachment; filename="clients-\d{4}-\d\d-\d\d\.csv"$/);
    expect(exported.headers['content-type']).toContain('text/csv');
    expect(exported.text).toContain('Okafor,Ada');
  });

  it('page through rows by cursor', async () => {
    const practice = await newPractice();
    const cookie = await app.cookie(practice);
    const { body } = (await upload(practice, `Family name\n${'Okafor\n'.repeat(5)}`)) as { body: ImportDto };
    await follow(practice, body.id, 'ready');
    const seen: number[] = [];
    for (let cursor: string | null = '0'; cursor !== null;) {
      const page = (await app.http.get(`${IMPORTS}/${body.id}/rows?limit=2&cursor=${cursor}`).set({ cookie })) as {
        body: { items: { row: number }[]; nextCursor: string | null };
      };
      seen.push(...page.body.items.map(({ row }) => row));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it('answer a foreign id like one that does not exist', async () => {
    const { body } = (await upload(await newPractice())) as { body: ImportDto };
    const cookie = await app.cookie(await newPractice());
    for (const id of [body.id, '01900000-0000-7000-8000-000000000000', 'nonsense']) {
      for (const request of [
        app.http.get(`${IMPORTS}/${id}`),
        app.http.get(`${IMPORTS}/${id}/rows`),
        app.http.post(`${IMPORTS}/${id}/start`),
        app.http.post(`${IMPORTS}/${id}/pause`),
        app.http.post(`${IMPORTS}/${id}/cancel`),
        app.http.put(`${IMPORTS}/${id}/mapping`).send({ mapping: {} }),
      ]) {
        const answer = await request.set({ cookie, origin: ORIGIN });
        expect([answer.status, (answer.body as { code: string }).code]).toEqual([404, 'clients.import_not_found']);
      }
    }
  });

  it.each([
    ['not UTF-8', Buffer.from([0x41, 0x0a, 0xff]), 400, 'not_utf8'],
    ['an open quotation mark', 'A,B\n"x,y\n', 400, 'quote_not_closed'],
    ['an empty file', '', 400, 'empty'],
  ])('refuse %s and keep nothing', async (_what, body, status, code) => {
    const practice = await newPractice();
    const answer = (await upload(practice, body)) as { status: number; body: { errors: { code: string }[] } };
    expect([answer.status, answer.body.errors[0]!.code]).toEqual([status, code]);
    expect((await app.http.get(IMPORTS).set({ cookie: await app.cookie(practice) })).body).toEqual({ items: [] });
  });

  it('refuse a file of more than 20 MB, a body that is no file, and files sent elsewhere', async () => {
    const practice = await newPractice();
    const headers = { cookie: await app.cookie(practice), origin: ORIGIN };
    expect((await upload(practice, Buffer.alloc(20 * 1024 * 1024 + 1, 'a'))).status).toBe(413);
    expect((await app.http.post(IMPORTS).set(headers).send({ a: 1 })).status).toBe(415);
    expect(
      (
        await app.http
          .post('/api/v1/clients/export')
          .set({ ...headers, 'content-type': 'text/csv' })
          .send('a,b')
      ).status,
    ).toBe(415);
    expect((await upload(practice, CSV, '%E0%A4%A')).status).toBe(400);
  });

  it('refuse a file that turns out larger than it said, and read none of a stranger’s', async () => {
    const address = `${await app.app.getUrl()}${IMPORTS}`;
    const headers = { cookie: await app.cookie(await newPractice()), origin: ORIGIN, 'content-type': 'text/csv' };
    const endless = () => Readable.toWeb(Readable.from(Array.from({ length: 21 }, () => Buffer.alloc(1024 * 1024, 'a'))));
    const send = async (sent: Record<string, string>) =>
      (await fetch(address, { method: 'POST', headers: sent, body: endless(), duplex: 'half' })).status;
    expect(await send(headers)).toBe(413);
    expect(await send({ ...headers, cookie: '' })).toBe(401);
  });

  it('go on when a process starts after another one was killed in the middle', async () => {
    const practice = await newPractice();
    const { body } = (await upload(practice)) as { body: ImportDto };
    await follow(practice, body.id, 'ready');
    const { tenants, jobs } = await testBench();
    // What a killed process leaves: an import under way, and a job that its queue believes to be in good hands.
    await tenants.run(await practice.as(), (tx) =>
      tx.execute({ text: `update app.client_import set state = 'running' where id = $1`, values: [body.id] }),
    );
    const data = { orgId: practice.orgId, memberId: practice.memberIds[0], importId: body.id };
    await jobs.execute({
      text: `insert into queue.job (name, data, state, started_on) values ('clients.run-import', $1, 'active', now())`,
      values: [data],
    });
    await testApp();
    expect(await follow(practice, body.id, 'done')).toMatchObject({ importedRows: 1 });
  });

  it('close a download without its end when the member signs out on the way', async () => {
    const practice = await newPractice();
    const cookie = await app.cookie(practice);
    await fill(practice, 4_000);
    const answer = await fetch(`${await app.app.getUrl()}/api/v1/clients/export`, {
      method: 'POST',
      headers: { cookie, origin: ORIGIN, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(answer.status).toBe(200);
    const reader = answer.body!.getReader();
    await reader.read();
    expect((await app.http.post('/api/v1/auth/sign-out').set({ cookie, origin: ORIGIN })).status).toBe(204);
    const rest = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow();
  }, 120_000);
});

import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { newPractice } from '../support/practice.js';

let server: TestApp;
let cookie: string;

beforeAll(async () => {
  server = await testApp();
  cookie = await server.cookie(await newPractice());
});

function expectProblem(
  answer: { status: number; type: string; text: string; body: unknown; headers: Record<string, string> },
  status: number,
  code?: string,
): void {
  expect({ status: answer.status, type: answer.type }).toEqual({ status, type: 'application/problem+json' });
  const body = answer.body as Record<string, unknown>;
  expect(body).toMatchObject({ status, title: expect.any(String), detail: expect.any(String), requestId: answer.headers['x-request-id'] });
  if (code !== undefined) expect(body['code']).toBe(code);
  expect(answer.text).not.toMatch(/at .*\.(ts|js):\d+|node_modules|select |insert |pg_|ironbark_/i);
}

const person = { kind: 'person', legalName: { family: 'Whole', given: 'Person', familyFirst: false } };

describe('bad input is one clear problem document', () => {
  it('for bodies that are not JSON, not UTF-8, hold NUL, are too large, or are of another kind', async () => {
    const post = () => server.http.post('/api/v1/clients').set('cookie', cookie).set('content-type', 'application/json');
    expectProblem(await post().send('{"kind":'), 400, 'request.invalid');
    expectProblem(await post().send('[1,2'), 400);
    expectProblem(await post().send(JSON.stringify({ ...person, title: 'a\0b' })), 400, 'request.invalid');
    expectProblem(await post().send(`{"kind":"person","__proto__":{"admin":true}}`), 400);
    expectProblem(await post().send(JSON.stringify({ ...person, title: 'x'.repeat(10_000_000) })), 413, 'request.too_large');
    expectProblem(
      await server.http.post('/api/v1/clients').set('cookie', cookie).set('content-type', 'text/plain').send('hello'),
      415,
      'request.unsupported_media_type',
    );
    expect(
      (await raw(Buffer.concat([Buffer.from('{"kind":"person","title":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]))).split(
        '\r\n',
        1,
      )[0],
    ).toContain('400');
  });

  it('for bodies nested too deeply, however deep, and not for brackets within texts', async () => {
    const put = (value: string) =>
      server.http
        .put('/api/v1/me/preferences/nested')
        .set('cookie', cookie)
        .set('content-type', 'application/json')
        .send(`{"value":${value}}`);
    for (const [open, close, depth] of [
      ['[', ']', 32],
      ['[', ']', 10_000],
      ['{"a":', '}', 32],
      ['{"a":', '}', 10_000],
      ['[{"\\\\":', '}]', 5_000],
    ] as const) {
      const answer = await put(`${open.repeat(depth)}1${close.repeat(depth)}`);
      expectProblem(answer, 400, 'request.invalid');
      expect((answer.body as { errors: object[] }).errors).toMatchObject([{ field: 'body', code: 'too_deep' }]);
    }
    await put(`${'['.repeat(31)}${']'.repeat(31)}`).expect(204);
    await put(`[${Array(500).fill('[]').join()}]`).expect(204);
    await put(JSON.stringify(`"${'[{"\\'.repeat(2_000)}`)).expect(204);
    expectProblem(await put(`"${'['.repeat(100)}`), 400, 'request.invalid');
  });

  it('for fields that are unknown, missing, of the wrong type or too long, each named', async () => {
    const answer = await server.http
      .post('/api/v1/clients')
      .set('cookie', cookie)
      .send({ ...person, legalName: { family: 'x'.repeat(201), given: 5 }, isAdmin: true });
    expectProblem(answer, 400, 'request.invalid');
    const fields = (answer.body as { errors: { field: string; code: string; message: string }[] }).errors;
    expect(fields.map(({ field }) => field)).toEqual(expect.arrayContaining(['isAdmin']));
    for (const { message } of fields) expect(message.length).toBeGreaterThan(5);
    expect(answer.text).not.toContain('xxxxxxxxxx');
  });

  it('for pages, cursors, limits and filters that make no sense', async () => {
    for (const query of [
      'limit=-1',
      'limit=0',
      'limit=100000',
      'limit=ten',
      'cursor=nonsense',
      'cursor=',
      'sort=password',
      'status=unknown',
      'team=not-an-id',
      'page=-3',
      'limit=50&limit=60',
      'sort[$gt]=1',
    ]) {
      expectProblem(await server.http.get(`/api/v1/clients?${query}`).set('cookie', cookie), 400);
    }
  });

  it('for ids that are no ids, and addresses that are no addresses', async () => {
    for (const id of ['1', 'null', '%00', "'%20or%201=1--", '../../etc/passwd', 'x'.repeat(300)]) {
      const answer = await server.http.get(`/api/v1/clients/${id}`).set('cookie', cookie);
      expect([400, 404, 414]).toContain(answer.status);
      expectProblem(answer, answer.status);
    }
    expectProblem(await server.http.get('/api/v1/%ZZ').set('cookie', cookie), 400);
    expectProblem(await server.http.get('/api/v1/nowhere').set('cookie', cookie), 404, 'request.not_found');
    expectProblem(await server.http.delete('/api/v1/clients').set('cookie', cookie), 404);
  });

  it('for references to what belongs to somebody else, with nothing written', async () => {
    const other = await newPractice();
    const before = await server.http.post('/api/v1/clients/search').set('cookie', cookie).send({});
    for (const extra of [{ teamId: other.teamIds[0] }, { practitionerId: other.memberIds[0] }, { teamId: newId() }]) {
      const answer = await server.http
        .post('/api/v1/clients')
        .set('cookie', cookie)
        .send({ ...person, ...extra });
      expect([400, 409, 404]).toContain(answer.status);
      expectProblem(answer, answer.status);
    }
    const after = await server.http.post('/api/v1/clients/search').set('cookie', cookie).send({});
    expect((after.body as { total: number }).total).toBe((before.body as { total: number }).total);
  });

  it('for a stale version, with the version that stands', async () => {
    const created = await server.http.post('/api/v1/clients').set('cookie', cookie).send(person).expect(201);
    const { id, version } = created.body as { id: string; version: number };
    await server.http.patch(`/api/v1/clients/${id}`).set('cookie', cookie).send({ version, preferredName: 'First' }).expect(200);
    const stale = await server.http.patch(`/api/v1/clients/${id}`).set('cookie', cookie).send({ version, preferredName: 'Second' });
    expectProblem(stale, 409, 'clients.changed_meanwhile');
    expect(stale.body).toMatchObject({ currentVersion: version + 1 });
    const { body } = await server.http.get(`/api/v1/clients/${id}`).set('cookie', cookie);
    expect((body as { preferredName: string }).preferredName).toBe('First');
  });

  it('for cookies that are forged, cut or doubled', async () => {
    for (const forged of [
      'ironbark-session=',
      'ironbark-session=x',
      `ironbark-session=${'A'.repeat(43)}`,
      `${cookie.slice(0, -4)}AAAA`,
      `ironbark-session=${'%00'.repeat(43)}`,
    ]) {
      expectProblem(await server.http.get('/api/v1/me').set('cookie', forged), 401, 'identity.not_signed_in');
    }
  });

  it('keeps pages of other origins out and tells browsers what to hold back', async () => {
    const { headers } = await server.http.get('/api/v1/me').set('cookie', cookie).expect(200);
    expect(headers['content-security-policy']).toContain(`script-src 'self'`);
    expect(headers['content-security-policy']).not.toContain(`script-src 'self' 'unsafe-inline'`);
    expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});

/** A request written byte by byte, as no client library would. */
async function raw(body: Buffer): Promise<string> {
  if (!server.app.getHttpServer().listening) await server.app.listen(0, '127.0.0.1');
  const { port } = server.app.getHttpServer().address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (piece) => (answer += piece.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.write(
      `POST /api/v1/clients HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    socket.write(body);
  });
}

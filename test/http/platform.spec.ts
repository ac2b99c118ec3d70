import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testApp, type TestApp } from '../support/app.js';
import { administratorUrlOf } from '../support/database.js';
import { newPractice, testBench } from '../support/practice.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

describe('the platform', () => {
  it('answers health, and metrics without anybody’s id', async () => {
    await server.http.get('/health/live').expect(200, { status: 'live' });
    await server.http.get('/health/ready').expect(200, { status: 'ready' });
    const practice = await newPractice();
    await server.http
      .get('/api/v1/me')
      .set('cookie', await server.cookie(practice))
      .expect(200);
    const { text } = await server.http.get('/metrics').expect(200);
    expect(text).toContain('ironbark_http_request_seconds_bucket');
    expect(text).toContain('route="/api/v1/me"');
    expect(text).not.toContain(practice.orgId);
  });

  it('serves nothing but health, metrics and caught mail where it only works', async () => {
    const worker = await testApp({ env: { ROLE: 'worker' } });
    await worker.http.get('/health/ready').expect(200);
    await worker.http.get('/metrics').expect(200);
    const practice = await newPractice();
    const cookie = await worker.cookie(practice);
    for (const path of ['/api/v1/me', '/api/v1/clients', '/api/docs', '/api/openapi.json', '/', '/clients'])
      await worker.http
        .get(path)
        .set({ cookie })
        .expect(404)
        .expect('content-type', /problem\+json/);
  });

  it('makes the partitions of its record when it starts, whoever tidies up', async () => {
    const { urls } = await testBench();
    const administrator = new pg.Client({ connectionString: administratorUrlOf(urls) });
    await administrator.connect();
    const [last] = (
      await administrator.query<{ name: string }>(
        `select c.oid::regclass::text as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
          where i.inhparent = 'audit.event'::regclass and c.relkind = 'r' order by 1 desc`,
      )
    ).rows;
    await administrator.query(`drop table ${last!.name}`);
    await testApp({ env: { ROLE: 'web' } });
    const { rows } = await administrator.query<{ there: boolean }>('select to_regclass($1) is not null as there', [last!.name]);
    await administrator.end();
    expect(rows[0]!.there).toBe(true);
  });

  it('describes itself in OpenAPI 3.1, every operation with a typed answer', async () => {
    const { body } = await server.http.get('/api/openapi.json').expect(200);
    const document = body as {
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, { content?: object; headers?: object }> }>>;
    };
    expect(document.openapi).toBe('3.1.0');
    const untyped: string[] = [];
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, { responses }] of Object.entries(operations)) {
        const [status, good] = Object.entries(responses).find(([code]) => code.startsWith('2')) ?? [];
        // The upload protocol answers in headers alone.
        if (status !== '204' && !good?.content && !good?.headers) untyped.push(`${method} ${path}`);
      }
    }
    expect(untyped).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('"nullable"');
    await server.http.get('/api/docs').expect(200);
  });

  it('serves the admin UI for its pages and problems for what is not there', async () => {
    await server.http
      .get('/clients')
      .expect(200)
      .expect('content-type', /text\/html/);
    await server.http
      .get('/sign-in')
      .expect(200)
      .expect('content-type', /text\/html/);
    await server.http.get('/assets/missing.js').expect(404);
    await server.http
      .get('/api/v1/missing')
      .expect(404)
      .expect('content-type', /problem\+json/);
  });

  it('shows caught mail to a host that is this machine or its public name, so that no page elsewhere can read it', async () => {
    const named = await testApp({ env: { PUBLIC_URL: 'http://ironbark.test:3000' } });
    for (const path of ['/dev/mail', '/dev/mail.json']) {
      for (const host of ['localhost', 'localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'LOCALHOST:3000', 'ironbark.test:3000']) {
        await named.http.get(path).set('host', host).expect(200);
      }
      for (const host of [
        'elsewhere.example',
        'elsewhere.example:3000',
        'localhost.elsewhere.example',
        'localhost@elsewhere.example',
        '192.168.1.5:3000',
        '127.0.0.1.nip.example',
        'ironbark.test.elsewhere.example',
      ]) {
        const { body } = await named.http
          .get(path)
          .set('host', host)
          .set('x-forwarded-host', 'localhost')
          .expect(403)
          .expect('content-type', /problem\+json/);
        expect(body).toMatchObject({ code: 'request.foreign_host', status: 403 });
      }
    }
  });

  it('[I-29] forgets nothing across restarts: a session outlives the process that made it', async () => {
    const practice = await newPractice();
    const cookie = await server.cookie(practice);
    const second = await testApp();
    await second.http.get('/api/v1/me').set('cookie', cookie).expect(200);
    await server.http.post('/api/v1/auth/sign-out').set('cookie', cookie).expect(204);
    await second.http.get('/api/v1/me').set('cookie', cookie).expect(401);
  });

  it('answers 503 and leaks nothing when the database is gone', async () => {
    const practice = await newPractice();
    const cookie = await server.cookie(practice);
    const broken = await testApp({ env: { DATABASE_URL: '' } });
    const source = broken.app.get<{ pool?: unknown }>(
      (await import('../../src/common/database/tenant-database.js')).TenantDatabase as never,
    ) as unknown as { dataSource: { destroy(): Promise<void>; createQueryRunner: () => unknown } };
    source.dataSource.createQueryRunner = () => ({
      connect: () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })),
      release: async () => undefined,
    });
    const answer = await broken.http.get('/api/v1/me').set('cookie', cookie).expect(503);
    expect((answer.body as { code: string }).code).toBe('service.database_unavailable');
    expect(answer.text).not.toContain('127.0.0.1');
  });
});

import { MODULES } from '../../src/common/database/principal.js';
import { beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { entriesOf } from '../support/access-record.js';
import { administratorUrlOf } from '../support/database.js';
import { testApp, type TestApp } from '../support/app.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

/** Makes a practice's sessions older, as time would. */
async function age(practice: TestPractice, interval: string): Promise<void> {
  const { urls } = await testBench();
  const client = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await client.connect();
  await client.query(
    `update wall.live_grant set started_at = started_at - $2::interval, seen_at = seen_at - $2::interval,
            idle_until = idle_until - $2::interval, expires_at = expires_at - $2::interval where org_id = $1`,
    [practice.orgId, interval],
  );
  await client.end();
}

/** Suspends a member as the owner login does it: behind a grant, like everybody. */
async function suspend(practice: TestPractice, member: number): Promise<void> {
  const { owner, grants } = await testBench();
  await grants.with({ orgId: practice.orgId, memberId: null, modules: MODULES.team_management }, async (token) =>
    owner.transaction(async (tx) => {
      await tx.execute({ text: `select set_config('ironbark.token', $1, true)`, values: [token.hash] });
      await tx.execute({ text: `update app.member set state = 'suspended' where id = $1`, values: [practice.memberIds[member]] });
    }),
  );
}

describe('a session', () => {
  it('[I-27] [ASVS 7.3.2] ends 24 hours after it began, however much it is used', async () => {
    const practice = await newPractice();
    const cookie = await server.cookie(practice);
    for (let hour = 0; hour < 24; hour++) {
      await server.http.get('/api/v1/me').set('cookie', cookie).expect(200);
      await age(practice, hour < 23 ? '59 minutes' : '83 minutes 1 second');
      // Use is noted; the note itself must not carry the session past its end.
      if (hour < 23) await server.http.get('/api/v1/me').set('cookie', cookie);
      await new Promise((resolve) => setTimeout(resolve, 30));
      if (hour < 23) await touched(practice);
    }
    const { body } = await server.http.get('/api/v1/me').set('cookie', cookie).expect(401);
    expect(['identity.session_expired', 'identity.session_idle']).toContain((body as { code: string }).code);
  });

  it('[F-19] ends when nothing happened for the practice’s idle limit, and says so', async () => {
    const practice = await newPractice();
    const cookie = await server.cookie(practice);
    await server.http.get('/api/v1/me').set('cookie', cookie).expect(200);
    await age(practice, '61 minutes');
    const { body } = await server.http.get('/api/v1/me').set('cookie', cookie).expect(401);
    expect((body as { code: string }).code).toBe('identity.session_idle');
  });

  it('ends on the next statement when its member is suspended', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const cookie = await server.cookie(practice, 1);
    await server.http.get('/api/v1/clients').set('cookie', cookie).expect(200);
    await suspend(practice, 1);
    const { body } = await server.http.get('/api/v1/clients').set('cookie', cookie).expect(401);
    expect((body as { code: string }).code).toBe('identity.access_suspended');
  });

  it('[I-40] a member without the module gets 403 with a sentence, on every route of it, and the refusal is on record', async () => {
    const practice = await newPractice({ members: [{}, { modules: 1022 }] });
    const cookie = await server.cookie(practice, 1);
    for (const [method, path] of [
      ['get', '/clients'],
      ['post', '/clients/search'],
      ['post', '/clients'],
      ['post', '/clients/export'],
      ['get', '/client-imports'],
    ] as const) {
      const answer = await server.http[method](`/api/v1${path}`)
        .set('cookie', cookie)
        .send(method === 'post' ? {} : undefined);
      expect({ path, status: answer.status, code: (answer.body as { code: string }).code }).toEqual({
        path,
        status: 403,
        code: 'access.not_permitted',
      });
    }
    const { urls } = await testBench();
    const client = new pg.Client({ connectionString: administratorUrlOf(urls) });
    await client.connect();
    const { rows } = await client.query(`select 1 from audit.event where org_id = $1 and action = 'refuse' and actor_member_id = $2`, [
      practice.orgId,
      practice.memberIds[1],
    ]);
    await client.end();
    expect(rows).toHaveLength(5);
  });
});

describe('the edge', () => {
  it.each([
    ['origin', 'https://elsewhere.example'],
    ['sec-fetch-site', 'cross-site'],
  ])('refuses what %s says comes from another site, on record when a live session’s cookie came with it', async (header, value) => {
    const practice = await newPractice();
    const cookie = await server.cookie(practice);
    const send = (sent: string) => server.http.post('/api/v1/clients/search').set('cookie', sent).set(header, value).send({});
    for (const sent of ['', `ironbark-session=${GrantToken.mint().secret}`, cookie]) {
      expect((await send(sent).expect(403)).body).toMatchObject({ code: 'request.foreign_origin' });
    }
    expect(await entriesOf(practice, 'refuse')).toMatchObject([
      {
        outcome: 'refused',
        actorMemberId: practice.memberIds[0],
        detail: { code: 'request.foreign_origin', method: 'POST', route: '/api/v1/clients/search' },
      },
    ]);
  });

  it('counts requests against the network address unless their session was seen live', async () => {
    const counted = async (cookie: string): Promise<boolean> =>
      'x-ratelimit-remaining' in (await server.http.get('/api/v1/me').set('cookie', cookie)).headers;
    const practice = await newPractice();
    const cookie = await server.cookie(practice);
    const madeUp = `ironbark-session=${GrantToken.mint().secret}`;
    expect([await counted(''), await counted(madeUp), await counted(madeUp)]).toEqual([true, true, true]);
    expect([await counted(cookie), await counted(cookie), await counted(cookie)]).toEqual([true, false, false]);
    await server.http.post('/api/v1/auth/sign-out').set('cookie', cookie).expect(204);
    await server.http.get('/api/v1/me').set('cookie', cookie).expect(401);
    expect(await counted(cookie)).toBe(true);
  });
});

/** The sessions of a practice count as just used, within their life. */
async function touched(practice: TestPractice): Promise<void> {
  const { urls } = await testBench();
  const client = new pg.Client({ connectionString: administratorUrlOf(urls) });
  await client.connect();
  await client.query(
    `update wall.live_grant set idle_until = least(clock_timestamp() + interval '60 minutes', expires_at) where org_id = $1`,
    [practice.orgId],
  );
  await client.end();
}

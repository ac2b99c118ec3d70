import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { IdentityFacade } from '../../src/modules/identity/index.js';
import { testApp, type TestApp } from '../support/app.js';
import { newPractice, testBench } from '../support/practice.js';

let now = new Date();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock: { now: () => now } });
});

async function ask(email: string): Promise<{ cookie: string; link: string }> {
  const answer = await server.http.post('/api/v1/auth/sign-in').send({ email }).expect(202);
  const cookie = cookieOf(answer.headers['set-cookie'], 'ironbark-asking');
  return { cookie, link: await linkFor(email) };
}

async function linkFor(email: string, skip = 0): Promise<string> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { body } = await server.http.get('/dev/mail.json');
    const mail = (body as CaughtMail[]).filter((one) => one.to === email && one.text.includes('/sign-in/link#'))[skip];
    const token = mail && /sign-in\/link#([\w-]{43})/.exec(mail.text)?.[1];
    if (token !== undefined) return token;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail came');
}

function cookieOf(header: unknown, name: string): string {
  const found = ([] as string[]).concat(header as string[]).find((one) => one.startsWith(`${name}=`));
  if (found === undefined) throw new Error(`no cookie ${name}`);
  return found.split(';', 1)[0]!;
}

describe('signing in by magic link', () => {
  it('[I-26] a link opens a session once, in the browser that asked', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    const answer = await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(200);
    expect(answer.body).toEqual({ outcome: 'signed_in' });
    const session = cookieOf(answer.headers['set-cookie'], 'ironbark-session');
    const me = await server.http.get('/api/v1/me').set('cookie', session).expect(200);
    expect(me.body.organisation.id).toBe(practice.orgId);
    const again = await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(410);
    expect(again.body.code).toBe('identity.link_dead');
  });

  it('[I-26] [ASVS 6.5.5] a link dies after ten minutes', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    const before = now;
    now = new Date(now.getTime() + 10 * 60_000 + 1);
    await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(410);
    now = before;
  });

  it('leads nowhere for an account that was disabled since', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    const { identity } = await testBench();
    await identity.execute({
      text: `update identity.account set disabled_at = now() where id = (select account_id from wall.member_access where member_id = $1)`,
      values: [practice.memberIds[0]],
    });
    await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(410);
  });

  it('leaves its network addresses in the log for thirty days', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(200);
    const { identity } = await testBench();
    const lines = async () =>
      (
        await identity.query<{ id: string }>({
          text: `select id from identity.sign_in_event where account_id = (select account_id from wall.member_access where member_id = $1)`,
          values: [practice.memberIds[0]],
        })
      ).length;
    const [before, written] = [now, await lines()];
    expect(written).toBeGreaterThan(0);
    for (const [days, left] of [
      [29, written],
      [31, 0],
    ] as const) {
      now = new Date(before.getTime() + days * 24 * 60 * 60_000);
      await server.app.get(IdentityFacade).tidy();
      expect(await lines()).toBe(left);
    }
    now = before;
  });

  it('spends nothing on GET and HEAD', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    await server.http.get('/sign-in/link').set('cookie', cookie);
    await server.http.head('/api/v1/auth/link').set('cookie', cookie);
    await server.http.get(`/api/v1/auth/link?token=${link}`).set('cookie', cookie).expect(404);
    await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(200);
  });

  it('[ASVS 6.6.2] gives another browser a code to type where the link was asked for, five tries', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    const phone = await server.http.post('/api/v1/auth/link').send({ token: link }).expect(200);
    expect(phone.body.outcome).toBe('code');
    expect(phone.headers['set-cookie']).toBeUndefined();
    const { code } = phone.body as { code: string };
    const wrong = code === '000000' ? '000001' : '000000';
    const refused = await server.http.post('/api/v1/auth/code').set('cookie', cookie).send({ code: wrong }).expect(401);
    expect(refused.body).toMatchObject({ code: 'identity.code_wrong', attemptsLeft: 4 });
    await server.http.post('/api/v1/auth/code').send({ code }).expect(410);
    const answer = await server.http.post('/api/v1/auth/code').set('cookie', cookie).send({ code }).expect(200);
    expect(answer.body).toEqual({ outcome: 'signed_in' });
  });

  it('[ASVS 6.6.3] dies after five wrong codes, the right one included', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    const { body } = await server.http.post('/api/v1/auth/link').send({ token: link });
    const { code } = body as { code: string };
    const wrong = code === '123456' ? '123457' : '123456';
    for (let attempt = 0; attempt < 5; attempt++) await server.http.post('/api/v1/auth/code').set('cookie', cookie).send({ code: wrong });
    await server.http.post('/api/v1/auth/code').set('cookie', cookie).send({ code }).expect(410);
    await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(410);
  });

  it('kills older links when a newer one is asked for in the same browser', async () => {
    const practice = await newPractice();
    const first = await ask(practice.emails[0]!);
    await server.http.post('/api/v1/auth/sign-in').set('cookie', first.cookie).send({ email: practice.emails[0]! }).expect(202);
    await server.http.post('/api/v1/auth/link').set('cookie', first.cookie).send({ token: first.link }).expect(410);
  });

  it('[I-26] [ASVS 6.4.1] fifty redemptions at once give one session', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link })),
    );
    const statuses = answers.map((answer) => answer.status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 410)).toHaveLength(49);
  });

  it('answers a known and an unknown address alike', async () => {
    const practice = await newPractice();
    const known = await server.http.post('/api/v1/auth/sign-in').send({ email: practice.emails[0]! });
    const unknown = await server.http.post('/api/v1/auth/sign-in').send({ email: `nobody.${practice.orgId}@nowhere.example` });
    expect(unknown.status).toBe(known.status);
    expect(Object.keys(unknown.body as object)).toEqual(Object.keys(known.body as object));
    const shape = (header: unknown) => ([] as string[]).concat(header as string[]).map((one) => one.replace(/=[^;]+/, '='));
    expect(shape(unknown.headers['set-cookie'])).toEqual(shape(known.headers['set-cookie']));
  });
});

describe('a session', () => {
  it('[I-28] [ASVS 7.1.2] ends when the same person signs in elsewhere, and the older browser is told why', async () => {
    const practice = await newPractice();
    const older = await server.cookie(practice);
    await server.http.get('/api/v1/me').set('cookie', older).expect(200);
    const { cookie, link } = await ask(practice.emails[0]!);
    await server.http.post('/api/v1/auth/link').set('cookie', cookie).send({ token: link }).expect(200);
    const refused = await server.http.get('/api/v1/me').set('cookie', older).expect(401);
    expect(refused.body.code).toBe('identity.session_superseded');
    expect(refused.type).toBe('application/problem+json');
  });

  it('[I-29] [ASVS 7.4.3] [ASVS 7.5.2] ends everywhere when its owner says so', async () => {
    const practice = await newPractice();
    const session = await server.cookie(practice);
    await server.http.post('/api/v1/auth/sign-out-everywhere').set('cookie', session).expect(204);
    const refused = await server.http.get('/api/v1/me').set('cookie', session).expect(401);
    expect(refused.body.code).toBe('identity.signed_out');
  });

  it('[I-31] shows its owner the sign-ins with their device', async () => {
    const practice = await newPractice();
    const { cookie, link } = await ask(practice.emails[0]!);
    const answer = await server.http
      .post('/api/v1/auth/link')
      .set('cookie', cookie)
      .set('user-agent', 'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0')
      .send({ token: link });
    const session = cookieOf(answer.headers['set-cookie'], 'ironbark-session');
    const { body } = await server.http.get('/api/v1/me/sign-ins').set('cookie', session).expect(200);
    expect(body.items[0]).toMatchObject({ outcome: 'signed_in', device: 'Chrome on Windows' });
  });

  it('[ASVS 10.6.2] refuses what another site sends', async () => {
    const practice = await newPractice();
    const session = await server.cookie(practice);
    const forged = await server.http.post('/api/v1/auth/sign-out').set('cookie', session).set('origin', 'https://evil.example').expect(403);
    expect(forged.body.code).toBe('request.foreign_origin');
    await server.http.post('/api/v1/auth/sign-out').set('cookie', session).set('sec-fetch-site', 'cross-site').expect(403);
    await server.http.get('/api/v1/me').set('cookie', session).expect(200);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller, codeOf } from '../support/caller.js';
import { Visitor } from '../support/door.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { administrator } from '../support/tenant-sql.js';

const NEXT_WEEK = () => new Date(Date.now() + 7 * 86_400_000).toISOString();
const SESSION = /ironbark-session=([\w-]+)/;

let app: TestApp;
let another: TestApp;
beforeAll(async () => {
  [app, another] = [await testApp(), await testApp()];
});

/** A key of a service account that may read every client. */
async function newKey(practice: TestPractice): Promise<string> {
  const owner = await caller(app, practice);
  const { body } = await owner.send('post', '/access/services', { name: 'Ledger' }).expect(201);
  const { id } = body as { id: string };
  const switches = { clients: { read: true, create: false, update: false, delete: false } };
  await owner.send('put', `/access/members/${id}/access`, { scope: 'all', switches }).expect(200);
  const issued = await owner.send('post', `/access/services/${id}/keys`, { expiresAt: NEXT_WEEK() }).expect(201);
  return (issued.body as { key: string }).key;
}

const withKey = (key: string, path: string) => app.http.get(`/api/v1${path}`).set('authorization', `Bearer ${key}`);

describe('the token of a session', () => {
  it('[ASVS 7.2.3] is 32 random bytes, never twice the same, and kept as a hash of a hash', async () => {
    const minted = Array.from({ length: 2_000 }, () => GrantToken.mint());
    expect(new Set(minted.map(({ secret }) => secret)).size).toBe(minted.length);
    const bits = minted.flatMap(({ secret }) => [...Buffer.from(secret!, 'base64url')]);
    expect(bits).toHaveLength(minted.length * 32);
    // Every value of a byte comes up about as often as any other: 250 times, give or take seven deviations.
    const counts = new Map<number, number>();
    for (const byte of bits) counts.set(byte, (counts.get(byte) ?? 0) + 1);
    expect(counts.size).toBe(256);
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(7 * Math.sqrt(250));
    const token = await (await newPractice()).as();
    const { rows } = await (
      await administrator()
    ).query<{ kept: boolean; told: boolean }>(
      `select exists (select 1 from wall.live_grant g where g.token_hash = $1) as kept, exists (select 1 from wall.live_grant g where g.token_hash = any ($2::bytea[])) as told`,
      [token.storedHash, [Buffer.from(token.secret!, 'base64url'), Buffer.from(token.hash, 'hex')]],
    );
    expect(rows).toEqual([{ kept: true, told: false }]);
  });

  it('[ASVS 7.2.1] is judged by the database alone: one that differs in a single character opens nothing', async () => {
    const { secret } = await (await newPractice()).as();
    const ask = (token: string) => app.http.get('/api/v1/me').set('cookie', `ironbark-session=${token}`);
    await ask(secret!).expect(200);
    // The last character holds four bits that count; the others six.
    for (let at = 0; at < 43; at++) {
      const other = secret![at] === 'A' ? 'Q' : 'A';
      await ask(secret!.slice(0, at) + other + secret!.slice(at + 1)).expect(401);
    }
    await ask(secret!).expect(200);
  });

  it('[ASVS 7.2.4] is a new one at each sign-in, whatever the browser brought, and the one before it is dead', async () => {
    const practice = await newPractice();
    const visitor = new Visitor(app);
    await visitor.byMail(practice.emails[0]!);
    const first = SESSION.exec(visitor.header)![1]!;
    await visitor.byMail(practice.emails[0]!);
    const second = SESSION.exec(visitor.header)![1]!;
    expect(second).not.toBe(first);
    expect(codeOf(await app.http.get('/api/v1/me').set('cookie', `ironbark-session=${first}`).expect(401))).toBe(
      'identity.session_superseded',
    );
    await visitor.get('/me', 200);
    // Fixation: a token that somebody planted is neither taken on nor brought to life by signing in over it.
    const planted = GrantToken.mint().secret!;
    const victim = new Visitor(app).plant('ironbark-session', planted);
    expect(await victim.byMail(practice.emails[0]!)).toBe('signed_in');
    expect(SESSION.exec(victim.header)![1]).not.toBe(planted);
    await victim.get('/me', 200);
    await app.http.get('/api/v1/me').set('cookie', `ironbark-session=${planted}`).expect(401);
  });

  it('[ASVS 7.4.1] opens nothing on any process once it was signed out', async () => {
    const practice = await newPractice();
    const cookie = await app.cookie(practice);
    for (const { http } of [app, another]) await http.get('/api/v1/me').set('cookie', cookie).expect(200);
    await app.http.post('/api/v1/auth/sign-out').set('cookie', cookie).expect(204);
    for (const { http } of [another, app]) {
      expect(codeOf(await http.get('/api/v1/me').set('cookie', cookie).expect(401))).toBe('identity.signed_out');
      await http.post('/api/v1/clients/search').set('cookie', cookie).send({ text: 'a' }).expect(401);
    }
  });
});

describe('a service account’s key', () => {
  it('[ASVS 7.2.2] [ASVS 10.3.4] makes no session: it opens nothing as a cookie, and no door of a person', async () => {
    const practice = await newPractice();
    const key = await newKey(practice);
    await withKey(key, '/clients').expect(200);
    const asCookie = `ironbark-session=${key.replace(/^ibk_/, '')}`;
    expect(codeOf(await app.http.get('/api/v1/clients').set('cookie', asCookie).expect(401))).toBe('identity.not_signed_in');
    await app.http.get('/api/v1/clients').set('cookie', asCookie.replace('session', 'view')).expect(401);
    for (const path of ['/me/factors', '/me/step-up', '/me/linked-accounts']) await withKey(key, path).expect(404);
    for (const path of ['/me/step-up/begin', '/me/step-up', '/me/factors/totp', '/me/factors/passkey-options']) {
      const answer = await app.http
        .post(`/api/v1${path}`)
        .set('authorization', `Bearer ${key}`)
        .send(path === '/me/step-up' ? { method: 'totp', code: '123456' } : {});
      expect([path, answer.status, answer.headers['set-cookie']]).toEqual([path, 404, undefined]);
    }
  });
});

describe('an administrator’s look at a member’s world', () => {
  it('[ASVS 7.5.3] begins with a fresh proof: exporting from inside it would need none otherwise', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const owner = await caller(app, practice);
    const { owner: database } = await testBench();
    await database.execute({
      text: `update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where org_id = $1`,
      values: [practice.orgId],
    });
    const look = () => owner.send('post', '/access/view-as', { memberId: practice.memberIds[1] });
    expect(codeOf(await look().expect(403))).toBe('identity.step_up_needed');
  });
});

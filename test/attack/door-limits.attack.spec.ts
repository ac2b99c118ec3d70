import { beforeAll, describe, expect, it } from '@jest/globals';
import { KEY_REQUESTS_A_MINUTE, KeyLimits } from '../../src/common/http/key-limits.js';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { newId } from '../../src/common/ids.js';
import { someNetwork, testApp, type TestApp } from '../support/app.js';
import { linksMailed, Visitor } from '../support/door.js';
import { addPasskey, enrolled, STEP_MS, TurnedClock } from '../support/factors.js';
import { letRest } from '../support/limits.js';
import { newPractice, testBench } from '../support/practice.js';

const clock = new TurnedClock();
let one: TestApp;
let two: TestApp;
beforeAll(async () => {
  // The second takes requests only, so that all mail leaves, and is caught, in the first.
  [one, two] = [await testApp({ clock }), await testApp({ clock, env: { ROLE: 'web' } })];
});

/** A browser of the second process. */
const atTwo = (network = someNetwork()) => new Visitor(two, network, one);

/** Asks for a link as a browser that nobody knows. */
async function ask(app: TestApp, email: string, network = someNetwork()) {
  return app.http.post('/api/v1/auth/sign-in').set('x-forwarded-for', network).send({ email });
}

const statusesOf = (answers: readonly { status: number }[], status: number) => answers.filter((answer) => answer.status === status).length;
const unknownAddress = () => `nobody-${newId()}@nowhere.example`;

describe('limits at the doors', () => {
  it('[I-30] [ASVS 6.3.1] are shared: what one process counted the other refuses, with the time to wait', async () => {
    const [email, network] = [unknownAddress(), someNetwork()];
    for (let asked = 0; asked < 5; asked++) expect((await ask(asked % 2 === 0 ? one : two, email, network)).status).toBe(202);
    for (const app of [one, two]) {
      const refused = await ask(app, email, network);
      expect(refused.status).toBe(429);
      expect(refused.body).toMatchObject({ code: 'identity.too_many_attempts', retryAfter: expect.any(Number) as unknown });
      expect(refused.body.retryAfter).toBeGreaterThan(50);
      expect(refused.body.retryAfter).toBeLessThanOrEqual(60);
      expect(refused.headers['retry-after']).toBe(String(refused.body.retryAfter));
    }
  });

  it('[I-30] count fifty at once as fifty, in two processes', async () => {
    const [email, network] = [unknownAddress(), someNetwork()];
    const answers = await Promise.all(Array.from({ length: 50 }, async (_none, index) => ask(index % 2 === 0 ? one : two, email, network)));
    expect([statusesOf(answers, 202), statusesOf(answers, 429)]).toEqual([5, 45]);
  });

  it('[I-30] [ASVS 6.1.1] grow: a minute, two, four, eight, a quarter of an hour at most', async () => {
    const [email, network] = [unknownAddress(), someNetwork()];
    for (let asked = 0; asked < 5; asked++) await ask(one, email, network);
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      const { retryAfter } = (await ask(two, email, network)).body as { retryAfter: number };
      waits.push(Math.ceil(retryAfter / 60));
      // What wears off meanwhile is left out of the picture: only the rest itself passes.
      const { identity } = await testBench();
      await identity.execute({ text: 'update identity.limit_bucket set rests_until = clock_timestamp() where rests_until is not null' });
      expect((await ask(one, email, network)).status).toBe(202);
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('[I-30] a network that tries too much is stopped before it counts against the address of somebody else', async () => {
    const email = (await newPractice()).emails[0]!;
    const attacker = someNetwork();
    for (let asked = 0; asked < 60; asked++) await ask(one, email, attacker);
    const owner = atTwo();
    expect(await owner.byMail(email)).toBe('signed_in');
  });

  it('[I-30] strangers in many networks neither stop the mail of a browser that signed in before, nor kill its link', async () => {
    const email = (await newPractice()).emails[0]!;
    const owner = new Visitor(one);
    expect(await owner.byMail(email)).toBe('signed_in');
    const answers = await Promise.all(Array.from({ length: 40 }, async (_none, index) => ask(index % 2 === 0 ? one : two, email)));
    expect(statusesOf(answers, 429)).toBeGreaterThan(20);
    const sent = 1 + statusesOf(answers, 202);
    while ((await linksMailed(one, email)).length < sent) await new Promise((resolve) => setTimeout(resolve, 20));
    const link = await owner.asked(email);
    // Time passes, so that strangers come through again, after the owner asked.
    await letRest(16);
    expect((await ask(two, email)).status).toBe(202);
    expect(await owner.post('/auth/link', { token: link }, 200)).toEqual({ outcome: 'signed_in' });
    await owner.get('/me', 200);
  });

  it('[I-30] a stranger’s request kills no link of an owner whose browser is new either', async () => {
    const email = (await newPractice()).emails[0]!;
    const owner = new Visitor(one);
    const link = await owner.asked(email);
    expect((await ask(two, email)).status).toBe(202);
    expect(await owner.post('/auth/link', { token: link }, 200)).toEqual({ outcome: 'signed_in' });
  });

  it('[I-30] [ASVS 6.3.1] under fire of guessed codes the owner gets in by passkey, and by code from a browser that signed in before', async () => {
    const { email, secret, visitor: owner } = await enrolled(one, clock);
    const passkey = await addPasskey(owner);
    for (let link = 0; link < 3; link++) {
      const guesser = atTwo();
      expect(await guesser.byMail(email)).toBe('confirm');
      const guesses = Array.from({ length: 5 }, async () => guesser.post('/auth/step/confirm', { method: 'totp', code: '000000' }));
      await Promise.all(guesses);
    }
    const stranger = new Visitor(one);
    await stranger.byMail(email);
    clock.later(STEP_MS);
    const rested = await stranger.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 429);
    expect(rested).toMatchObject({ code: 'identity.codes_rest', retryAfter: expect.any(Number) as unknown });

    expect(await owner.byMail(email)).toBe('confirm');
    await owner.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 200);
    await owner.get('/me', 200);

    const elsewhere = atTwo();
    const { options } = await elsewhere.post('/auth/passkey/options', {}, 200);
    await elsewhere.post('/auth/passkey', { response: passkey.get(options as never) }, 200);
    await elsewhere.get('/me', 200);
  });

  it('[I-30] a right passkey gets in from a network that tried a hundred wrong ones', async () => {
    const { visitor: owner } = await enrolled(one, clock);
    const passkey = await addPasskey(owner);
    const network = someNetwork();
    const attacker = new Visitor(one, network);
    const statuses = new Set<number>();
    for (let tried = 0; tried < 30; tried++) {
      const { options } = await attacker.post('/auth/passkey/options', {}, 200);
      const { status } = await attacker.post('/auth/passkey', { response: { ...passkey.get(options as never), id: 'x' } });
      statuses.add(Number(status));
    }
    expect(statuses).toEqual(new Set([410, 429]));
    const known = atTwo(network);
    const { options } = await known.post('/auth/passkey/options', {}, 200);
    await known.post('/auth/passkey', { response: passkey.get(options as never) }, 200);
  });

  it('[I-30] a made-up browser cookie gives no allowance, and that of one account gives none at another', async () => {
    const [first, second] = [await newPractice(), await newPractice()];
    const insider = new Visitor(one);
    expect(await insider.byMail(first.emails[0]!)).toBe('signed_in');
    const answers: number[] = [];
    for (let asked = 0; asked < 7; asked++)
      answers.push(Number((await insider.post('/auth/sign-in', { email: second.emails[0]! }))['status'] ?? 202));
    expect(answers.slice(5)).toEqual([429, 429]);
    const [email, network] = [unknownAddress(), someNetwork()];
    const forged = async () =>
      one.http
        .post('/api/v1/auth/sign-in')
        .set('x-forwarded-for', network)
        .set('cookie', `ironbark-browser=${GrantToken.mint().secret}`)
        .send({ email });
    const forgeries = [];
    for (let asked = 0; asked < 7; asked++) forgeries.push(await forged());
    expect(statusesOf(forgeries, 429)).toBe(2);
  });

  it('[I-30] [ASVS 6.3.8] answer alike for an address that has an account, one that has none and one that is locked', async () => {
    const [practice, locked] = [await newPractice(), await newPractice()];
    const { identity } = await testBench();
    await identity.execute({
      text: 'update identity.account set locked_at = clock_timestamp() where id = (select account_id from wall.member_access where member_id = $1)',
      values: [locked.memberIds[0]],
    });
    const stories: unknown[] = [];
    for (const email of [practice.emails[0]!, unknownAddress(), locked.emails[0]!]) {
      const story: unknown[] = [];
      const guesser = new Visitor(one);
      const said = ({ status, code, attemptsLeft, retryAfter, expiresAt, ...rest }: Record<string, unknown>) =>
        story.push({ status, code, attemptsLeft, waits: typeof retryAfter, until: typeof expiresAt, more: Object.keys(rest).sort() });
      for (let links = 0; links < 4; links++) {
        said(await guesser.post('/auth/sign-in', { email }));
        for (let guess = 0; guess < 6; guess++) said(await guesser.post('/auth/code', { code: '123456' }));
      }
      for (let asked = 0; asked < 20; asked++) said((await ask(two, email)).body as Record<string, unknown>);
      stories.push(story);
    }
    expect(stories[1]).toEqual(stories[0]);
    expect(stories[2]).toEqual(stories[0]);
    expect(JSON.stringify(stories[0])).toContain('429');
  });

  it('[I-30] keep neither address nor network in the database', async () => {
    const [email, network] = [unknownAddress(), someNetwork()];
    await ask(one, email, network);
    const { identity } = await testBench();
    const rows = await identity.query<{ line: string }>({
      text: 'select b::text as line from identity.limit_bucket b union all select c::text from identity.request_count c',
    });
    const text = rows.map(({ line }) => line).join('\n');
    const hex = Buffer.from(network.split('.').map(Number)).toString('hex');
    for (const needle of [email, network, Buffer.from(email).toString('hex')]) expect(text).not.toContain(needle);
    // Eight bytes of HMAC can hold four given ones by chance once in a billion; a key that began with them would be the address.
    expect(text).not.toMatch(new RegExp(`\\\\x${hex}`));
  });

  it('[I-30] the doors themselves are counted for all processes together', async () => {
    const network = someNetwork();
    const answers: { status: number }[] = [];
    for (let asked = 0; asked < 124; asked++)
      answers.push(await (asked % 2 === 0 ? one : two).http.get('/api/v1/auth/step').set('x-forwarded-for', network));
    expect([statusesOf(answers, 410), statusesOf(answers, 429)]).toEqual([120, 4]);
    const refused = await one.http.get('/api/v1/auth/step').set('x-forwarded-for', network).expect(429);
    expect(refused.body).toMatchObject({ code: 'request.too_many', retryAfter: expect.any(Number) as unknown });
    expect(refused.headers['retry-after']).toBe(String(refused.body.retryAfter));
    await one.http.get('/api/v1/auth/step').expect(410);
  });
});

describe('requests by keys', () => {
  it('[I-30] are limited for all processes together: what one counted the other knows a second later', async () => {
    const key = { kind: 'key' as const, grantId: newId(), orgId: newId() };
    const [first, second] = [one.app.get(KeyLimits), two.app.get(KeyLimits)];
    const half = KEY_REQUESTS_A_MINUTE.key / 2;
    for (let asked = 0; asked < half; asked++) {
      first.count(key);
      second.count(key);
    }
    await first.settle();
    await second.settle();
    expect(() => second.count(key)).toThrow('Too many requests');
    first.count(key);
    await first.settle();
    expect(() => first.count(key)).toThrow('Too many requests');
    const sibling = { ...key, grantId: newId() };
    second.count(sibling);
    second.count({ ...key, kind: 'session' as never });
  });

  it('[I-30] of one practice are limited together, and a refusal says when to come again', async () => {
    const practice = await newPractice({ members: [{}] });
    const owner = new Visitor(one);
    await owner.byMail(practice.emails[0]!);
    const { id } = await owner.post('/access/services', { name: 'Import' }, 201);
    const made = await owner.post(
      `/access/services/${String(id)}/keys`,
      { expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
      201,
    );
    const asKey = (app: TestApp) => app.http.get('/api/v1/members').set('authorization', `Bearer ${String(made['key'])}`);
    await asKey(two).expect(200);
    const limits = one.app.get(KeyLimits);
    for (let asked = 0; asked < KEY_REQUESTS_A_MINUTE.organisation; asked++)
      limits.count({ kind: 'key', grantId: String(asked % 50), orgId: practice.orgId });
    await limits.settle();
    await two.app.get(KeyLimits).settle();
    await asKey(two);
    await two.app.get(KeyLimits).settle();
    const refused = await asKey(two).expect(429);
    expect(refused.headers['retry-after']).toBe(String(refused.body.retryAfter));
  });
});

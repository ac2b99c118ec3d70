import { beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { testApp, type TestApp } from '../support/app.js';
import { Authenticator, type Crooked } from '../support/authenticator.js';
import { Visitor } from '../support/door.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

let now = new Date();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock: { now: () => now } });
});

const STEP_MS = 30_000;
const later = (milliseconds: number) => (now = new Date(now.getTime() + milliseconds));

/** The code that an app would show now, by another implementation's reading of the secret that was typed. */
function codeOf(secret: unknown): string {
  return new TOTP({ secret: String(secret) }).generate({ timestamp: now.getTime() });
}

async function enrolApp(visitor: Visitor): Promise<{ secret: unknown; recoveryCodes: string[] }> {
  const { secret } = await visitor.post('/auth/step/totp', {}, 200);
  const { recoveryCodes } = await visitor.post('/auth/step/enrol', { kind: 'totp', code: codeOf(secret) }, 200);
  return { secret, recoveryCodes: recoveryCodes as string[] };
}

/** A member of a practice that asks for a second factor, with an authenticator app, signed in. */
async function enrolled(wish: Parameters<typeof newPractice>[0] = {}): Promise<{
  practice: TestPractice;
  email: string;
  visitor: Visitor;
  secret: unknown;
  recoveryCodes: string[];
}> {
  const practice = await newPractice({ factors: 'required', ...wish });
  const email = practice.emails[0]!;
  const visitor = new Visitor(server);
  await visitor.byMail(email);
  return { practice, email, visitor, ...(await enrolApp(visitor)) };
}

/** Adds a passkey to whoever is signed in. */
async function addPasskey(visitor: Visitor, crooked: Crooked = {}, status = 201): Promise<Authenticator> {
  const passkey = new Authenticator();
  const { options } = await visitor.post('/me/factors/passkey-options', {}, 200);
  await visitor.post('/me/factors', { kind: 'passkey', label: 'Laptop', response: passkey.create(options as never, crooked) }, status);
  return passkey;
}

async function logOf(practice: TestPractice): Promise<string[]> {
  const { identity } = await testBench();
  const lines = await identity.query<{ outcome: string }>({
    text: 'select outcome from identity.sign_in_event where account_id = (select account_id from wall.member_access where member_id = $1) order by at, id',
    values: [practice.memberIds[0]],
  });
  return lines.map(({ outcome }) => outcome);
}

describe('a practice that asks for a second factor', () => {
  it('[F-16] lets nobody in by mailbox alone: the first time a factor is added, then it is asked for', async () => {
    const { visitor, email, secret, recoveryCodes } = await enrolled();
    expect(recoveryCodes).toHaveLength(10);
    await visitor.get('/me', 200);

    const again = new Visitor(server);
    expect(await again.byMail(email)).toBe('confirm');
    await again.get('/me', 401);
    expect(await again.get('/auth/step', 200)).toMatchObject({ kind: 'confirm', methods: ['totp', 'recovery'] });
    later(STEP_MS);
    expect(await again.post('/auth/step/confirm', { method: 'totp', code: codeOf(secret) }, 200)).toEqual({ outcome: 'signed_in' });
    await again.get('/me', 200);
  });

  it('[F-17] takes each code once, whoever shows it again', async () => {
    const { email, secret } = await enrolled();
    const thief = new Visitor(server);
    await thief.byMail(email);
    const used = await thief.post('/auth/step/confirm', { method: 'totp', code: codeOf(secret) }, 410);
    expect(used['code']).toBe('identity.step_over');
    await thief.get('/me', 401);
  });

  it('takes a recovery code once', async () => {
    const { email, recoveryCodes } = await enrolled();
    const [first, second] = [new Visitor(server), new Visitor(server)];
    await first.byMail(email);
    await first.post('/auth/step/confirm', { method: 'recovery', code: recoveryCodes[3]!.toLowerCase() }, 200);
    expect((await first.get('/me/factors', 200))['recoveryCodesLeft']).toBe(9);
    await second.byMail(email);
    await second.post('/auth/step/confirm', { method: 'recovery', code: recoveryCodes[3]! }, 410);
  });

  it('[I-30] bears five wrong codes and then wants a new link', async () => {
    const { email, secret, practice } = await enrolled();
    const visitor = new Visitor(server);
    await visitor.byMail(email);
    for (const left of [4, 3, 2, 1]) {
      expect((await visitor.post('/auth/step/confirm', { method: 'totp', code: '000000' }, 401))['attemptsLeft']).toBe(left);
    }
    await visitor.post('/auth/step/confirm', { method: 'totp', code: '000000' }, 410);
    later(STEP_MS);
    await visitor.post('/auth/step/confirm', { method: 'totp', code: codeOf(secret) }, 410);
    expect((await logOf(practice)).filter((outcome) => outcome === 'factor_wrong')).toHaveLength(5);
  });

  it('[I-30] rests codes after twenty wrong ones in an hour, over any number of links; passkeys go on', async () => {
    const { email, secret, visitor: own } = await enrolled();
    const passkey = await addPasskey(own);
    for (let link = 0; link < 4; link++) {
      const guesser = new Visitor(server);
      await guesser.byMail(email);
      for (let guess = 0; guess < 5; guess++) await guesser.post('/auth/step/confirm', { method: 'totp', code: '000000' });
    }
    const visitor = new Visitor(server);
    await visitor.byMail(email);
    later(STEP_MS);
    expect((await visitor.post('/auth/step/confirm', { method: 'totp', code: codeOf(secret) }, 429))['code']).toBe('identity.codes_rest');
    const { options } = await visitor.post('/auth/step/passkey-options', {}, 200);
    await visitor.post('/auth/step/confirm', { method: 'passkey', response: passkey.get(options as never) }, 200);
  });

  it('keeps the last factor that would do, and ends no other', async () => {
    const { visitor } = await enrolled();
    const [app] = (await visitor.get('/me/factors', 200))['items'] as { id: string }[];
    expect((await visitor.delete(`/me/factors/${app!.id}`, 409))['code']).toBe('identity.last_factor');
    await addPasskey(visitor);
    await visitor.delete(`/me/factors/${app!.id}`, 204);
    expect((await visitor.get('/me/factors', 200))['items']).toHaveLength(1);
  });

  it('a step opens nothing but itself, and ends with ten minutes', async () => {
    const practice = await newPractice({ factors: 'required' });
    const visitor = new Visitor(server);
    expect(await visitor.byMail(practice.emails[0]!)).toBe('enrol');
    const stolen = visitor.header.replace('ironbark-step', 'ironbark-session');
    await server.http.get('/api/v1/me').set('cookie', stolen).expect(401);
    await visitor.post('/auth/step/confirm', { method: 'totp', code: '000000' }, 410);
    const { owner } = await testBench();
    await owner.execute({ text: `update identity.sign_in_step set expires_at = clock_timestamp() where spent_at is null`, values: [] });
    expect((await visitor.get('/auth/step', 410))['code']).toBe('identity.step_over');
  });
});

describe('passkeys', () => {
  it('[F-17] sign in alone: the device and its user are two factors', async () => {
    const { visitor } = await enrolled();
    const passkey = await addPasskey(visitor);
    const elsewhere = new Visitor(server);
    const { options } = await elsewhere.post('/auth/passkey/options', {}, 200);
    await elsewhere.post('/auth/passkey', { response: passkey.get(options as never) }, 200);
    await elsewhere.get('/me', 200);
    await visitor.get('/me', 401);
  });

  const CROOKED: [string, Crooked][] = [
    ['made on another site', { origin: 'https://ironbark.example.net' }],
    ['whose user was not checked', { unverified: true }],
    ['that answers another challenge', { challenge: Buffer.alloc(32).toString('base64url') }],
  ];
  it.each(CROOKED)('are not added %s', async (_how, crooked) => {
    const { visitor } = await enrolled();
    await addPasskey(visitor, crooked, 400);
    expect((await visitor.get('/me/factors', 200))['items']).toHaveLength(1);
  });

  it.each([...CROOKED, ['whose counter does not grow', { counter: 1 }] as [string, Crooked]])('open nothing %s', async (_how, crooked) => {
    const { visitor } = await enrolled();
    const passkey = await addPasskey(visitor);
    const first = new Visitor(server);
    const asked = await first.post('/auth/passkey/options', {}, 200);
    await first.post('/auth/passkey', { response: passkey.get(asked['options'] as never) }, 200);
    const second = new Visitor(server);
    const { options } = await second.post('/auth/passkey/options', {}, 200);
    await second.post('/auth/passkey', { response: passkey.get(options as never, crooked) }, 410);
    await second.get('/me', 401);
  });

  it('answer a challenge once, and only the browser that asked', async () => {
    const { visitor } = await enrolled();
    const passkey = await addPasskey(visitor);
    const [asking, other] = [new Visitor(server), new Visitor(server)];
    const { options } = await asking.post('/auth/passkey/options', {}, 200);
    await other.post('/auth/passkey/options', {}, 200);
    const response = passkey.get(options as never);
    await other.post('/auth/passkey', { response }, 410);
    await asking.post('/auth/passkey', { response }, 200);
    await asking.post('/auth/passkey', { response }, 410);
  });

  it('of one account prove nothing for another', async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const passkey = await addPasskey(mine.visitor);
    await addPasskey(theirs.visitor);
    const visitor = new Visitor(server);
    await visitor.byMail(theirs.email);
    const { options } = await visitor.post('/auth/step/passkey-options', {}, 200);
    await visitor.post('/auth/step/confirm', { method: 'passkey', response: passkey.get(options as never) }, 401);
    await mine.visitor.delete(`/me/factors/${((await theirs.visitor.get('/me/factors', 200))['items'] as { id: string }[])[0]!.id}`, 404);
  });

  it.each([
    ['empty', {}],
    ['of the wrong kind', { id: 7 }],
    ['far too long', { id: 'x'.repeat(5000) }],
    ['without an answer', { id: 'AAAA', response: null }],
  ])('%s are refused, not failed at', async (_how, response) => {
    const visitor = new Visitor(server);
    await visitor.post('/auth/passkey/options', {}, 200);
    await visitor.post('/auth/passkey', { response }, 410);
  });
});

describe('what a practice asks for', () => {
  it('ends sessions below it at once, and never locks out whoever says so', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }] });
    const [owner, other] = [new Visitor(server), new Visitor(server)];
    expect(await owner.byMail(practice.emails[0]!)).toBe('signed_in');
    expect(await other.byMail(practice.emails[1]!)).toBe('signed_in');
    expect((await owner.put('/organisation/security', { factors: 'required' }, 409))['code']).toBe('organisations.would_lock_you_out');
    await addPasskey(owner);
    expect(await owner.put('/organisation/security', { factors: 'required' }, 200)).toEqual({ factors: 'required', sessionsEnded: 1 });
    expect((await other.get('/me', 401))['code']).toBe('identity.session_below_policy');
    expect(await new Visitor(server).byMail(practice.emails[1]!)).toBe('enrol');
    await owner.get('/me', 200);
  });

  it('a passkey, and an app alone leads to adding one first', async () => {
    const { email, secret, visitor } = await enrolled();
    const passkey = await addPasskey(visitor);
    const owner = new Visitor(server);
    const asked = await owner.post('/auth/passkey/options', {}, 200);
    await owner.post('/auth/passkey', { response: passkey.get(asked['options'] as never) }, 200);
    await owner.put('/organisation/security', { factors: 'passkey' }, 200);
    const [, key] = (await owner.get('/me/factors', 200))['items'] as { id: string }[];
    expect((await owner.delete(`/me/factors/${key!.id}`, 409))['code']).toBe('identity.last_factor');
    const other = new Visitor(server);
    await other.byMail(email);
    later(STEP_MS);
    expect(await other.post('/auth/step/confirm', { method: 'totp', code: codeOf(secret) }, 200)).toEqual({ outcome: 'enrol' });
    expect(await other.get('/auth/step', 200)).toMatchObject({ kind: 'enrol', mayAdd: ['passkey'] });
    const { options } = await other.post('/auth/step/new-passkey-options', {}, 200);
    const fresh = new Authenticator();
    expect(await other.post('/auth/step/enrol', { kind: 'passkey', response: fresh.create(options as never) }, 200)).toEqual({
      recoveryCodes: null,
    });
    await other.get('/me', 200);
  });

  it('is for administrators with a fresh proof to change', async () => {
    const practice = await newPractice({ members: [{}, { role: 'member' }] });
    const member = new Visitor(server);
    await member.byMail(practice.emails[1]!);
    expect((await member.put('/organisation/security', { factors: 'optional' }, 403))['code']).toBe('access.administrators_only');
  });
});

describe('a reset that an administrator asks for', () => {
  /** The owner, and a member whose only factor is an app. */
  async function stage() {
    const members = [{}, { role: 'member' as const, modules: 1 }, { role: 'admin' as const }];
    const practice = await newPractice({ factors: 'required', members });
    const visitors = practice.emails.map(() => new Visitor(server));
    const secrets: unknown[] = [];
    for (const [index, visitor] of visitors.entries()) {
      await visitor.byMail(practice.emails[index]!);
      secrets.push((await enrolApp(visitor)).secret);
    }
    const [owner, member, admin] = visitors as [Visitor, Visitor, Visitor];
    return { practice, owner, member, admin, secrets, path: (who: number) => `/access/members/${practice.memberIds[who]}/factors` };
  }

  async function passTheDay(practice: TestPractice): Promise<void> {
    const { owner } = await testBench();
    await owner.execute({
      text: 'update identity.factor_reset set due_at = clock_timestamp() where org_id = $1',
      values: [practice.orgId],
    });
  }

  it('waits a day, tells the person, and only then does their mailbox lead to adding a factor', async () => {
    const { practice, owner, path } = await stage();
    const { kinds, resetDueAt } = await owner.post(`${path(1)}/reset`, {}, 200);
    expect(kinds).toEqual(['totp']);
    expect(new Date(String(resetDueAt)).getTime() - Date.now()).toBeGreaterThan(23 * 60 * 60_000);
    expect(await new Visitor(server).byMail(practice.emails[1]!)).toBe('confirm');
    const told = async () =>
      ((await server.http.get('/dev/mail.json')).body as { to: string; subject: string }[]).some(
        ({ to, subject }) => to === practice.emails[1] && subject === 'Your second factors are about to be reset',
      );
    for (let attempt = 0; attempt < 100 && !(await told()); attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await told()).toBe(true);
    await passTheDay(practice);
    const back = new Visitor(server);
    expect(await back.byMail(practice.emails[1]!)).toBe('enrol');
    await enrolApp(back);
    await back.get('/me', 200);
  });

  it('is called off by any use of a factor, and by an administrator', async () => {
    const { practice, owner, path, secrets } = await stage();
    await owner.post(`${path(1)}/reset`, {}, 200);
    later(STEP_MS);
    const person = new Visitor(server);
    await person.byMail(practice.emails[1]!);
    await person.post('/auth/step/confirm', { method: 'totp', code: codeOf(secrets[1]) }, 200);
    expect((await owner.get(path(1), 200))['resetDueAt']).toBeNull();
    await owner.post(`${path(1)}/reset`, {}, 200);
    await owner.delete(`${path(1)}/reset`, 204);
    await passTheDay(practice);
    expect(await new Visitor(server).byMail(practice.emails[1]!)).toBe('confirm');
  });

  it('is never for oneself, for an owner by less than an owner, for a member, or from a practice that is not theirs alone', async () => {
    const { practice, owner, admin, member, path } = await stage();
    expect((await owner.post(`${path(0)}/reset`, {}, 409))['code']).toBe('access.own_membership');
    expect((await admin.post(`${path(0)}/reset`, {}, 403))['code']).toBe('access.owners_only');
    await member.post(`${path(2)}/reset`, {}, 403);
    const elsewhere = await newPractice({ factors: 'required' });
    const { owner: database } = await testBench();
    await database.execute({
      text: `insert into wall.member_access (member_id, org_id, account_id, role, scope, modules, team_ids, active)
             select gen_random_uuid(), $2, account_id, 'member', 'assigned', 0, '{}', true from wall.member_access where member_id = $1`,
      values: [practice.memberIds[1], elsewhere.orgId],
    });
    expect((await owner.post(`${path(1)}/reset`, {}, 409))['code']).toBe('identity.reset_not_here');
  });
});

describe('acts that ask for a fresh proof', () => {
  const STALE = `update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where org_id = $1`;

  it('are refused sixteen minutes after the last one, and go through after another', async () => {
    const { practice, visitor, secret } = await enrolled();
    const { owner } = await testBench();
    const invite = { email: `new-${practice.orgId}@practice.example`, displayName: 'New', title: '', scope: 'all', switches: {} };
    await owner.execute({ text: STALE, values: [practice.orgId] });
    for (const [path, body] of [
      ['/access/members/invite', invite],
      ['/clients/export', {}],
      ['/access/services', {}],
      ['/me/factors/totp', {}],
    ] as const) {
      expect([path, (await visitor.post(path, body, 403))['code']]).toEqual([path, 'identity.step_up_needed']);
    }
    expect(await visitor.get('/me/step-up', 200)).toEqual({ methods: ['totp', 'recovery'], fresh: false });
    await visitor.post('/me/step-up/begin', {}, 200);
    await visitor.post('/me/step-up', { method: 'totp', code: '000000' }, 401);
    await visitor.get('/me', 200);
    later(STEP_MS);
    await visitor.post('/me/step-up', { method: 'totp', code: codeOf(secret) }, 204);
    expect((await visitor.get('/me/step-up', 200))['fresh']).toBe(true);
    await visitor.post('/me/factors/totp', {}, 200);
  });

  it('are not proved by somebody else’s step or without one', async () => {
    const { practice, visitor, secret } = await enrolled();
    const { owner } = await testBench();
    await owner.execute({ text: STALE, values: [practice.orgId] });
    later(STEP_MS);
    await visitor.post('/me/step-up', { method: 'totp', code: codeOf(secret) }, 410);
    expect((await visitor.get('/me/step-up', 200))['fresh']).toBe(false);
  });
});

describe('fifty at once', () => {
  it.each(['totp', 'recovery'] as const)('with one %s code become one session and forty-nine refusals, each on the log', async (method) => {
    // An application of its own: its limit for one network is fresh.
    server = await testApp({ clock: { now: () => now } });
    const { email, secret, recoveryCodes, practice } = await enrolled();
    const visitor = new Visitor(server);
    await visitor.byMail(email);
    later(STEP_MS);
    const before = (await logOf(practice)).length;
    const code = method === 'totp' ? codeOf(secret) : recoveryCodes[0]!;
    const cookie = visitor.header;
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () =>
        server.http.post('/api/v1/auth/step/confirm').set('cookie', cookie).set('origin', 'http://localhost:3000').send({ method, code }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 410 || status === 401)).toHaveLength(49);
    expect((await logOf(practice)).length - before).toBe(50);
  });
});

describe('the wall', () => {
  it('[F-16] [M-16] takes no session below what its practice asks for, not even from the identity login', async () => {
    const practice = await newPractice({ factors: 'required' });
    const { identity } = await testBench();
    const start = async (assurance: number) =>
      identity.execute({
        text: `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, assurance, idle_until, expires_at)
               select sha256(gen_random_uuid()::text::bytea), gen_random_uuid(), 'session', org_id, member_id, account_id, 1023, $2, now() + interval '1 hour', now() + interval '1 hour'
                 from wall.member_access where member_id = $1`,
        values: [practice.memberIds[0], assurance],
      });
    await expect(start(1)).rejects.toThrow(/stronger sign-in|wall refused|permission/i);
    expect(await start(2)).toBe(1);
  });

  it('keeps secrets of factors sealed: neither a credential id nor a secret is readable in the database', async () => {
    const { visitor, secret } = await enrolled();
    const passkey = await addPasskey(visitor);
    const { owner } = await testBench();
    const rows = await owner.query<{ line: string }>({ text: 'select f::text as line from identity.factor f', values: [] });
    const text = rows.map(({ line }) => line).join('\n');
    for (const needle of [String(secret), passkey.id.toString('hex'), passkey.id.toString('base64url'), 'Laptop'])
      expect(text).not.toContain(needle);
  });
});

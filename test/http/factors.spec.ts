import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { Authenticator } from '../support/authenticator.js';
import { Visitor } from '../support/door.js';
import { addPasskey, enrolled, logOf, STEP_MS, TurnedClock } from '../support/factors.js';
import { newPractice, testBench } from '../support/practice.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
});

describe('a practice that asks for a second factor', () => {
  it('[F-16] [ASVS 6.3.3] [ASVS 6.4.3] lets nobody in by mailbox alone: the first time a factor is added, then it is asked for', async () => {
    const { visitor, email, secret, recoveryCodes } = await enrolled(server, clock);
    expect(recoveryCodes).toHaveLength(10);
    await visitor.get('/me', 200);

    const again = new Visitor(server);
    expect(await again.byMail(email)).toBe('confirm');
    await again.get('/me', 401);
    expect(await again.get('/auth/step', 200)).toMatchObject({ kind: 'confirm', methods: ['totp', 'recovery'] });
    clock.later(STEP_MS);
    expect(await again.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 200)).toEqual({ outcome: 'signed_in' });
    await again.get('/me', 200);
  });

  it('[F-17] [ASVS 6.5.1] takes each code once, whoever shows it again', async () => {
    const { email, secret } = await enrolled(server, clock);
    const thief = new Visitor(server);
    await thief.byMail(email);
    const used = await thief.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 401);
    expect(used['code']).toBe('identity.factor_wrong');
    await thief.get('/me', 401);
  });

  it('[ASVS 6.5.1] takes a recovery code once', async () => {
    const { email, recoveryCodes } = await enrolled(server, clock);
    const [first, second] = [new Visitor(server), new Visitor(server)];
    await first.byMail(email);
    await first.post('/auth/step/confirm', { method: 'recovery', code: recoveryCodes[3]!.toLowerCase() }, 200);
    expect((await first.get('/me/factors', 200))['recoveryCodesLeft']).toBe(9);
    await second.byMail(email);
    await second.post('/auth/step/confirm', { method: 'recovery', code: recoveryCodes[3]! }, 401);
  });

  it('[I-30] bears five wrong codes and then wants a new link', async () => {
    const { email, secret, practice } = await enrolled(server, clock);
    const visitor = new Visitor(server);
    await visitor.byMail(email);
    for (const left of [4, 3, 2, 1]) {
      expect((await visitor.post('/auth/step/confirm', { method: 'totp', code: '000000' }, 401))['attemptsLeft']).toBe(left);
    }
    await visitor.post('/auth/step/confirm', { method: 'totp', code: '000000' }, 410);
    clock.later(STEP_MS);
    await visitor.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 410);
    expect((await logOf(practice)).filter((outcome) => outcome === 'factor_wrong')).toHaveLength(5);
  });

  it('[I-30] rests codes after ten wrong ones, over any number of links; passkeys go on', async () => {
    const { email, secret, visitor: own } = await enrolled(server, clock);
    const passkey = await addPasskey(own);
    for (let link = 0; link < 2; link++) {
      const guesser = new Visitor(server);
      await guesser.byMail(email);
      for (let guess = 0; guess < 5; guess++) await guesser.post('/auth/step/confirm', { method: 'totp', code: '000000' });
    }
    const visitor = new Visitor(server);
    await visitor.byMail(email);
    clock.later(STEP_MS);
    expect((await visitor.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 429))['code']).toBe(
      'identity.codes_rest',
    );
    const { options } = await visitor.post('/auth/step/passkey-options', {}, 200);
    await visitor.post('/auth/step/confirm', { method: 'passkey', response: passkey.get(options as never) }, 200);
  });

  it('[ASVS 6.5.6] keeps the last factor that would do, and ends no other', async () => {
    const { visitor } = await enrolled(server, clock);
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
    const { email, secret, visitor } = await enrolled(server, clock);
    const passkey = await addPasskey(visitor);
    const owner = new Visitor(server);
    const asked = await owner.post('/auth/passkey/options', {}, 200);
    await owner.post('/auth/passkey', { response: passkey.get(asked['options'] as never) }, 200);
    await owner.put('/organisation/security', { factors: 'passkey' }, 200);
    const [, key] = (await owner.get('/me/factors', 200))['items'] as { id: string }[];
    expect((await owner.delete(`/me/factors/${key!.id}`, 409))['code']).toBe('identity.last_factor');
    const other = new Visitor(server);
    await other.byMail(email);
    clock.later(STEP_MS);
    expect(await other.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 200)).toEqual({ outcome: 'enrol' });
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

  it('[ASVS 6.7.1] keeps secrets of factors sealed: neither a credential id nor a secret is readable in the database', async () => {
    const { visitor, secret } = await enrolled(server, clock);
    const passkey = await addPasskey(visitor);
    const { owner } = await testBench();
    const rows = await owner.query<{ line: string }>({ text: 'select f::text as line from identity.factor f', values: [] });
    const text = rows.map(({ line }) => line).join('\n');
    for (const needle of [String(secret), passkey.id.toString('hex'), passkey.id.toString('base64url'), 'Laptop'])
      expect(text).not.toContain(needle);
  });
});

import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaughtMail } from '../../src/common/mail/mail-catcher.js';
import { newId } from '../../src/common/ids.js';
import { JobGrants } from '../../src/common/jobs/job-grants.js';
import { testApp, type TestApp } from '../support/app.js';
import { mailsTo, Visitor } from '../support/door.js';
import { addPasskey, enrolled, TurnedClock } from '../support/factors.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { accountOf, noticesTo, recorded } from '../support/watch.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
});

const tokenIn = (mail: CaughtMail) => /\/sign-in\/not-me#([\w-]{43})/.exec(mail.text)![1]!;

describe('“this was not me”', () => {
  it('[I-31] [ASVS 7.4.1] in a notice ends everything, locks the account and is told and recorded', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'member' }] });
    const [owner, admin] = [new Visitor(server), new Visitor(server)];
    await owner.byMail(practice.emails[0]!);
    await admin.byMail(practice.emails[1]!);
    const { id } = await owner.post('/access/services', { name: 'Website' }, 201);
    const { key } = await owner.post(
      `/access/services/${String(id)}/keys`,
      { expiresAt: new Date(Date.now() + 86_400_000).toISOString() },
      201,
    );
    const byKey = () => server.http.get('/api/v1/members').set('authorization', `Bearer ${String(key)}`);
    await byKey().expect(200);
    const thief = new Visitor(server);
    await thief.byMail(practice.emails[0]!);
    await thief.post('/access/view-as', { memberId: practice.memberIds[2] }, 201);
    const pending = new Visitor(server);
    const link = await pending.asked(practice.emails[0]!);

    const [notice] = await noticesTo(server, practice.emails[0]!);
    const anybody = new Visitor(server);
    await anybody.post('/auth/not-me', { token: tokenIn(notice!) }, 204);
    expect((await thief.get('/me', 401))['code']).toBe('access.view_ended');
    expect((await thief.get('/me/factors', 401))['code']).toBe('identity.account_locked');
    await byKey().expect(401);
    await pending.post('/auth/link', { token: link }, 410);
    await anybody.post('/auth/not-me', { token: tokenIn(notice!) }, 410);
    await admin.get('/me', 200);

    const { identity } = await testBench();
    const live = await identity.query({
      text: `select kind from wall.live_grant where ended_at is null and (account_id = $1 or made_by = $2 or actor_id = $2)`,
      values: [await accountOf(practice), practice.memberIds[0]],
    });
    expect(live).toEqual([]);
    const [told] = await noticesTo(server, practice.emails[1]!);
    expect(told!.subject).toBe('A locked account in your practice');
    expect(told!.text).toContain(practice.emails[0]);
    expect(await noticesTo(server, practice.emails[2]!, 0)).toEqual([]);
    expect(await recorded(practice, 'lock')).toMatchObject([
      { actorMemberId: practice.memberIds[0], subjectKind: 'member', subjectId: practice.memberIds[0] },
    ]);
  });

  it('[I-31] is recorded once in every practice, whichever of them cannot record it for a while', async () => {
    const [failing, other] = [await newPractice(), await newPractice()];
    const { owner: superior } = await testBench();
    await superior.execute({
      text: `insert into wall.member_access (member_id, org_id, account_id, role, scope, modules, creates, updates, deletes, active)
             values ($1, $2, $3, 'member', 'all', 0, 0, 0, 0, true)`,
      values: [newId(), other.orgId, await accountOf(failing)],
    });
    const owner = new Visitor(server);
    await owner.byMail(failing.emails[0]!);
    await owner.get('/me', 200);
    const grants = server.app.get(JobGrants);
    const give = grants.with.bind(grants);
    const given = jest.spyOn(grants, 'with').mockImplementation(async (reach, work) => {
      if (reach.orgId === failing.orgId) throw new Error('the keys of this practice cannot be had now');
      return give(reach, work);
    });
    await owner.post('/auth/lock', {}, 204);
    const locks = async (practice: TestPractice) =>
      (await recorded(practice, 'lock')).filter(({ subjectKind }) => subjectKind === 'member').length;
    expect(await locks(other)).toBe(1);
    given.mockRestore();
    for (let attempt = 0; attempt < 100 && (await locks(failing)) === 0; attempt++) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await locks(failing)).toBe(1);
    expect(await locks(other)).toBe(1);
  });

  it('[I-31] from inside a session ends that one too', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }] });
    const owner = new Visitor(server);
    await owner.byMail(practice.emails[0]!);
    const copy = owner.header;
    await owner.post('/auth/lock', {}, 204);
    await owner.get('/me', 401);
    await server.http.get('/api/v1/me').set('cookie', copy).expect(401);
    expect((await recorded(practice, 'lock')).map(({ subjectKind }) => subjectKind)).toContain('session');
  });

  it('[I-31] leaves a door that looks as for an address that nobody has, whatever the way in', async () => {
    const { practice, visitor: owner, email } = await enrolled(server, clock);
    const passkey = await addPasskey(owner);
    const waiting = new Visitor(server);
    await waiting.byMail(email);
    const { options } = await waiting.post('/auth/step/passkey-options', {}, 200);
    await owner.post('/auth/lock', {}, 204);
    expect((await waiting.post('/auth/step/confirm', { method: 'passkey', response: passkey.get(options as never) }, 410))['code']).toBe(
      'identity.step_over',
    );
    const elsewhere = new Visitor(server);
    const asked = await elsewhere.post('/auth/passkey/options', {}, 200);
    expect((await elsewhere.post('/auth/passkey', { response: passkey.get(asked['options'] as never) }, 410))['code']).toBe(
      'identity.step_over',
    );
    await elsewhere.post('/auth/sign-in', { email }, 202);
    await elsewhere.post('/auth/code', { code: '123456' }, 401);
    expect((await mailsTo(server, email)).filter(({ text }) => text.includes('/sign-in/link#'))).toHaveLength(2);

    // The wall itself refuses, whichever login writes.
    const { identity } = await testBench();
    const start = identity.execute({
      text: `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, assurance, idle_until, expires_at)
             select sha256(gen_random_uuid()::text::bytea), gen_random_uuid(), 'session', org_id, member_id, account_id, 1023, 3, now() + interval '1 hour', now() + interval '1 hour'
               from wall.member_access where member_id = $1`,
      values: [practice.memberIds[0]],
    });
    await expect(start).rejects.toThrow(/locked/);
    const revive = identity.execute({
      text: `update wall.live_grant set ended_at = null where account_id = $1`,
      values: [await accountOf(practice)],
    });
    await expect(revive).rejects.toThrow(/locked/);
  });

  it('[I-30] a session that begins while the account is being locked does not outlive the lock', async () => {
    const practice = await newPractice();
    const accountId = await accountOf(practice);
    const { identity } = await testBench();
    for (let round = 0; round < 5; round++) {
      const visitor = new Visitor(server);
      const link = await visitor.asked(practice.emails[0]!);
      const lock = identity.execute({
        text: 'update identity.account set locked_at = clock_timestamp() where id = $1',
        values: [accountId],
      });
      await Promise.all([visitor.post('/auth/link', { token: link }), lock]);
      await visitor.get('/me', 401);
      const live = await identity.query({
        text: `select 1 from wall.live_grant where account_id = $1 and ended_at is null`,
        values: [accountId],
      });
      expect(live).toEqual([]);
      await identity.execute({ text: 'update identity.account set locked_at = null where id = $1', values: [accountId] });
    }
  });

  it('a token that is none counts against its network, and says the same', async () => {
    const visitor = new Visitor(server);
    const codes = new Set<unknown>();
    for (let tried = 0; tried < 25; tried++) codes.add((await visitor.post('/auth/not-me', { token: 'A'.repeat(43) }))['code']);
    expect([...codes]).toEqual(['identity.link_dead', 'identity.too_many_attempts']);
  });
});

describe('a locked account', () => {
  it('[I-31] is unlocked by an administrator, never by itself, an owner’s only by an owner; second factors stay, browsers are new', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'member' }, { role: 'owner' }] });
    const [owner, admin] = [new Visitor(server), new Visitor(server)];
    await owner.byMail(practice.emails[0]!);
    await admin.byMail(practice.emails[1]!);
    const member = new Visitor(server);
    await member.byMail(practice.emails[2]!);
    const passkey = await addPasskey(member);
    await member.post('/auth/lock', {}, 204);
    const path = `/access/members/${practice.memberIds[2]}/lock`;
    expect(await admin.get(path, 200)).toEqual({ lockedAt: expect.any(String) as unknown });
    await admin.post(`${path}/open`, {}, 204);
    expect((await admin.post(`${path}/open`, {}, 409))['code']).toBe('identity.not_locked');
    expect(await admin.get(path, 200)).toEqual({ lockedAt: null });
    expect((await admin.post(`/access/members/${practice.memberIds[1]}/lock/open`, {}, 409))['code']).toBe('access.own_membership');
    expect((await admin.post(`/access/members/${practice.memberIds[3]}/lock/open`, {}, 403))['code']).toBe('access.owners_only');
    const back = new Visitor(server);
    expect(await back.byMail(practice.emails[2]!)).toBe('confirm');
    const { options } = await back.post('/auth/step/passkey-options', {}, 200);
    await back.post('/auth/step/confirm', { method: 'passkey', response: passkey.get(options as never) }, 200);
    expect((await back.get('/me/devices', 200))['items']).toHaveLength(1);
    expect((await noticesTo(server, practice.emails[2]!, 3)).map(({ subject }) => subject)).toContain('Your Ironbark account is unlocked');
    expect(await recorded(practice, 'unlock')).toMatchObject([{ actorMemberId: practice.memberIds[1], subjectId: practice.memberIds[2] }]);
  });

  it('is not for one practice to unlock when another relies on it, nor without a fresh proof', async () => {
    const [practice, other] = [await newPractice({ members: [{}, { role: 'member' }] }), await newPractice()];
    const { owner: superior, identity } = await testBench();
    const accountId = await accountOf(practice, 1);
    await superior.execute({
      text: `insert into wall.member_access (member_id, org_id, account_id, role, scope, modules, creates, updates, deletes, active)
             values ($1, $2, $3, 'member', 'all', 0, 0, 0, 0, true)`,
      values: [newId(), other.orgId, accountId],
    });
    await identity.execute({ text: 'update identity.account set locked_at = clock_timestamp() where id = $1', values: [accountId] });
    const owner = new Visitor(server);
    await owner.byMail(practice.emails[0]!);
    const path = `/access/members/${practice.memberIds[1]}/lock/open`;
    expect((await owner.post(path, {}, 409))['code']).toBe('identity.unlock_not_here');
    await superior.execute({
      text: `update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where account_id = $1`,
      values: [await accountOf(practice)],
    });
    expect((await owner.post(path, {}, 403))['code']).toBe('identity.step_up_needed');
  });
});

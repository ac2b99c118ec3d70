import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { Visitor } from '../support/door.js';
import { enrolApp, enrolled, STEP_MS, TurnedClock } from '../support/factors.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
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
      secrets.push((await enrolApp(visitor, clock)).secret);
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

  it('[ASVS 6.4.4] [ASVS 6.4.6] waits a day, tells the person, and only then does their mailbox lead to adding a factor', async () => {
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
    await enrolApp(back, clock);
    await back.get('/me', 200);
  });

  it('is called off by any use of a factor, and by an administrator', async () => {
    const { practice, owner, path, secrets } = await stage();
    await owner.post(`${path(1)}/reset`, {}, 200);
    clock.later(STEP_MS);
    const person = new Visitor(server);
    await person.byMail(practice.emails[1]!);
    await person.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secrets[1]) }, 200);
    expect((await owner.get(path(1), 200))['resetDueAt']).toBeNull();
    await owner.post(`${path(1)}/reset`, {}, 200);
    await owner.delete(`${path(1)}/reset`, 204);
    await passTheDay(practice);
    expect(await new Visitor(server).byMail(practice.emails[1]!)).toBe('confirm');
  });

  it('is asked for and called off by forty at once, and none of them is left without an answer', async () => {
    const { owner, path } = await stage();
    const asked = Array.from({ length: 20 }, async () => (await owner.post(`${path(1)}/reset`, {}, 200))['resetDueAt']);
    const dropped = Array.from({ length: 20 }, async () => (await owner.delete(`${path(1)}/reset`))['status']);
    for (const due of await Promise.all(asked)) expect(new Date(String(due)).getTime()).toBeGreaterThan(Date.now());
    // One that found nothing to call off hears so.
    for (const status of await Promise.all(dropped)) expect([undefined, 409]).toContain(status);
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
    const { practice, visitor, secret } = await enrolled(server, clock);
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
    clock.later(STEP_MS);
    await visitor.post('/me/step-up', { method: 'totp', code: clock.codeOf(secret) }, 204);
    expect((await visitor.get('/me/step-up', 200))['fresh']).toBe(true);
    await visitor.post('/me/factors/totp', {}, 200);
  });

  it('are not proved by somebody else’s step or without one', async () => {
    const { practice, visitor, secret } = await enrolled(server, clock);
    const { owner } = await testBench();
    await owner.execute({ text: STALE, values: [practice.orgId] });
    clock.later(STEP_MS);
    await visitor.post('/me/step-up', { method: 'totp', code: clock.codeOf(secret) }, 410);
    expect((await visitor.get('/me/step-up', 200))['fresh']).toBe(false);
  });
});

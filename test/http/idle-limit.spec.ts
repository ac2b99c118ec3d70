import { beforeAll, describe, expect, it } from '@jest/globals';
import { testApp, type TestApp } from '../support/app.js';
import { Visitor } from '../support/door.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';
import { attempt, sqlAs } from '../support/tenant-sql.js';
import { accountOf, recorded } from '../support/watch.js';

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

const PATH = '/organisation/security';

/** Makes a member's session one that was last used so many minutes ago, under an idle limit of an hour. */
async function unusedFor(practice: TestPractice, member: number, minutes: number): Promise<void> {
  const { owner } = await testBench();
  await owner.execute({
    text: `update wall.live_grant set seen_at = clock_timestamp() - make_interval(mins => $2),
                  idle_until = clock_timestamp() - make_interval(mins => $2) + interval '1 hour'
            where account_id = $1 and kind = 'session' and ended_at is null`,
    values: [await accountOf(practice, member), minutes],
  });
}

describe('a practice’s idle limit', () => {
  it('[I-27] [ASVS 7.3.1] shortened ends at the next request what was unused for longer, and keeps the rest', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'member' }] });
    const [owner, idle, busy] = [new Visitor(server), new Visitor(server), new Visitor(server)];
    await owner.byMail(practice.emails[0]!);
    await idle.byMail(practice.emails[2]!);
    await busy.byMail(practice.emails[1]!);
    await unusedFor(practice, 2, 20);
    expect(await owner.get(PATH, 200)).toMatchObject({ idleMinutes: 60 });
    expect(await owner.put(PATH, { idleMinutes: 15 }, 200)).toEqual({ idleMinutes: 15, sessionsEnded: 1 });
    expect((await idle.get('/me', 401))['code']).toBe('identity.session_idle');
    expect(((await busy.get('/me', 200))['session'] as { idleMinutes: number }).idleMinutes).toBe(15);
    expect(await owner.get(PATH, 200)).toMatchObject({ idleMinutes: 15 });
    expect(await recorded(practice, 'update')).toMatchObject([
      { actorMemberId: practice.memberIds[0], subjectKind: 'organisation', subjectId: practice.orgId },
    ]);
  });

  it('[I-27] binds the sessions that begin after it, and touches no other practice', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    const [owner, stranger] = [new Visitor(server), new Visitor(server)];
    await owner.byMail(practice.emails[0]!);
    await stranger.byMail(other.emails[0]!);
    await owner.put(PATH, { idleMinutes: 15 }, 200);
    const { identity } = await testBench();
    const left = async (of: TestPractice): Promise<number> => {
      const [row] = await identity.query<{ minutes: number }>({
        text: `select round(extract(epoch from idle_until - clock_timestamp()) / 60)::int as minutes from wall.live_grant
                where account_id = $1 and ended_at is null`,
        values: [await accountOf(of)],
      });
      return row!.minutes;
    };
    expect([await left(practice), await left(other)]).toEqual([15, 60]);
    await new Visitor(server).byMail(practice.emails[0]!);
    expect(await left(practice)).toBe(15);
    expect(await stranger.get(PATH, 200)).toMatchObject({ idleMinutes: 60 });
  });

  it('[I-27] is for administrators with a fresh proof, from 15 minutes to four hours', async () => {
    const practice = await newPractice({ members: [{}, { role: 'member' }] });
    const [owner, member] = [new Visitor(server), new Visitor(server)];
    await owner.byMail(practice.emails[0]!);
    await member.byMail(practice.emails[1]!);
    expect((await member.put(PATH, { idleMinutes: 30 }, 403))['code']).toBe('access.administrators_only');
    for (const idleMinutes of [14, 241, 15.5, '60', null, -1]) await owner.put(PATH, { idleMinutes }, 400);
    await owner.put(PATH, {}, 400);
    await owner.put(PATH, { idleMinutes: 240 }, 200);
    const { owner: superior } = await testBench();
    await superior.execute({
      text: `update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where account_id = $1`,
      values: [await accountOf(practice)],
    });
    expect((await owner.put(PATH, { idleMinutes: 30 }, 403))['code']).toBe('identity.step_up_needed');
    expect(await owner.get(PATH, 200)).toMatchObject({ idleMinutes: 240 });
  });

  it('[I-27] is bounded, and for administrators, by the database itself', async () => {
    const practice = await newPractice({ members: [{}, { role: 'member' }] });
    const change = 'select wall.set_idle_limit($1)';
    const owner = await sqlAs(practice, 0);
    expect([await attempt(owner, change, [14]), await attempt(owner, change, [241])]).toEqual(['23514', '23514']);
    expect(await attempt(await sqlAs(practice, 1), change, [30])).toBe('IB005');
    expect(await attempt(owner, 'update app.organisation set idle_minutes = 240')).toBe('42501');
    expect(await attempt(owner, change, [30])).toBe(1);
  });
});

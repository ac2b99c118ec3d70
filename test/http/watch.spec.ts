import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { accountOf, noticesTo, recorded } from '../support/watch.js';
import { testApp, type TestApp } from '../support/app.js';
import { Visitor } from '../support/door.js';
import { enrolApp, enrolled, STEP_MS, TurnedClock } from '../support/factors.js';
import { newPractice, testBench } from '../support/practice.js';

/** Addresses that the registries have given to networks in these countries. */
const AUSTRALIA = '1.1.1.1';
const UNITED_STATES = '8.8.8.8';

const clock = new TurnedClock();
let server: TestApp;
beforeAll(async () => {
  server = await testApp({ clock });
});

interface Line {
  outcome: string;
  kind: string;
  method: string | null;
  device: string;
  ip: string;
  country: string | null;
}

describe('one’s own security log', () => {
  it('[I-31] [ASVS 16.3.1] shows time, outcome, method, device, address and registry country, and filters', async () => {
    const { visitor: first, email, secret } = await enrolled(server, clock, AUSTRALIA);
    const again = new Visitor(server, UNITED_STATES);
    await again.byMail(email);
    await again.post('/auth/step/confirm', { method: 'totp', code: '000000' }, 401);
    clock.later(STEP_MS);
    await again.post('/auth/step/confirm', { method: 'totp', code: clock.codeOf(secret) }, 200);
    await first.get('/me', 401);
    const all = (await again.get('/me/sign-ins', 200))['items'] as Line[];
    expect(all[0]).toMatchObject({ outcome: 'signed_in_totp', kind: 'signed_in', method: 'totp', ip: UNITED_STATES, country: 'US' });
    expect(all.find(({ outcome }) => outcome === 'signed_in_totp' || outcome === 'factor_added_totp')).toBeDefined();
    expect(all.filter(({ ip }) => ip === AUSTRALIA).every(({ country }) => country === 'AU')).toBe(true);
    const refused = (await again.get('/me/sign-ins?show=refused', 200))['items'] as Line[];
    expect(refused.map(({ outcome }) => outcome)).toEqual(['factor_wrong']);
    const signedIn = (await again.get('/me/sign-ins?show=signed_in', 200))['items'] as Line[];
    expect(signedIn.map(({ kind }) => kind)).toEqual(['signed_in', 'signed_in']);
    expect((await again.get('/me/sign-ins/days?timeZone=Australia/Sydney', 200))['items']).toEqual([
      { day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown, signedIn: 2, refused: 1 },
    ]);
    await again.get('/me/sign-ins/days?timeZone=Nowhere/Land', 400);
    await again.get('/me/sign-ins?show=everything', 400);
  });

  it('names a private network as such and keeps address and country sealed', async () => {
    const practice = await newPractice();
    const visitor = new Visitor(server, '192.168.7.7');
    await visitor.byMail(practice.emails[0]!);
    const [line] = (await visitor.get('/me/sign-ins', 200))['items'] as Line[];
    expect(line).toMatchObject({ country: 'private', ip: '192.168.7.7', method: 'mail' });
    const { identity } = await testBench();
    const rows = await identity.query<{ line: string }>({
      text: 'select e::text as line from identity.sign_in_event e where account_id = $1 union all select d::text from identity.known_device d where account_id = $1',
      values: [await accountOf(practice)],
    });
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.map((row) => row.line).join()).not.toMatch(/192\.168|private|superagent/);
  });
});

describe('notices', () => {
  it('[I-31] [ASVS 6.3.5] tell of a new browser and a new country, not of the very first sign-in nor of a known browser', async () => {
    const email = (await newPractice()).emails[0]!;
    const [home, travelling] = [new Visitor(server, AUSTRALIA), new Visitor(server, UNITED_STATES)];
    await home.byMail(email);
    await home.byMail(email);
    await travelling.byMail(email);
    const [mail, ...others] = await noticesTo(server, email);
    expect(others).toEqual([]);
    expect(mail!.subject).toBe('A sign-in from a new browser and country');
    expect(mail!.text).toContain('registered in United States');
    const moved = new Visitor(server, AUSTRALIA);
    moved.take(home);
    await moved.byMail(email);
    expect(await noticesTo(server, email)).toHaveLength(1);
    await new Visitor(server, AUSTRALIA).byMail(email);
    expect((await noticesTo(server, email, 2)).map(({ subject }) => subject)[0]).toBe('A sign-in from a new browser');
  });

  it('[I-31] [ASVS 6.3.5] tell of a proof refused after a right link, once an hour', async () => {
    const { email } = await enrolled(server, clock);
    for (let link = 0; link < 2; link++) {
      const thief = new Visitor(server);
      await thief.byMail(email);
      await thief.post('/auth/step/confirm', { method: 'totp', code: '000000' }, 401);
    }
    const told = async () =>
      (await noticesTo(server, email, 2)).filter(({ subject }) => subject === 'A refused sign-in after a right link');
    expect(await told()).toHaveLength(1);
  });

  it('[I-30] tell of so many wrong codes that codes rest', async () => {
    const email = (await newPractice()).emails[0]!;
    const guesser = new Visitor(server);
    for (let link = 0; link < 2; link++) {
      await guesser.asked(email);
      for (let guess = 0; guess < 5; guess++) await guesser.post('/auth/code', { code: '000000' });
    }
    expect((await noticesTo(server, email)).map(({ subject }) => subject)).toEqual(['Too many wrong codes for your account']);
  });
});

describe('browsers that signed in before', () => {
  it('[I-31] are listed and removed by their owner, and nobody else', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [owner, other] = [new Visitor(server, AUSTRALIA), new Visitor(server)];
    await owner.byMail(practice.emails[0]!);
    await other.byMail(practice.emails[1]!);
    const [device] = (await owner.get('/me/devices', 200))['items'] as { id: string; here: boolean; countries: string[] }[];
    expect(device).toMatchObject({ here: true, countries: ['AU'] });
    await other.delete(`/me/devices/${device!.id}`, 404);
    await owner.delete(`/me/devices/${device!.id}`, 204);
    expect((await owner.get('/me/devices', 200))['items']).toEqual([]);
  });

  it('change their secret with every sign-in: a copied cookie is dead', async () => {
    const practice = await newPractice();
    const owner = new Visitor(server);
    await owner.byMail(practice.emails[0]!);
    const thief = new Visitor(server);
    thief.take(owner);
    await owner.byMail(practice.emails[0]!);
    const { identity } = await testBench();
    const hashes = await identity.query({
      text: 'select 1 from identity.known_device where account_id = $1',
      values: [await accountOf(practice)],
    });
    expect(hashes).toHaveLength(1);
    await thief.byMail(practice.emails[0]!);
    expect((await noticesTo(server, practice.emails[0]!)).map(({ subject }) => subject)).toEqual(['A sign-in from a new browser']);
  });
});

describe('the practice’s sign-ins', () => {
  it('[I-31] are for owners and administrators, named, filtered, paged, and reading them is on record', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'member' }] });
    const [owner, member, admin] = [new Visitor(server, AUSTRALIA), new Visitor(server), new Visitor(server)];
    const spent = await owner.asked(practice.emails[0]!);
    await owner.post('/auth/link', { token: spent }, 200);
    await member.byMail(practice.emails[2]!);
    await admin.byMail(practice.emails[1]!);
    const { items } = await admin.get('/organisation/sign-ins?show=signed_in', 200);
    const lines = items as (Line & { member: { id: string; displayName: string } })[];
    expect(lines.map((line) => line.member.id)).toEqual([practice.memberIds[1], practice.memberIds[2], practice.memberIds[0]]);
    expect(lines[2]).toMatchObject({
      ip: AUSTRALIA,
      country: 'AU',
      method: 'mail',
      member: { displayName: expect.stringContaining('Member 0') as unknown },
    });
    await member.get('/organisation/sign-ins', 403);
    for (let asked = 0; asked < 45; asked++) await owner.post('/auth/link', { token: spent }, 410);
    const first = await admin.get('/organisation/sign-ins', 200);
    expect(first['items']).toHaveLength(50);
    const second = await admin.get(`/organisation/sign-ins?after=${String(first['next'])}`, 200);
    const ids = [first, second].flatMap((page) => (page['items'] as { id: string }[]).map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(50);
    await admin.get('/organisation/sign-ins?after=nonsense', 400);
    const read = (await recorded(practice, 'read')).find(({ subjectKind }) => subjectKind === 'sign_ins');
    expect(read).toMatchObject({ actorMemberId: practice.memberIds[1], subjectId: practice.orgId });
    expect(read!.records.sort()).toEqual([...practice.memberIds].sort());
  });

  it('[I-31] [ASVS 8.4.1] hold nothing of what a member does at another practice', async () => {
    const [mine, theirs] = [await newPractice({ members: [{}, {}] }), await newPractice()];
    const { owner } = await testBench();
    const shared = await accountOf(mine, 1);
    await owner.execute({
      text: `insert into wall.member_access (member_id, org_id, account_id, role, scope, modules, creates, updates, deletes, active)
             values ($1, $2, $3, 'member', 'all', 0, 0, 0, 0, true)`,
      values: [newId(), theirs.orgId, shared],
    });
    const visitor = new Visitor(server);
    await visitor.byMail(mine.emails[1]!);
    await owner.execute({
      text: `update identity.sign_in_event set org_id = $2 where account_id = $1 and outcome = 'signed_in'`,
      values: [shared, theirs.orgId],
    });
    const reader = new Visitor(server);
    await reader.byMail(mine.emails[0]!);
    const seen = (await reader.get('/organisation/sign-ins', 200))['items'] as { member: { id: string } }[];
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter(({ member }) => member.id !== mine.memberIds[0])).toEqual([]);
  });
});

describe('without a first factor', () => {
  it('a first sign-in through an enrolment is no news', async () => {
    const practice = await newPractice({ factors: 'required' });
    const visitor = new Visitor(server);
    await visitor.byMail(practice.emails[0]!);
    await enrolApp(visitor, clock);
    const subjects = (await noticesTo(server, practice.emails[0]!)).map(({ subject }) => subject);
    expect(subjects.some((subject) => subject.startsWith('A sign-in'))).toBe(false);
  });
});

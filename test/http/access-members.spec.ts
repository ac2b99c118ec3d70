import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import type { MemberAccessDto } from '../../src/modules/access-control/http/access-members.dto.js';
import { testApp, type TestApp } from '../support/app.js';
import { entriesOf } from '../support/access-record.js';
import { caller as callerOf, codeOf, newClient, type Caller } from '../support/caller.js';
import { newPractice, type TestPractice } from '../support/practice.js';

const READ = { read: true, create: false, update: false, delete: false };
const EVERYTHING = { read: true, create: true, update: true, delete: true };

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const caller = (practice: TestPractice, member = 0) => callerOf(app, practice, member);

async function memberLine(by: Caller, id: string): Promise<MemberAccessDto> {
  return (await by.get(`/access/members/${id}`).expect(200)).body as MemberAccessDto;
}

describe('a member’s access', () => {
  it('[I-35] [I-36] [M-18] [ASVS 8.3.2] is set by scope and by act, and bites on the next request of a session already signed in', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { scope: 'all', teams: [0] }] });
    const [owner, member] = [await caller(practice), await caller(practice, 1)];
    const ours = await newClient(owner, { teamId: practice.teamIds[0] });
    const other = await newClient(owner, { teamId: practice.teamIds[1] });
    const set = (scope: string, switches: object) =>
      owner.send('put', `/access/members/${practice.memberIds[1]}/access`, { scope, switches }).expect(200);
    await member.get(`/clients/${other.id}`).expect(200);
    await set('team', { clients: READ });
    await member.get(`/clients/${other.id}`).expect(404);
    await member.get(`/clients/${ours.id}`).expect(200);
    await member.send('patch', `/clients/${ours.id}`, { version: 1, pronouns: 'she/her' }).expect(403);
    await set('team', { clients: { ...READ, update: true } });
    await member.send('patch', `/clients/${ours.id}`, { version: 1, pronouns: 'she/her' }).expect(200);
    await member.send('post', `/clients/${ours.id}/archive`, { version: 2 }).expect(403);
    await member.send('post', '/clients', { legalName: { family: 'A', given: 'B', familyFirst: false } }).expect(403);
    await set('team', { clients: { ...READ, delete: true } });
    await member.send('patch', `/clients/${ours.id}`, { version: 2, pronouns: null }).expect(403);
    await member.send('post', `/clients/${ours.id}/archive`, { version: 2 }).expect(200);
    await set('team', { documents: EVERYTHING });
    const off = await member.get('/clients').expect(403);
    expect(off.body).toMatchObject({ code: 'access.not_permitted', detail: expect.stringContaining('administrator') as unknown });
    const shown = (await member.get('/me/access').expect(200)).body as { changes: { madeBy: string; before: object; after: object }[] };
    expect(shown.changes.length).toBeGreaterThanOrEqual(4);
    expect(shown.changes[0]).toMatchObject({ madeBy: practice.memberIds[0], before: { modules: 1 }, after: { modules: 16 } });
    const recorded = await entriesOf(practice, 'grant');
    expect(recorded[0]!.detail).toMatchObject({
      before: expect.stringContaining('1023') as unknown,
      after: expect.stringContaining('"team"') as unknown,
    });
  });

  it('refuses unknown switches, acts without read, and ids of another practice, and says which', async () => {
    const [practice, other] = [await newPractice({ members: [{}, {}] }), await newPractice()];
    const owner = await caller(practice);
    const path = `/access/members/${practice.memberIds[1]}/access`;
    const refused = await owner
      .send('put', path, { scope: 'all', switches: { kitchen: READ, clients: { update: true }, cases: { fly: true } } })
      .expect(400);
    expect((refused.body as { errors: { field: string }[] }).errors.map(({ field }) => field)).toEqual([
      'switches.kitchen',
      'switches.clients',
      'switches.cases.fly',
    ]);
    await owner.send('put', path, { scope: 'everything', switches: {} }).expect(400);
    await owner.send('put', `/access/members/${other.memberIds[0]}/access`, { scope: 'all', switches: {} }).expect(404);
    await owner.send('put', `/access/members/${practice.memberIds[1]}/teams`, { teamIds: [other.teamIds[0]] }).expect(400);
  });

  it('[I-42] is given by owners and administrators only, and never above their own', async () => {
    const practice = await newPractice({
      members: [
        {},
        { role: 'admin', scope: 'team', teams: [0], modules: MODULES.clients | MODULES.team_management },
        {},
        { role: 'admin' },
      ],
      teams: 2,
    });
    const [owner, narrow, member] = [await caller(practice), await caller(practice, 1), await caller(practice, 2)];
    const path = `/access/members/${practice.memberIds[2]}`;
    expect(codeOf(await member.send('put', `${path}/access`, { scope: 'all', switches: {} }).expect(403))).toBe(
      'access.administrators_only',
    );
    expect(codeOf(await narrow.send('put', `${path}/access`, { scope: 'all', switches: { clients: READ } }).expect(403))).toBe(
      'access.above_own',
    );
    expect(codeOf(await narrow.send('put', `${path}/access`, { scope: 'team', switches: { billing: READ } }).expect(403))).toBe(
      'access.above_own',
    );
    expect(codeOf(await narrow.send('put', `${path}/teams`, { teamIds: [practice.teamIds[1]] }).expect(403))).toBe('access.above_own');
    expect(codeOf(await narrow.send('put', `${path}/role`, { role: 'owner' }).expect(403))).toBe('access.owners_only');
    expect(codeOf(await narrow.send('post', `/access/members/${practice.memberIds[0]}/suspend`).expect(403))).toBe('access.owners_only');
    await narrow.send('put', `${path}/access`, { scope: 'team', switches: { clients: EVERYTHING } }).expect(200);
    await owner.send('put', `${path}/role`, { role: 'admin' }).expect(200);
  });

  it('keeps the last owner and the last administrator, by every path and by two at once', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'owner' }] });
    const [owner, admin, second] = [await caller(practice), await caller(practice, 1), await caller(practice, 2)];
    const [o, a, s] = practice.memberIds as [string, string, string];
    expect(codeOf(await admin.send('put', `/access/members/${a}/role`, { role: 'member' }).expect(409))).toBe('access.last_administrator');
    expect(codeOf(await owner.send('post', `/access/members/${a}/remove`).expect(409))).toBe('access.last_administrator');
    expect(codeOf(await owner.send('post', `/access/members/${a}/suspend`).expect(409))).toBe('access.last_administrator');
    const both = await Promise.all([
      owner.send('put', `/access/members/${o}/role`, { role: 'member' }),
      second.send('put', `/access/members/${s}/role`, { role: 'member' }),
    ]);
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  it('[ASVS 7.4.5] ends with suspension and removal, and comes back with reactivation', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [owner, member] = [await caller(practice), await caller(practice, 1)];
    const path = `/access/members/${practice.memberIds[1]}`;
    await owner.send('post', `${path}/suspend`).expect(200);
    expect(codeOf(await member.get('/clients').expect(401))).toBe('identity.access_suspended');
    expect(codeOf(await owner.send('post', `${path}/suspend`).expect(409))).toBe('access.wrong_state');
    await owner.send('post', `${path}/reactivate`).expect(200);
    await member.get('/clients').expect(401);
    await owner.send('post', `${path}/remove`).expect(200);
    expect((await memberLine(owner, practice.memberIds[1]!)).grants).toEqual([]);
    await owner.send('put', `${path}/access`, { scope: 'all', switches: {} }).expect(409);
  });
});

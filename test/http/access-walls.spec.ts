import { beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import type { MemberAccessDto } from '../../src/modules/access-control/http/access-members.dto.js';
import type { RoleDto } from '../../src/modules/access-control/http/roles.dto.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller as callerOf, codeOf, newClient, ORIGIN, type Caller } from '../support/caller.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

const READ = { read: true, create: false, update: false, delete: false };
const API = '/api/v1';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

const caller = (practice: TestPractice, member = 0) => callerOf(app, practice, member);

async function role(by: Caller, name: string): Promise<RoleDto> {
  const { body } = await by.get('/access/templates').expect(200);
  return (body as { items: RoleDto[] }).items.find((item) => item.name === name)!;
}

async function memberLine(by: Caller, id: string): Promise<MemberAccessDto> {
  return (await by.get(`/access/members/${id}`).expect(200)).body as MemberAccessDto;
}

describe('walls and private records', () => {
  it('[I-39] [I-40] hide a client on every surface, from administrators too, and come down again', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, {}] });
    const [owner, admin, member] = [await caller(practice), await caller(practice, 1), await caller(practice, 2)];
    const client = await newClient(owner);
    await newClient(owner, { legalName: { family: 'Whitlam', given: 'Ada', familyFirst: false } });
    const seen = async (by: Caller) => {
      const { body: list } = await by.get('/clients').expect(200);
      const { body: found } = await by.send('post', '/clients/search', { text: 'okafor' }).expect(200);
      const { body: all } = await by.send('post', '/clients/search', {}).expect(200);
      const csv = await by.send('post', '/clients/export', {}).expect(200);
      const direct = await by.get(`/clients/${client.id}`);
      const history = await by.get(`/clients/${client.id}/history`);
      return [
        (list as { items: unknown[] }).items.length,
        (found as { total: number }).total,
        (all as { total: number }).total,
        csv.text.includes('Okafor'),
        direct.status,
        history.status,
      ];
    };
    const [visible, hidden] = [
      [2, 1, 2, true, 200, 200],
      [1, 0, 1, false, 404, 404],
    ];
    expect(await seen(member)).toEqual(visible);
    const path = `/clients/${client.id}/restrictions`;
    await owner.send('put', path, { private: null, blocked: [practice.memberIds[2]], reason: 'Acts for the other side' }).expect(204);
    expect(await seen(member)).toEqual(hidden);
    expect(await seen(admin)).toEqual(visible);
    await owner.send('put', path, { private: [practice.memberIds[0]], blocked: [] }).expect(204);
    expect(await seen(admin)).toEqual(hidden);
    expect(await seen(owner)).toEqual(visible);
    await admin.send('put', path, { private: null, blocked: [] }).expect(404);
    await member.send('put', path, { private: null, blocked: [] }).expect(403);
    await owner.send('put', path, { private: [newId()], blocked: [] }).expect(422);
    expect(codeOf(await admin.send('post', `/access/members/${practice.memberIds[0]}/remove`).expect(403))).toBe('access.owners_only');
    await owner.send('put', path, { private: null, blocked: [] }).expect(204);
    expect(await seen(admin)).toEqual(visible);
    expect((await owner.get(path).expect(200)).body).toEqual({ private: null, blocked: [] });
  });
});

describe('an invitation', () => {
  it('arrives by mail, is accepted by the first sign-in, and reaches no further than what was given', async () => {
    const practice = await newPractice();
    const owner = await caller(practice);
    const email = `new.${newId()}@practice.example`;
    const invite = {
      email,
      displayName: 'Phạm Anh Đào',
      role: 'member',
      scope: 'assigned',
      switches: { clients: READ },
      teamIds: practice.teamIds,
    };
    const { body } = await owner.send('post', '/access/members/invite', invite).expect(201);
    const line = body as MemberAccessDto;
    expect(line).toMatchObject({ state: 'invited', invitedUntil: expect.any(String) as unknown, teams: [{ id: practice.teamIds[0] }] });
    expect(codeOf(await owner.send('post', '/access/members/invite', invite).expect(409))).toBe('access.already_member');
    await owner.send('post', '/access/members/invite', { ...invite, email: 'nobody' }).expect(400);
    await owner.send('post', '/access/members/invite', { ...invite, switches: undefined }).expect(400);
    await mailTo(email, /invites you/);
    const asked = await app.http.post(`${API}/auth/sign-in`).set('origin', ORIGIN).send({ email }).expect(202);
    const cookie = (asked.headers['set-cookie'] as unknown as string[])[0]!.split(';')[0]!;
    const mails = await mailTo(email, /link to sign in/);
    const token = /#([\w-]{43})/.exec(mails[0]!.text)![1]!;
    const redeemed = await app.http.post(`${API}/auth/link`).set('origin', ORIGIN).set('cookie', cookie).send({ token }).expect(200);
    const session = (redeemed.headers['set-cookie'] as unknown as string[]).map((text) => text.split(';')[0]).join('; ');
    expect((await app.http.get(`${API}/me`).set('cookie', session).expect(200)).body).toMatchObject({
      member: { id: line.id, scope: 'assigned', modules: ['clients'] },
    });
    expect(await memberLine(owner, line.id)).toMatchObject({ state: 'active', invitedUntil: null });
  });

  it('opens nothing once it was withdrawn', async () => {
    const practice = await newPractice();
    const owner = await caller(practice);
    const email = `late.${newId()}@practice.example`;
    const { body } = await owner
      .send('post', '/access/members/invite', {
        email,
        displayName: 'Late',
        role: 'member',
        templateId: (await role(owner, 'Reception')).id,
        teamIds: [],
      })
      .expect(201);
    await owner.send('post', `/access/members/${(body as MemberAccessDto).id}/remove`).expect(200);
    await app.http.post(`${API}/auth/sign-in`).set('origin', ORIGIN).send({ email }).expect(202);
    const { identity } = await testBench();
    const [request] = await identity.query<{ account_id: string | null }>({
      text: 'select account_id from identity.sign_in_request order by id desc limit 1',
    });
    expect(request!.account_id).toBeNull();
  });
});

interface CaughtMail {
  to: string;
  subject: string;
  text: string;
}

async function mailTo(address: string, subject: RegExp): Promise<CaughtMail[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const { body } = await app.http.get('/dev/mail.json').set('host', 'localhost').expect(200);
    const found = (body as CaughtMail[]).filter((mail) => mail.to === address && subject.test(mail.subject));
    if (found.length > 0) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no mail to ${address}`);
}

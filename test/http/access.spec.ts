import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { newId } from '../../src/common/ids.js';
import type { MemberAccessDto } from '../../src/modules/access-control/http/access-members.dto.js';
import type { ApplyPreviewDto, RoleDto } from '../../src/modules/access-control/http/roles.dto.js';
import type { AccessTeamDto } from '../../src/modules/access-control/http/teams.dto.js';
import { testApp, type TestApp } from '../support/app.js';
import { entriesOf } from '../support/access-record.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

const API = '/api/v1';
const ORIGIN = 'http://localhost:3000';
const READ = { read: true, create: false, update: false, delete: false };
const EVERYTHING = { read: true, create: true, update: true, delete: true };

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

async function caller(practice: TestPractice, member = 0) {
  const cookie = await app.cookie(practice, member);
  return {
    get: (path: string) => app.http.get(`${API}${path}`).set('cookie', cookie),
    send: (method: 'post' | 'patch' | 'put' | 'delete', path: string, body: object = {}) =>
      app.http[method](`${API}${path}`).set('cookie', cookie).set('origin', ORIGIN).send(body),
  };
}

type Caller = Awaited<ReturnType<typeof caller>>;

async function newClient(by: Caller, fields: object = {}): Promise<{ id: string; version: number }> {
  const { body } = await by
    .send('post', '/clients', { legalName: { family: 'Okafor', given: 'Ngozi', familyFirst: false }, ...fields })
    .expect(201);
  return body as { id: string; version: number };
}

async function role(by: Caller, name: string): Promise<RoleDto> {
  const { body } = await by.get('/access/templates').expect(200);
  return (body as { items: RoleDto[] }).items.find((item) => item.name === name)!;
}

async function memberLine(by: Caller, id: string): Promise<MemberAccessDto> {
  return (await by.get(`/access/members/${id}`).expect(200)).body as MemberAccessDto;
}

const codeOf = ({ body }: { body: unknown }) => (body as { code: string }).code;

describe('a member’s access', () => {
  it('[I-35] [I-36] [M-18] is set by scope and by act, and bites on the next request of a session already signed in', async () => {
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
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('ends with suspension and removal, and comes back with reactivation', async () => {
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

describe('role templates', () => {
  it('[I-37] ship with a practice, are previewed to the letter, applied to many at once and undone', async () => {
    const practice = await newPractice({ members: [{}, { modules: MODULES.clients }, { scope: 'assigned' }] });
    const owner = await caller(practice);
    const { body: list } = await owner.get('/access/templates').expect(200);
    expect((list as { items: RoleDto[] }).items.map(({ name }) => name)).toEqual([
      'Client Service',
      'Finance',
      'Practitioner',
      'Read-only auditor',
      'Reception',
    ]);
    const finance = await role(owner, 'Finance');
    const memberIds = practice.memberIds.slice(1);
    const preview = (await owner.send('post', '/access/apply/preview', { templateId: finance.id, memberIds }).expect(200))
      .body as ApplyPreviewDto;
    expect(preview.items[0]).toMatchObject({
      memberId: memberIds[0],
      allowed: true,
      gains: { scope: null, switches: expect.arrayContaining(['invoices:read', 'billing:update']) as unknown },
      loses: { scope: null, switches: ['clients:create', 'clients:update', 'clients:delete'] },
    });
    expect(preview.items[1]).toMatchObject({ gains: { scope: 'all' } });
    const before = await Promise.all(memberIds.map((id) => memberLine(owner, id)));
    const applied = await owner.send('post', '/access/apply', { templateId: finance.id, memberIds, token: preview.token }).expect(200);
    expect(applied.body).toMatchObject({ changed: 2 });
    expect(await memberLine(owner, memberIds[1]!)).toMatchObject({ scope: 'all', grants: [{ source: 'template', sourceName: 'Finance' }] });
    const undo = `/access/apply/${(applied.body as { batchId: string }).batchId}/undo`;
    await owner.send('post', undo).expect(200);
    const after = await Promise.all(memberIds.map((id) => memberLine(owner, id)));
    expect(after.map(({ scope, switches }) => ({ scope, switches }))).toEqual(before.map(({ scope, switches }) => ({ scope, switches })));
    expect(codeOf(await owner.send('post', undo).expect(409))).toBe('access.undo_refused');
  });

  it('are applied to all or none: a stale preview, a removed member and a foreign id are refused by item', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const owner = await caller(practice);
    const { id: templateId } = await role(owner, 'Reception');
    const memberIds = practice.memberIds.slice(1);
    const look = async (ids: string[]) =>
      (await owner.send('post', '/access/apply/preview', { templateId, memberIds: ids }).expect(200)).body as ApplyPreviewDto;
    const { token } = await look(memberIds);
    await owner.send('put', `/access/members/${memberIds[0]}/access`, { scope: 'all', switches: { clients: READ } }).expect(200);
    expect(codeOf(await owner.send('post', '/access/apply', { templateId, memberIds, token }).expect(409))).toBe('access.preview_stale');
    await owner.send('post', `/access/members/${memberIds[1]}/remove`).expect(200);
    const stranger = newId();
    const preview = await look([...memberIds, stranger, practice.memberIds[0]!]);
    expect(preview.items.map(({ reason }) => reason)).toEqual([null, 'removed', 'unknown', 'owner']);
    const refused = await owner
      .send('post', '/access/apply', { templateId, memberIds: [...memberIds, stranger, practice.memberIds[0]], token: preview.token })
      .expect(409);
    expect(refused.body).toMatchObject({
      code: 'access.apply_refused',
      items: [{ reason: 'removed' }, { reason: 'unknown' }, { reason: 'owner' }],
    });
    expect(await memberLine(owner, memberIds[0]!)).toMatchObject({ grants: [{ source: 'manual' }] });
  });

  it('are not made, changed or applied above one’s own, and not removed while somebody holds them', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin', modules: MODULES.clients | MODULES.team_management }, {}] });
    const [owner, narrow] = [await caller(practice), await caller(practice, 1)];
    const finance = await role(owner, 'Finance');
    const body = { name: 'Sneaky', scope: 'all', switches: { billing: READ } };
    expect(codeOf(await narrow.send('post', '/access/templates', body).expect(403))).toBe('access.above_own');
    await narrow.send('put', `/access/templates/${finance.id}`, { ...body, version: finance.version }).expect(403);
    await narrow.send('post', '/access/apply/preview', { templateId: finance.id, memberIds: [practice.memberIds[2]] }).expect(403);
    const made = (await owner.send('post', '/access/templates', { ...body, name: 'Clerk' }).expect(201)).body as RoleDto;
    expect(codeOf(await owner.send('post', '/access/templates', { ...body, name: 'Clerk' }).expect(409))).toBe('access.role_name_taken');
    await owner.send('put', `/access/templates/${made.id}`, { ...body, version: 1 }).expect(200);
    expect(codeOf(await owner.send('put', `/access/templates/${made.id}`, { ...body, version: 1 }).expect(409))).toBe(
      'access.role_changed_meanwhile',
    );
    const { token } = (
      await owner.send('post', '/access/apply/preview', { templateId: made.id, memberIds: [practice.memberIds[2]] }).expect(200)
    ).body as ApplyPreviewDto;
    await owner.send('post', '/access/apply', { templateId: made.id, memberIds: [practice.memberIds[2]], token }).expect(200);
    expect(codeOf(await owner.send('delete', `/access/templates/${made.id}`).expect(409))).toBe('access.role_in_use');
  });
});

describe('teams', () => {
  it('[I-38] give their default role, keep it in sync, and touch nothing of another source', async () => {
    const practice = await newPractice({ teams: 1, members: [{}, { scope: 'assigned', modules: MODULES.documents }] });
    const owner = await caller(practice);
    const [team, id] = [practice.teamIds[0]!, practice.memberIds[1]!];
    const service = await role(owner, 'Client Service');
    await owner.send('put', `/access/teams/${team}`, { name: 'Intake', defaultTemplateId: service.id }).expect(200);
    await owner.send('put', `/access/teams/${team}/members`, { memberIds: [id] }).expect(200);
    const joined = await memberLine(owner, id);
    expect(joined.grants.map(({ source, sourceName }) => [source, sourceName])).toEqual([
      ['manual', null],
      ['team', 'Intake'],
    ]);
    expect(joined).toMatchObject({ scope: 'team', switches: { clients: { read: true, delete: false }, documents: { delete: true } } });
    await owner
      .send('put', `/access/templates/${service.id}`, {
        name: service.name,
        version: service.version,
        scope: 'all',
        switches: { clients: READ },
      })
      .expect(200);
    expect(await memberLine(owner, id)).toMatchObject({
      scope: 'all',
      switches: { clients: { read: true, update: false }, cases: { read: false } },
    });
    await owner.send('put', `/access/teams/${team}/members`, { memberIds: [] }).expect(200);
    expect((await memberLine(owner, id)).grants.map(({ source }) => source)).toEqual(['manual']);
  });

  it('stand below others without a circle, pass reach downwards, and go only when empty', async () => {
    const practice = await newPractice({ teams: 1, members: [{}, { scope: 'team', teams: [0] }] });
    const [owner, member] = [await caller(practice), await caller(practice, 1)];
    const top = practice.teamIds[0]!;
    const below = (await owner.send('post', '/access/teams', { name: 'Below' }).expect(201)).body as AccessTeamDto;
    const client = await newClient(owner, { teamId: below.id });
    await member.get(`/clients/${client.id}`).expect(404);
    await owner.send('put', `/access/teams/${below.id}`, { name: 'Below', parentId: top }).expect(200);
    await member.get(`/clients/${client.id}`).expect(200);
    expect(codeOf(await owner.send('put', `/access/teams/${top}`, { name: 'Top', parentId: below.id }).expect(422))).toBe(
      'access.team_cycle',
    );
    expect(codeOf(await owner.send('put', `/access/teams/${top}`, { name: 'Top', parentId: top }).expect(422))).toBe('access.team_cycle');
    expect(codeOf(await owner.send('post', '/access/teams', { name: 'Below' }).expect(409))).toBe('access.team_name_taken');
    expect(codeOf(await owner.send('delete', `/access/teams/${below.id}`).expect(409))).toBe('access.team_in_use');
    await owner.send('put', `/access/teams/${below.id}/members`, { memberIds: [newId()] }).expect(400);
  });
});

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
      text: 'select account_id from identity.sign_in_request order by created_at desc limit 1',
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

import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { newId } from '../../src/common/ids.js';
import type { MemberAccessDto } from '../../src/modules/access-control/http/access-members.dto.js';
import type { ApplyPreviewDto, RoleDto } from '../../src/modules/access-control/http/roles.dto.js';
import type { AccessTeamDto } from '../../src/modules/access-control/http/teams.dto.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller as callerOf, codeOf, newClient, type Caller } from '../support/caller.js';
import { newPractice, type TestPractice } from '../support/practice.js';

const READ = { read: true, create: false, update: false, delete: false };

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

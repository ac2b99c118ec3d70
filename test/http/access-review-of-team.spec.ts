import { beforeAll, describe, it } from '@jest/globals';
import type { RoleDto } from '../../src/modules/access-control/http/roles.dto.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller } from '../support/caller.js';
import { newPractice } from '../support/practice.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

describe('a review that revokes what a team gives', () => {
  it('takes it for good: nothing that happens to the team later brings it back', async () => {
    const practice = await newPractice({ members: [{}, { modules: 0, scope: 'assigned' }, { modules: 0, scope: 'assigned' }] });
    const owner = await caller(app, practice);
    const roles = ((await owner.get('/access/templates').expect(200)).body as { items: RoleDto[] }).items;
    const reception = roles.find(({ name }) => name === 'Reception')!;
    const team = `/access/teams/${practice.teamIds[0]}`;
    await owner.send('put', team, { name: 'Front desk', parentId: null, defaultTemplateId: reception.id }).expect(200);
    await owner.send('put', `${team}/members`, { memberIds: [practice.memberIds[1]] }).expect(200);
    const member = await caller(app, practice, 1);
    await member.get('/clients').expect(200);
    const review = (await owner.send('post', '/access/reviews', { dueOn: '2027-03-31' }).expect(201)).body as {
      id: string;
      items: { id: string; memberId: string; source: string }[];
    };
    const line = review.items.find(({ memberId, source }) => memberId === practice.memberIds[1] && source === 'team')!;
    await owner.send('put', `/access/reviews/${review.id}/lines/${line.id}`, { decision: 'revoked' }).expect(200);
    await member.get('/clients').expect(403);
    const { body } = await owner.get('/access/teams').expect(200);
    const { memberIds } = (body as { items: { id: string; memberIds: string[] }[] }).items.find(({ id }) => id === practice.teamIds[0])!;
    await owner.send('put', `${team}/members`, { memberIds: [...memberIds, practice.memberIds[2]] }).expect(200);
    await member.get('/clients').expect(403);
    const { name, scope, switches, version } = reception;
    await owner.send('put', `/access/templates/${reception.id}`, { name, scope, switches, version }).expect(200);
    await member.get('/clients').expect(403);
  });
});

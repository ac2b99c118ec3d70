import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '../../../../test/support/access-record.js';
import { MODULES } from '../../../common/database/principal.js';
import { newId } from '../../../common/ids.js';
import { as, bareClient, heldBy, newPractice, roleNamed } from '../testing/acting.js';
import { changeTeam, changeTeamMembers, createTeam, listAccessTeams, removeTeam } from './teams.use-case.js';

const bare = { parentId: null, defaultTemplateId: null };

describe('a team', () => {
  it('stands under no team below it, however far down', async () => {
    const practice = await newPractice({ teams: 3 });
    const [top, middle, low] = practice.teamIds as [string, string, string];
    await as(practice, 0, (tx) => changeTeam(tx, middle, { ...bare, name: 'Middle', parentId: top }));
    await as(practice, 0, (tx) => changeTeam(tx, low, { ...bare, name: 'Low', parentId: middle }));
    for (const parentId of [top, middle, low])
      await expect(as(practice, 0, (tx) => changeTeam(tx, top, { ...bare, name: 'Top', parentId }))).rejects.toMatchObject({
        code: 'access.team_cycle',
        status: 422,
      });
  });

  it('closes no circle from two sides at once', async () => {
    const practice = await newPractice({ teams: 2 });
    const [one, two] = practice.teamIds as [string, string];
    const both = await Promise.allSettled([
      as(practice, 0, (tx) => changeTeam(tx, one, { ...bare, name: 'One', parentId: two })),
      as(practice, 0, (tx) => changeTeam(tx, two, { ...bare, name: 'Two', parentId: one })),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('names the field that is wrong: the team above or the role, unknown and foreign alike', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    for (const parentId of [newId(), other.teamIds[0]!])
      await expect(as(practice, 0, (tx) => createTeam(tx, { ...bare, name: 'New', parentId }))).rejects.toMatchObject({
        fieldErrors: [{ field: 'parentId', code: 'unknown' }],
        refusedIds: [parentId],
      });
    for (const defaultTemplateId of [newId(), await roleNamed(other, 'Finance')])
      await expect(as(practice, 0, (tx) => createTeam(tx, { ...bare, name: 'New', defaultTemplateId }))).rejects.toMatchObject({
        fieldErrors: [{ field: 'defaultTemplateId', code: 'unknown' }],
      });
    for (const id of [newId(), other.teamIds[0]!])
      await expect(as(practice, 0, (tx) => removeTeam(tx, id))).rejects.toMatchObject({ code: 'request.not_found' });
  });

  it('takes all of a list of members or none, and records who was in it before', async () => {
    const practice = await newPractice({ members: [{}, { teams: [0] }, {}] });
    const team = practice.teamIds[0]!;
    const [, first, second] = practice.memberIds as [string, string, string];
    const unknown = newId();
    await expect(as(practice, 0, (tx) => changeTeamMembers(tx, team, [second, unknown]))).rejects.toMatchObject({
      fieldErrors: [{ field: 'memberIds.1', code: 'unknown' }],
      refusedIds: [unknown],
    });
    const changed = await as(practice, 0, (tx) => changeTeamMembers(tx, team, [second]));
    expect(changed.memberIds).toEqual([second]);
    const [entry] = await entriesOf(practice, 'update');
    expect(entry!.detail).toEqual({ before: JSON.stringify([first]), after: JSON.stringify([second]) });
  });

  it('goes with its members’ reach and only when nothing hangs on it', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { scope: 'assigned', modules: MODULES.clients }] });
    const [team, other] = practice.teamIds as [string, string];
    const member = practice.memberIds[1]!;
    const service = await roleNamed(practice, 'Client Service');
    await as(practice, 0, (tx) => changeTeam(tx, team, { name: 'Intake', parentId: null, defaultTemplateId: service }));
    await as(practice, 0, (tx) => changeTeamMembers(tx, team, [member]));
    await bareClient(practice, other);
    await expect(as(practice, 0, (tx) => removeTeam(tx, other))).rejects.toMatchObject({ code: 'access.team_in_use' });
    expect((await heldBy(practice, member)).scope).toBe('team');
    await as(practice, 0, (tx) => removeTeam(tx, team));
    expect(await heldBy(practice, member)).toMatchObject({ scope: 'assigned', grants: [{ source: 'manual' }] });
    expect((await as(practice, 0, (tx) => listAccessTeams(tx))).map(({ id, clients }) => [id, clients])).toEqual([[other, 1]]);
    expect((await entriesOf(practice, 'remove'))[0]!.detail).toMatchObject({ members: JSON.stringify([member]) });
  });

  it('is no way to reach further than whoever forms it', async () => {
    const practice = await newPractice({
      teams: 2,
      members: [{}, { role: 'admin', scope: 'team', teams: [0], modules: MODULES.clients | MODULES.team_management }],
    });
    const [own, other] = practice.teamIds as [string, string];
    const me = practice.memberIds[1]!;
    const above = { code: 'access.above_own' };
    await expect(as(practice, 1, (tx) => changeTeamMembers(tx, other, [me]))).rejects.toMatchObject(above);
    await expect(as(practice, 1, (tx) => changeTeam(tx, other, { ...bare, name: 'Team 2', parentId: own }))).rejects.toMatchObject(above);
    const finance = await roleNamed(practice, 'Finance');
    const given = { name: 'Team 1', parentId: null, defaultTemplateId: finance };
    await expect(as(practice, 1, (tx) => changeTeam(tx, own, given))).rejects.toMatchObject(above);
  });
});

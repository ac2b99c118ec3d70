import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '../../../../test/support/access-record.js';
import { MODULES, type Switches } from '../../../common/database/principal.js';
import { newId } from '../../../common/ids.js';
import { accessChanges, memberAccess, memberAccesses } from '../queries/member-access.query.js';
import { as, bareClient, heldBy, newPractice, type TestPractice } from '../testing/acting.js';
import { changeAccess, changeRole, changeTeams, stepMember } from './change-member.use-case.js';
import { createTemplate } from './role-templates.use-case.js';
import { createService } from './service-accounts.use-case.js';
import { changeTeam } from './teams.use-case.js';

const NARROW = { scope: 'team', modules: MODULES.clients, creates: 0, updates: MODULES.clients, deletes: 0 } as const;
const TEAM = MODULES.team_management;

/** An administrator of team management with some acts of it only. */
function administering(acts: Partial<Switches>): { role: 'admin'; switches: Switches } {
  return { role: 'admin', switches: { modules: TEAM | MODULES.clients, creates: 0, updates: 0, deletes: 0, ...acts } };
}

async function states(practice: TestPractice): Promise<Record<string, string>> {
  const rows = await as(practice, 0, (tx) => tx.query<{ id: string; state: string }>({ text: 'select id, state from app.member' }));
  return Object.fromEntries(rows.map(({ id, state }) => [id, state]));
}

describe('changing a member', () => {
  it('records old and new access, role, teams and standing', async () => {
    const practice = await newPractice({
      teams: 2,
      members: [{}, { scope: 'assigned', modules: MODULES.documents, teams: [0] }, { role: 'admin' }],
    });
    const id = practice.memberIds[1]!;
    await as(practice, 0, (tx) => changeAccess(tx, id, NARROW));
    await as(practice, 0, (tx) => changeRole(tx, id, 'admin'));
    await as(practice, 0, (tx) => changeTeams(tx, id, [practice.teamIds[1]!]));
    await as(practice, 0, (tx) => changeRole(tx, id, 'member'));
    const [[granted], updates] = [await entriesOf(practice, 'grant'), await entriesOf(practice, 'update')];
    expect(JSON.parse(granted!.detail['before'] as string)).toMatchObject({ scope: 'assigned', reads: MODULES.documents });
    expect(JSON.parse(granted!.detail['after'] as string)).toEqual(NARROW);
    expect(updates.map(({ fields, detail }) => [fields, detail['before'], detail['after']])).toEqual([
      [['role'], 'member', 'admin'],
      [['teams'], JSON.stringify([practice.teamIds[0]]), JSON.stringify([practice.teamIds[1]])],
      [['role'], 'admin', 'member'],
    ]);
    await as(practice, 0, (tx) => stepMember(tx, id, 'suspend'));
    await as(practice, 0, (tx) => stepMember(tx, id, 'remove'));
    expect((await entriesOf(practice, 'suspend'))[0]!.detail).toEqual({ before: 'active', after: 'suspended' });
    const [removed] = await entriesOf(practice, 'remove');
    expect(removed!.detail).toMatchObject({ before: 'suspended', after: 'removed' });
    expect(removed!.detail['access']).toContain('"team"');
    expect(removed!.detail['teams']).toBe(JSON.stringify([practice.teamIds[1]]));
  });

  it('shows the member concerned what changed, and nobody else without team management', async () => {
    const practice = await newPractice({ members: [{}, { modules: MODULES.clients }, { modules: MODULES.clients }] });
    const id = practice.memberIds[1]!;
    await as(practice, 0, (tx) => changeAccess(tx, id, NARROW));
    const shown = await as(practice, 1, (tx) => accessChanges(tx, id));
    expect(shown[0]).toMatchObject({ madeBy: practice.memberIds[0], before: { scope: 'all' }, after: { scope: 'team' } });
    expect(await as(practice, 2, (tx) => accessChanges(tx, id))).toEqual([]);
    expect(await as(practice, 1, (tx) => memberAccess(tx, id))).toMatchObject({ id, scope: 'team', grants: [{ source: 'manual' }] });
  });

  it('answers an unknown member and one of another practice alike', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    for (const id of [newId(), other.memberIds[0]!]) {
      const refused = { code: 'request.not_found' };
      await expect(as(practice, 0, (tx) => changeAccess(tx, id, NARROW))).rejects.toMatchObject(refused);
      await expect(as(practice, 0, (tx) => changeRole(tx, id, 'member'))).rejects.toMatchObject(refused);
      await expect(as(practice, 0, (tx) => changeTeams(tx, id, []))).rejects.toMatchObject(refused);
      await expect(as(practice, 0, (tx) => stepMember(tx, id, 'suspend'))).rejects.toMatchObject(refused);
      await expect(as(practice, 0, (tx) => memberAccess(tx, id))).rejects.toMatchObject(refused);
    }
    expect((await as(practice, 0, (tx) => memberAccesses(tx))).map(({ id }) => id)).toEqual(practice.memberIds);
  });

  it('names each team that is not the practice’s, and puts it on record', async () => {
    const [practice, other] = [await newPractice({ members: [{}, {}] }), await newPractice()];
    const [unknown, foreign] = [newId(), other.teamIds[0]!];
    const refused = as(practice, 0, (tx) => changeTeams(tx, practice.memberIds[1]!, [unknown, practice.teamIds[0]!, foreign]));
    await expect(refused).rejects.toMatchObject({
      fieldErrors: [{ field: 'teamIds.0' }, { field: 'teamIds.2' }],
      refusedIds: [unknown, foreign],
    });
  });

  it('leaves a removed member as they are', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const id = practice.memberIds[1]!;
    await as(practice, 0, (tx) => stepMember(tx, id, 'remove'));
    const refused = { code: 'access.wrong_state', data: { state: 'removed' } };
    await expect(as(practice, 0, (tx) => changeRole(tx, id, 'admin'))).rejects.toMatchObject(refused);
    await expect(as(practice, 0, (tx) => changeAccess(tx, id, NARROW))).rejects.toMatchObject(refused);
    await expect(as(practice, 0, (tx) => changeTeams(tx, id, []))).rejects.toMatchObject(refused);
    for (const step of ['suspend', 'reactivate', 'remove'] as const)
      await expect(as(practice, 0, (tx) => stepMember(tx, id, step))).rejects.toMatchObject(refused);
  });
});

describe('nobody', () => {
  it('suspends or removes themself, with their access half gone', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'admin' }] });
    const id = practice.memberIds[1]!;
    const before = await heldBy(practice, id);
    for (const step of ['suspend', 'remove'] as const)
      await expect(as(practice, 1, (tx) => stepMember(tx, id, step))).rejects.toMatchObject({ code: 'access.own_membership' });
    expect(await heldBy(practice, id)).toEqual(before);
    await as(practice, 2, (tx) => stepMember(tx, id, 'remove'));
    expect((await states(practice))[id]).toBe('removed');
  });

  it('is kept from leaving a team that lent them the switch for it', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { role: 'admin', scope: 'all', modules: MODULES.clients, teams: [] }] });
    const id = practice.memberIds[1]!;
    const [lending, other] = practice.teamIds as [string, string];
    const everything = { scope: 'all', modules: 1023, creates: 1023, updates: 1023, deletes: 1023 } as const;
    const template = await as(practice, 0, (tx) => createTemplate(tx, { name: 'Everything', ...everything }));
    await as(practice, 0, (tx) => changeTeam(tx, lending, { name: 'Lending', parentId: null, defaultTemplateId: template.id }));
    await as(practice, 0, (tx) => changeTeams(tx, id, [lending]));
    await as(practice, 1, (tx) => changeTeams(tx, id, [other]));
    expect(await heldBy(practice, id)).toMatchObject({ modules: MODULES.clients, grants: [{ source: 'manual' }] });
  });
});

describe('an owner', () => {
  it('keeps what they would hold without being one, unless an owner changes it', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, { role: 'owner' }] });
    const id = practice.memberIds[2]!;
    await expect(as(practice, 1, (tx) => changeAccess(tx, id, NARROW))).rejects.toMatchObject({ code: 'access.owners_only' });
    await as(practice, 0, (tx) => changeAccess(tx, id, NARROW));
    expect(await heldBy(practice, id)).toMatchObject({ scope: 'all', modules: 1023, grants: [{ scope: 'team' }] });
  });
});

describe('an administrator’s switches', () => {
  it('that only remove leave no access behind', async () => {
    const practice = await newPractice({ teams: 1, members: [{}, administering({ deletes: TEAM }), { teams: [0] }] });
    const id = practice.memberIds[2]!;
    const outcome = await as(practice, 1, (tx) => stepMember(tx, id, 'remove')).then(
      () => 'removed',
      (error: unknown) => (error as { code: string }).code,
    );
    const { grants } = await heldBy(practice, id);
    const { [id]: state } = await states(practice);
    // Either nothing happened, or all of it did.
    expect([outcome, state, grants.length]).toEqual(
      outcome === 'removed' ? ['removed', 'removed', 0] : ['access.not_permitted', 'active', 1],
    );
  });
});

describe('a service account', () => {
  it('is nobody’s owner or administrator: the last person who can let people in stays a person', async () => {
    const practice = await newPractice();
    const { id } = await as(practice, 0, (tx) => createService(tx, { name: 'Website', purpose: '' }));
    for (const role of ['owner', 'admin'] as const)
      await expect(as(practice, 0, (tx) => changeRole(tx, id, role))).rejects.toMatchObject({ code: 'access.service_role' });
    await as(practice, 0, (tx) => changeAccess(tx, id, NARROW));
    expect(await heldBy(practice, id)).toMatchObject({ scope: 'team', updates: MODULES.clients });
  });
});

describe('the last ones', () => {
  it('stay, and may go once there is another', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }, {}] });
    const [owner, admin, member] = practice.memberIds as [string, string, string];
    await expect(as(practice, 0, (tx) => changeRole(tx, owner, 'admin'))).rejects.toMatchObject({ code: 'access.last_owner' });
    await expect(as(practice, 1, (tx) => changeRole(tx, admin, 'member'))).rejects.toMatchObject({ code: 'access.last_administrator' });
    for (const step of ['suspend', 'remove'] as const)
      await expect(as(practice, 0, (tx) => stepMember(tx, admin, step))).rejects.toMatchObject({ code: 'access.last_administrator' });
    await as(practice, 0, (tx) => changeRole(tx, member, 'admin'));
    await as(practice, 1, (tx) => changeRole(tx, admin, 'member'));
    expect((await states(practice))[admin]).toBe('active');
  });

  it('named on a private record cannot leave it to nobody', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const client = await bareClient(practice);
    await as(practice, 0, (tx) => tx.query({ text: 'select wall.make_private($1, $2)', values: [client, [practice.memberIds[1]]] }));
    await expect(as(practice, 0, (tx) => stepMember(tx, practice.memberIds[1]!, 'remove'))).rejects.toMatchObject({
      code: 'access.private_records_left',
    });
  });
});

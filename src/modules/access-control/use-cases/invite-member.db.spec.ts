import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../common/clock/clock.js';
import { MODULES, type Switches } from '../../../common/database/principal.js';
import { newId } from '../../../common/ids.js';
import { ensureAccountIn } from '../../identity/index.js';
import { memberAccess } from '../queries/member-access.query.js';
import { as, heldBy, newPractice, roleNamed, testBench, type TestPractice } from '../testing/acting.js';
import { stepMember } from './change-member.use-case.js';
import { InviteMember, type Invitation } from './invite-member.use-case.js';

const CLIENTS = { scope: 'assigned', modules: 1, creates: 0, updates: 0, deletes: 0 } as const;

async function invite(practice: TestPractice, wish: Partial<Invitation> = {}, by = 0): Promise<string> {
  const use = new InviteMember(ensureAccount, systemClock);
  const invitation: Invitation = {
    email: `new.${newId()}@practice.example`,
    displayName: 'New',
    title: '',
    role: 'member',
    access: CLIENTS,
    teamIds: [],
    ...wish,
  };
  return as(practice, by, (tx) => use.execute(tx, invitation));
}

async function ensureAccount(address: string): Promise<string> {
  const { identity, keys } = await testBench();
  return ensureAccountIn(identity, keys, address);
}

async function accept(email: string): Promise<void> {
  const { identity } = await testBench();
  await identity.query({ text: 'select wall.accept_invitations($1)', values: [await ensureAccount(email)] });
}

describe('an invitation', () => {
  it('holds a role, teams and seven days before it is accepted, and opens nothing until then', async () => {
    const practice = await newPractice();
    const reception = await roleNamed(practice, 'Reception');
    const id = await invite(practice, { access: { templateId: reception }, teamIds: practice.teamIds });
    const line = await as(practice, 0, (tx) => memberAccess(tx, id));
    expect(line).toMatchObject({
      state: 'invited',
      grants: [{ source: 'template', sourceId: reception }],
      teams: [{ id: practice.teamIds[0] }],
    });
    const days = (Date.parse(line.invitedUntil!) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThanOrEqual(7);
    expect(await heldBy(practice, id)).toMatchObject({ active: false });
  });

  it('to be an owner or an administrator may name a role as well', async () => {
    const practice = await newPractice();
    const reception = await roleNamed(practice, 'Reception');
    for (const role of ['owner', 'admin'] as const) {
      const id = await invite(practice, { role, access: { templateId: reception } });
      expect(await as(practice, 0, (tx) => memberAccess(tx, id))).toMatchObject({
        role,
        state: 'invited',
        grants: [{ source: 'template' }],
      });
    }
  });

  it('is refused for who is a member, and leaves nothing behind when anything in it is refused', async () => {
    const [practice, other] = [await newPractice(), await newPractice()];
    await expect(invite(practice, { email: practice.emails[0]! })).rejects.toMatchObject({ code: 'access.already_member' });
    const email = `twice.${newId()}@practice.example`;
    await expect(invite(practice, { email, teamIds: [other.teamIds[0]!] })).rejects.toMatchObject({
      fieldErrors: [{ field: 'teamIds.0' }],
    });
    await expect(invite(practice, { email, access: { templateId: await roleNamed(other, 'Finance') } })).rejects.toMatchObject({
      code: 'request.not_found',
    });
    await invite(practice, { email });
    await expect(invite(practice, { email: email.toUpperCase() })).rejects.toMatchObject({ code: 'access.already_member' });
  });

  it('brings back somebody who was removed, with nothing of what they held', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'all' }] });
    const [id, email] = [practice.memberIds[1]!, practice.emails[1]!];
    await as(practice, 0, (tx) => stepMember(tx, id, 'remove'));
    const again = await invite(practice, { email, displayName: 'Back again' });
    expect(again).toBe(id);
    expect(await as(practice, 0, (tx) => memberAccess(tx, id))).toMatchObject({
      state: 'invited',
      displayName: 'Back again',
      role: 'member',
      scope: 'assigned',
      grants: [{ source: 'manual', scope: 'assigned' }],
      teams: [],
    });
    await accept(email);
    expect(await heldBy(practice, id)).toMatchObject({ active: true, scope: 'assigned', modules: 1 });
  });

  it('gives no more than whoever invites holds, and needs the switches for all that it does', async () => {
    const switches = (acts: Partial<Switches>): Switches => ({ modules: 513, creates: 512, updates: 0, deletes: 0, ...acts });
    const practice = await newPractice({
      teams: 2,
      members: [
        {},
        { role: 'admin', scope: 'team', teams: [0], modules: MODULES.clients | MODULES.team_management },
        { role: 'admin', switches: switches({}) },
      ],
    });
    const above = { code: 'access.above_own' };
    await expect(invite(practice, { access: { ...CLIENTS, scope: 'all' } }, 1)).rejects.toMatchObject(above);
    await expect(invite(practice, { access: { ...CLIENTS, modules: MODULES.billing } }, 1)).rejects.toMatchObject(above);
    await expect(invite(practice, { teamIds: [practice.teamIds[1]!] }, 1)).rejects.toMatchObject(above);
    await expect(invite(practice, { role: 'owner' }, 1)).rejects.toMatchObject({ code: 'access.owners_only' });
    await expect(invite(practice, {}, 2)).rejects.toMatchObject({ code: 'access.not_permitted' });
    expect(await invite(practice, { teamIds: [practice.teamIds[0]!] }, 1)).toEqual(expect.any(String));
  });
});

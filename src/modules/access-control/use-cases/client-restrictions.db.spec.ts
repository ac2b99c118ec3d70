import { describe, expect, it } from '@jest/globals';
import { entriesOf } from '../../../../test/support/access-record.js';
import { MODULES } from '../../../common/database/principal.js';
import { newId } from '../../../common/ids.js';
import { as, bareClient, newPractice, type TestPractice } from '../testing/acting.js';
import { stepMember } from './change-member.use-case.js';
import { changeRestrictions, readRestrictions } from './client-restrictions.use-case.js';

const reason = 'Acts for the other side';

async function sees(practice: TestPractice, member: number, client: string): Promise<boolean> {
  const rows = await as(practice, member, (tx) => tx.query({ text: 'select 1 from app.client where id = $1', values: [client] }));
  return rows.length === 1;
}

describe('restrictions of a client', () => {
  it('are set and taken back as a whole, and recorded with old and new members', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const [owner, first, second] = practice.memberIds as [string, string, string];
    const client = await bareClient(practice);
    await as(practice, 0, (tx) => changeRestrictions(tx, client, { private: [owner, first], blocked: [second], reason }));
    expect(await as(practice, 0, (tx) => readRestrictions(tx, client))).toMatchObject({
      private: { named: expect.arrayContaining([owner, first]) as unknown, madeBy: owner },
      blocked: [{ memberId: second, madeBy: owner }],
    });
    await as(practice, 0, (tx) => changeRestrictions(tx, client, { private: null, blocked: [first], reason }));
    expect([await sees(practice, 0, client), await sees(practice, 1, client), await sees(practice, 2, client)]).toEqual([
      true,
      false,
      true,
    ]);
    const [, later] = await entriesOf(practice, 'restrict');
    expect(later!.detail).toMatchObject({ reason });
    const [before, after] = ['before', 'after'].map(
      (key) => JSON.parse(later!.detail[key] as string) as { private: string[] | null; blocked: string[] },
    );
    expect({ ...before!, private: [...before!.private!].sort() }).toEqual({ private: [owner, first].sort(), blocked: [second] });
    expect(after).toEqual({ private: null, blocked: [first] });
  });

  it('may take the client from whoever sets them, in one way at a time', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [owner, member] = practice.memberIds as [string, string];
    for (const wanted of [
      { private: [member], blocked: [] },
      { private: null, blocked: [owner] },
      { private: [owner, member], blocked: [owner] },
    ]) {
      const client = await bareClient(practice);
      await as(practice, 0, (tx) => changeRestrictions(tx, client, { ...wanted, reason }));
      expect([await sees(practice, 0, client), await sees(practice, 1, client)]).toEqual([false, true]);
    }
    const both = { private: [member], blocked: [owner], reason };
    const client = await bareClient(practice);
    await expect(as(practice, 0, (tx) => changeRestrictions(tx, client, both))).rejects.toMatchObject({
      fieldErrors: [{ field: 'blocked.0', code: 'own' }],
    });
  });

  it('keep standing for a member who was removed', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const [, first, second] = practice.memberIds as [string, string, string];
    const client = await bareClient(practice);
    await as(practice, 0, (tx) => changeRestrictions(tx, client, { private: null, blocked: [first], reason }));
    await as(practice, 0, (tx) => stepMember(tx, first, 'remove'));
    await as(practice, 0, (tx) => changeRestrictions(tx, client, { private: null, blocked: [first, second], reason }));
    expect((await as(practice, 0, (tx) => readRestrictions(tx, client))).blocked).toHaveLength(2);
  });

  it('never leave a private record to nobody, by blocking everybody it names', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const [owner, member] = practice.memberIds as [string, string];
    const client = await bareClient(practice);
    const refused = { code: 'access.names_nobody' };
    for (const wanted of [
      { private: [member], blocked: [member] },
      { private: [owner, member], blocked: [member, owner] },
    ])
      await expect(as(practice, 0, (tx) => changeRestrictions(tx, client, { ...wanted, reason }))).rejects.toMatchObject(refused);
    expect(await sees(practice, 0, client)).toBe(true);
  });

  it('name every member who is not the practice’s, unknown and foreign alike, and change nothing then', async () => {
    const [practice, other] = [await newPractice({ members: [{}, {}] }), await newPractice()];
    const client = await bareClient(practice);
    const [unknown, foreign] = [newId(), other.memberIds[0]!];
    const blocked = [practice.memberIds[1]!, unknown, foreign];
    await expect(as(practice, 0, (tx) => changeRestrictions(tx, client, { private: null, blocked, reason }))).rejects.toMatchObject({
      fieldErrors: [
        { field: 'blocked.1', code: 'unknown' },
        { field: 'blocked.2', code: 'unknown' },
      ],
      refusedIds: [unknown, foreign],
    });
    expect(await as(practice, 0, (tx) => readRestrictions(tx, client))).toEqual({ private: null, blocked: [] });
  });

  it('are refused to members, and for clients that whoever asks does not see', async () => {
    const practice = await newPractice({
      teams: 2,
      members: [{}, {}, { role: 'admin', scope: 'team', teams: [1], modules: MODULES.clients | MODULES.team_management }],
    });
    const other = await newPractice();
    const client = await bareClient(practice, practice.teamIds[0]!);
    const wanted = { private: null, blocked: [practice.memberIds[0]!], reason };
    await expect(as(practice, 1, (tx) => changeRestrictions(tx, client, wanted))).rejects.toMatchObject({
      code: 'access.administrators_only',
    });
    for (const [asking, member, id] of [
      [practice, 2, client],
      [other, 0, client],
      [practice, 0, newId()],
    ] as const)
      await expect(as(asking, member, (tx) => changeRestrictions(tx, id, wanted))).rejects.toMatchObject({ code: 'request.not_found' });
  });

  it('show blocked members to administrators only', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const client = await bareClient(practice);
    await as(practice, 0, (tx) => changeRestrictions(tx, client, { private: null, blocked: [practice.memberIds[2]!], reason }));
    expect(await as(practice, 1, (tx) => readRestrictions(tx, client))).toEqual({ private: null, blocked: [] });
  });
});

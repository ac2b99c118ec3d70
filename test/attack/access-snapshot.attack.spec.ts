import { describe, expect, it } from '@jest/globals';
import { newPractice } from '../support/practice.js';
import { attempt, heldInTruth, sqlAs } from '../support/tenant-sql.js';

describe('a transaction that keeps its snapshot', () => {
  it('opens nothing after its member was suspended', async () => {
    for (const level of ['repeatable read', 'serializable']) {
      const practice = await newPractice({ members: [{}, { role: 'admin' }, { modules: 0, scope: 'assigned' }, { role: 'admin' }] });
      const admin = await sqlAs(practice, 1);
      await admin.query(`begin isolation level ${level}`);
      await attempt(admin, 'select 1 from app.organisation');
      await (await sqlAs(practice, 0)).query(`update app.member set state = 'suspended' where id = $1`, [practice.memberIds[1]]);
      const given = await attempt(admin, `update app.access_grant set scope = 'all', reads = 1023 where member_id = $1`, [
        practice.memberIds[2],
      ]);
      await attempt(admin, 'commit');
      expect([level, typeof given === 'string', (await heldInTruth(practice.memberIds[2]!))!.modules]).toEqual([level, true, 0]);
    }
  });

  it('does not let the last two owners leave', async () => {
    const practice = await newPractice({ members: [{}, { role: 'owner' }] });
    const [first, second] = [await sqlAs(practice, 0), await sqlAs(practice, 1)];
    const leave = `update app.member set role = 'member' where id = $1`;
    await first.query('begin isolation level repeatable read');
    await attempt(first, 'select 1 from app.member');
    await second.query(leave, [practice.memberIds[1]]);
    await attempt(first, leave, [practice.memberIds[0]]);
    await attempt(first, 'commit');
    expect((await heldInTruth(practice.memberIds[0]!))!.role).toBe('owner');
  });
});

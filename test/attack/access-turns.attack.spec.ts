import { describe, expect, it } from '@jest/globals';
import { newPractice } from '../support/practice.js';
import { administrator, heldInTruth, sqlAs, whileTheOtherWaits } from '../support/tenant-sql.js';

describe('two changes of access at once', () => {
  it('leave nothing of what one of them took away', async () => {
    const practice = await newPractice({ teams: 1, members: [{}, { scope: 'all' }] });
    const [one, two] = [await sqlAs(practice, 0), await sqlAs(practice, 0)];
    const member = practice.memberIds[1]!;
    await one.query('begin');
    await one.query('delete from app.access_grant where member_id = $1', [member]);
    const other = two.query('insert into app.team_member (org_id, team_id, member_id) values ($1, $2, $3)', [
      practice.orgId,
      practice.teamIds[0],
      member,
    ]);
    await whileTheOtherWaits();
    await one.query('commit');
    await other;
    expect(await heldInTruth(member)).toMatchObject({ scope: 'assigned', modules: 0 });
  });

  it('leave nobody in a team that went from under theirs', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { scope: 'team' }] });
    const [above, below] = practice.teamIds as [string, string];
    const [one, two] = [await sqlAs(practice, 0), await sqlAs(practice, 0)];
    await one.query('update app.team set parent_id = $1 where id = $2', [above, below]);
    await one.query('begin');
    await one.query('update app.team set parent_id = null where id = $1', [below]);
    const other = two.query('insert into app.team_member (org_id, team_id, member_id) values ($1, $2, $3)', [
      practice.orgId,
      above,
      practice.memberIds[1],
    ]);
    await whileTheOtherWaits();
    await one.query('commit');
    await other;
    const { rows } = await (
      await administrator()
    ).query<{ team_ids: string[] }>('select team_ids from wall.member_access where member_id = $1', [practice.memberIds[1]]);
    expect(rows[0]!.team_ids).toEqual([above]);
  });
});

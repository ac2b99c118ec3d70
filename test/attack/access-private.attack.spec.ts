import { describe, expect, it } from '@jest/globals';
import { newPractice } from '../support/practice.js';
import { attempt, bareClientOf, sqlAs, whileTheOtherWaits } from '../support/tenant-sql.js';

describe('a private record', () => {
  it('is not handed to somebody who is kept from it', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const client = await bareClientOf(practice);
    const owner = await sqlAs(practice, 0);
    await owner.query('select wall.block_member($1, $2)', [client, practice.memberIds[1]]);
    expect(await attempt(owner, 'select wall.make_private($1, array[$2]::uuid[])', [client, practice.memberIds[1]])).toBe('IB010');
  });

  it('is not left to nobody by two removals at once', async () => {
    const practice = await newPractice({ members: [{}, {}, {}] });
    const client = await bareClientOf(practice);
    const [one, two] = [await sqlAs(practice, 0), await sqlAs(practice, 0)];
    await one.query('select wall.make_private($1, array[$2, $3]::uuid[])', [client, practice.memberIds[1], practice.memberIds[2]]);
    const remove = `update app.member set state = 'removed' where id = $1`;
    await one.query('begin');
    await one.query(remove, [practice.memberIds[1]]);
    const other = attempt(two, remove, [practice.memberIds[2]]);
    await whileTheOtherWaits();
    await one.query('commit');
    expect(await other).toBe('IB010');
  });
});

import { describe, expect, it } from '@jest/globals';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { newId } from '../../src/common/ids.js';
import { newPractice } from '../support/practice.js';
import { attempt, sqlAs, sqlOf, whileTheOtherWaits } from '../support/tenant-sql.js';

describe('a key', () => {
  it('made while its service is suspended opens nothing afterwards', async () => {
    const practice = await newPractice();
    const [one, two] = [await sqlAs(practice, 0), await sqlAs(practice, 0)];
    const service = newId();
    await one.query(
      `insert into app.member (org_id, id, role, state, kind, profile) values ($1, $2, 'member', 'active', 'service', '\\x00')`,
      [practice.orgId, service],
    );
    const token = GrantToken.mint();
    await one.query('begin');
    await one.query(`select wall.issue_key($1, $2, $3, clock_timestamp() + interval '1 day', '{}')`, [
      Buffer.from(token.hash, 'hex'),
      newId(),
      service,
    ]);
    const suspended = two.query(`update app.member set state = 'suspended' where id = $1`, [service]);
    await whileTheOtherWaits();
    await one.query('commit');
    await suspended;
    await two.query(`update app.member set state = 'active' where id = $1`, [service]);
    expect(await attempt(await sqlOf(token), 'select 1 from app.organisation')).toBe('42501');
  });
});

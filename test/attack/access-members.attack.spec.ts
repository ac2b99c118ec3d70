import { describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { newId } from '../../src/common/ids.js';
import { newPractice } from '../support/practice.js';
import { administrator, attempt, sqlAs } from '../support/tenant-sql.js';

const TEAM = MODULES.team_management;

describe('an administrator with SQL', () => {
  it('makes nobody a member who has not accepted', async () => {
    const [a, b] = [await newPractice({ members: [{}, { role: 'admin' }] }), await newPractice()];
    const { rows } = await (
      await administrator()
    ).query<{ account_id: string }>('select account_id from app.member where id = $1', [b.memberIds[0]]);
    const admin = await sqlAs(a, 1);
    const insert = `insert into app.member (org_id, id, account_id, role, state, kind, profile) values ($1, $2, $3, 'member', $4, 'person', '\\x00')`;
    const low = `00000000-0000-4000-8000-${newId().slice(-12)}`;
    expect(await attempt(admin, insert, [a.orgId, low, rows[0]!.account_id, 'active'])).toBe('23514');
    expect(await attempt(admin, insert, [a.orgId, low, rows[0]!.account_id, 'invited'])).toBe(1);
    expect(await attempt(admin, `update app.member set state = 'active' where id = $1`, [low])).toBe('23514');
  });

  it('learns nothing of a member of another practice by taking their id', async () => {
    const [a, b] = [await newPractice({ members: [{}, { role: 'admin' }] }), await newPractice()];
    const admin = await sqlAs(a, 1);
    await attempt(
      admin,
      `insert into app.member (org_id, id, account_id, role, state, kind, profile) values ($1, $2, $3, 'member', 'invited', 'person', '\\x00')`,
      [a.orgId, b.memberIds[0], newId()],
    );
    const { rows } = await admin.query<{ before: unknown }>('select before from app.access_change where member_id = $1', [b.memberIds[0]]);
    expect(rows.map(({ before }) => before).filter((before) => before !== null)).toEqual([]);
  });

  it('brings back nobody who holds more, and nobody who was removed', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin', modules: TEAM }, {}, {}] });
    const [owner, admin] = [await sqlAs(practice, 0), await sqlAs(practice, 1)];
    await owner.query(`update app.member set state = 'suspended' where id = $1`, [practice.memberIds[2]]);
    await owner.query(`update app.member set state = 'removed' where id = $1`, [practice.memberIds[3]]);
    expect(await attempt(admin, `update app.member set state = 'active' where id = $1`, [practice.memberIds[2]])).toBe('IB001');
    expect(await attempt(owner, `update app.member set state = 'active' where id = $1`, [practice.memberIds[3]])).toBe('23514');
    expect(await attempt(owner, `update app.member set state = 'active' where id = $1`, [practice.memberIds[2]])).toBe(1);
  });

  it('lets no invitation of somebody above them live again', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }] });
    const [owner, admin] = [await sqlAs(practice, 0), await sqlAs(practice, 1)];
    const id = newId();
    await owner.query(
      `insert into app.member (org_id, id, account_id, role, state, kind, profile) values ($1, $2, $3, 'owner', 'invited', 'person', '\\x00')`,
      [practice.orgId, id, newId()],
    );
    expect(await attempt(admin, `select wall.invite($1, clock_timestamp() + interval '7 days')`, [id])).toBe('IB006');
    expect(await attempt(owner, `select wall.invite($1, clock_timestamp() + interval '7 days')`, [id])).toBe(1);
  });
});

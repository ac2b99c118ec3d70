import { describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { newId } from '../../src/common/ids.js';
import { newPractice } from '../support/practice.js';
import { attempt, bareClientOf, sqlAs } from '../support/tenant-sql.js';

const TEAM = MODULES.team_management;

describe('a member whose switches are narrow', () => {
  it('[ASVS 8.2.3] with the delete switch alone changes nothing else of a client while archiving it', async () => {
    const practice = await newPractice({ members: [{}, { switches: { modules: 1, creates: 0, updates: 0, deletes: 1 } }] });
    const client = await bareClientOf(practice);
    const member = await sqlAs(practice, 1);
    expect(
      await attempt(
        member,
        `update app.client set status = 'archived', archived_at = clock_timestamp(), card = '\\x01', practitioner_id = $2 where id = $1`,
        [client, practice.memberIds[1]],
      ),
    ).toBe('IB007');
    expect(
      await attempt(
        member,
        `update app.client set status = 'archived', status_before_archive = status, archived_at = clock_timestamp() where id = $1`,
        [client],
      ),
    ).toBe(1);
  });

  it('who is no administrator removes no role, and neither forges batches nor reviews', async () => {
    const practice = await newPractice({ members: [{}, { modules: TEAM }] });
    const member = await sqlAs(practice, 1);
    const { orgId, memberIds } = practice;
    expect(await attempt(member, `delete from app.role_template where name = 'Reception'`)).toBe('IB005');
    expect(
      await attempt(
        member,
        `insert into app.access_batch (org_id, id, template_id, made_by, before, after) values ($1, gen_random_uuid(), gen_random_uuid(), $2, '[]', '[]')`,
        [orgId, memberIds[0]],
      ),
    ).toBe('IB005');
    expect(
      await attempt(
        member,
        `insert into app.access_review (org_id, id, due_on, started_by) values ($1, gen_random_uuid(), '2027-01-01', $2)`,
        [orgId, memberIds[0]],
      ),
    ).toBe('IB005');
  });

  it('an administrator decides in nobody else’s name, and nobody rewrites a closed review', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin' }] });
    const [owner, admin] = [await sqlAs(practice, 0), await sqlAs(practice, 1)];
    const { orgId, memberIds } = practice;
    const review = newId();
    await owner.query(`insert into app.access_review (org_id, id, due_on, started_by) values ($1, $2, '2027-01-01', $3)`, [
      orgId,
      review,
      memberIds[0],
    ]);
    await owner.query(
      `insert into app.access_review_line (org_id, review_id, member_id, grant_id, access) values ($1, $2, $3, gen_random_uuid(), '{}')`,
      [orgId, review, memberIds[1]],
    );
    const decide = `update app.access_review_line set decision = $2, decided_by = $3, decided_at = clock_timestamp() where review_id = $1`;
    expect(await attempt(admin, decide, [review, 'approved', memberIds[0]])).toBe('42501');
    expect(await attempt(owner, decide, [review, 'revoked', memberIds[0]])).toBe(1);
    await owner.query('update app.access_review set closed_by = $2, closed_at = clock_timestamp() where id = $1', [review, memberIds[0]]);
    expect(await attempt(admin, decide, [review, 'approved', memberIds[1]])).toBe('23514');
    expect(await attempt(admin, 'update app.access_review set closed_by = null, closed_at = null where id = $1', [review])).toBe('42501');
  });

  it('behind a wall finds no trace of the client in its assignment', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const client = await bareClientOf(practice);
    await (await sqlAs(practice, 0)).query('select wall.block_member($1, $2)', [client, practice.memberIds[1]]);
    const member = await sqlAs(practice, 1);
    expect(await attempt(member, 'select 1 from app.client where id = $1', [client])).toBe(0);
    expect(await attempt(member, 'select 1 from app.assignment where client_id = $1', [client])).toBe(0);
  });
});

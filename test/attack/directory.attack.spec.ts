import { beforeAll, describe, expect, it } from '@jest/globals';
import { GrantToken } from '../../src/common/database/grant-token.js';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { Directory } from '../support/directory.js';
import { newPractice, type TestPractice } from '../support/practice.js';
import { attempt, sqlAs, sqlOf } from '../support/tenant-sql.js';

let app: TestApp;
let practice: TestPractice;
let directory: Directory;
let member: string;
beforeAll(async () => {
  app = await testApp();
  practice = await newPractice({ members: [{}, { role: 'admin' }, {}] });
  directory = await Directory.of(app, practice);
  member = await directory.user(`ada.${newId()}@practice.example`);
});

const NOT_ITS = 'IB040';

describe('a directory’s token with SQL of one’s own', () => {
  it('reads no client, and changes nobody and nothing that it did not provision', async () => {
    const sql = await sqlOf(GrantToken.parse(directory.token.slice('ibd_'.length))!);
    const [owner, administrator, manual] = practice.memberIds;
    expect(await attempt(sql, 'select * from app.client')).toBe(0);
    expect(await attempt(sql, 'select * from app.organisation')).toBe(1);
    for (const id of [owner, administrator, manual]) {
      expect(await attempt(sql, `update app.member set state = 'suspended' where id = $1`, [id])).toBe(NOT_ITS);
    }
    expect(await attempt(sql, `update app.member set role = 'admin' where id = $1`, [member])).toBe(NOT_ITS);
    expect(
      await attempt(
        sql,
        `insert into app.member (org_id, id, account_id, role, state, kind, profile) values ($1, $2, $2, 'owner', 'active', 'person', '\\x00')`,
        [practice.orgId, newId()],
      ),
    ).toBe(NOT_ITS);
    expect(
      await attempt(sql, `insert into app.directory_user (org_id, member_id, sealed) values ($1, $2, '\\x00')`, [practice.orgId, owner]),
    ).toBe(NOT_ITS);
  });

  it('gives nobody more than an administrator set it to give', async () => {
    const sql = await sqlOf(GrantToken.parse(directory.token.slice('ibd_'.length))!);
    for (const source of ['directory', 'manual']) {
      const text = `insert into app.access_grant (org_id, member_id, source, scope, reads, creates, updates, deletes) values ($1, $2, $3, 'all', 1023, 1023, 1023, 1023)`;
      expect(await attempt(sql, text, [practice.orgId, member, source])).toBe(NOT_ITS);
    }
    expect(await attempt(sql, `insert into app.directory (org_id, default_template_id) values ($1, null)`, [practice.orgId])).toBe(NOT_ITS);
    expect(await attempt(sql, `update app.role_template set reads = 1023`)).toBe(NOT_ITS);
    expect(
      await attempt(sql, `insert into app.team_member (org_id, team_id, member_id) values ($1, $2, $3)`, [
        practice.orgId,
        practice.teamIds[0],
        member,
      ]),
    ).toBe(NOT_ITS);
    expect(await attempt(sql, `select wall.issue_directory_token($1, $2, now() + interval '1 day')`, [Buffer.alloc(32, 7), newId()])).toBe(
      'IB005',
    );
    expect(
      await attempt(sql, `select wall.issue_key($1, $2, $3, now() + interval '1 day', '{}')`, [Buffer.alloc(32, 7), newId(), member]),
    ).not.toBe(1);
  });

  it('is made by nobody but owners and administrators, and takes nobody on by a member’s own SQL', async () => {
    const sql = await sqlAs(practice, 2);
    expect(await attempt(sql, `select wall.issue_directory_token($1, $2, now() + interval '1 day')`, [Buffer.alloc(32, 8), newId()])).toBe(
      'IB005',
    );
    const owner = await sqlAs(practice, 0);
    expect(
      await attempt(owner, `insert into app.directory_user (org_id, member_id, sealed) values ($1, $2, '\\x00')`, [
        practice.orgId,
        practice.memberIds[2],
      ]),
    ).toBe(NOT_ITS);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller, codeOf } from '../support/caller.js';
import { Directory } from '../support/directory.js';
import { newPractice } from '../support/practice.js';
import { administrator } from '../support/tenant-sql.js';
import { accountOf, noticesTo } from '../support/watch.js';
import { Visitor } from '../support/door.js';
import { ForgedSaml } from '../support/forged-saml.js';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

describe('what an intruder leaves behind in somebody’s session', () => {
  it('[I-30] a directory’s token that it issued ends with “this was not me”, like its keys', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin', scope: 'all' }] });
    const admin = await caller(app, practice, 1);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const { body } = await admin.send('post', '/access/directory/tokens', { expiresAt }).expect(201);
    const left = new Directory(app, (body as { token: string }).token);
    const others = await Directory.of(app, practice);
    expect((await left.ask('get', '/Users')).status).toBe(200);
    await admin.send('post', '/auth/lock').expect(204);
    expect((await left.ask('get', '/Users')).status).toBe(401);
    expect((await others.ask('get', '/Users')).status).toBe(200);
  });

  it('[I-30] an account of a provider that they linked goes as well', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const member = await caller(app, practice, 1);
    const truth = await administrator();
    await truth.query(
      `insert into identity.linked_account (id, account_id, provider, subject_index, sealed)
       select gen_random_uuid(), account_id, 'google', decode(substr(md5(member_id::text), 1, 16), 'hex'), '\\x00' from wall.member_access where member_id = $1`,
      [practice.memberIds[1]],
    );
    await member.send('post', '/auth/lock').expect(204);
    const left = await truth.query(
      'select 1 from identity.linked_account l join wall.member_access m on m.account_id = l.account_id where m.member_id = $1',
      [practice.memberIds[1]],
    );
    expect(left.rowCount).toBe(0);
  });

  it('[I-30] a look as a member exports nothing without a fresh proof', async () => {
    const practice = await newPractice({ members: [{}, { role: 'member', scope: 'all' }] });
    const owner = await caller(app, practice);
    const view = await owner.send('post', '/access/view-as', { memberId: practice.memberIds[1] });
    const cookie = /ironbark-view=[^;]+/.exec(String(view.headers['set-cookie']))![0];
    const looking = await caller(app, practice, 0, `; ${cookie}`);
    await (
      await administrator()
    ).query(`update wall.live_grant set verified_at = clock_timestamp() - interval '16 minutes' where org_id = $1`, [practice.orgId]);
    const answer = await looking.send('post', '/clients/export');
    expect({ status: answer.status, code: codeOf(answer) }).toMatchObject({ status: 403 });
  });
});

describe('a practice with connections without end', () => {
  it('keeps no other practice’s upkeep waiting: there are ten at most', async () => {
    const owner = await caller(app, await newPractice());
    const wish = { kind: 'saml', name: 'X', trust: 'claims', jit: false, defaultTemplateId: null, saml: new ForgedSaml().settings };
    for (let made = 0; made < 10; made++) await owner.send('post', '/single-sign-on/connections', wish).expect(201);
    await owner.send('post', '/single-sign-on/connections', wish).expect(409);
  });
});

describe('somebody who comes back after their holidays', () => {
  it('[I-31] is told of a new browser, also when their log is empty by now', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const email = practice.emails[1]!;
    expect(await new Visitor(app, '1.1.1.1').byMail(email)).toBe('signed_in');
    // What the housekeeping does after thirty days.
    await (await administrator()).query('delete from identity.sign_in_event where account_id = $1', [await accountOf(practice, 1)]);
    expect(await new Visitor(app, '8.8.8.8').byMail(email)).toBe('signed_in');
    expect(await noticesTo(app, email)).toHaveLength(1);
  });
});

describe('an administrator who holds little', () => {
  const READ = { create: false, read: true, update: false, delete: false };
  const only = (modules: number) => ({ modules, creates: modules, updates: modules, deletes: modules });

  it('[I-37] issues no directory’s token by which they would make somebody who holds more', async () => {
    const practice = await newPractice({ members: [{}, { role: 'admin', scope: 'assigned', switches: only(MODULES.team_management) }] });
    const [owner, admin] = [await caller(app, practice), await caller(app, practice, 1)];
    const { body } = await owner
      .send('post', '/access/templates', { name: 'Everything', scope: 'all', switches: { clients: READ } })
      .expect(201);
    await owner.send('put', '/access/directory', { defaultTemplateId: (body as { id: string }).id }).expect(204);
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const answer = await admin.send('post', '/access/directory/tokens', { expiresAt });
    expect({ status: answer.status, code: codeOf(answer) }).toEqual({ status: 403, code: 'access.above_own' });
    await owner.send('post', '/access/directory/tokens', { expiresAt }).expect(201);
  });
});

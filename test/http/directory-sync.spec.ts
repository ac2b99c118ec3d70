import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/common/ids.js';
import { testApp, type TestApp } from '../support/app.js';
import { caller, codeOf } from '../support/caller.js';
import { Directory } from '../support/directory.js';
import { Visitor } from '../support/door.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

let app: TestApp;
let practice: TestPractice;
let directory: Directory;
beforeAll(async () => {
  app = await testApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
});
beforeEach(async () => {
  practice = await newPractice({ members: [{}, { role: 'admin' }, {}] });
  directory = await Directory.of(app, practice);
});

const address = () => `ada.${newId()}@practice.example`;

describe('[M-15] people', () => {
  it('are provisioned, found, changed and deactivated as Okta does it', async () => {
    const userName = address();
    const empty = await directory.ask('get', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`);
    expect(empty).toMatchObject({ status: 200, body: { totalResults: 0, Resources: [] } });
    expect(empty.headers['content-type']).toMatch('application/scim+json');
    const id = await directory.user(userName, { externalId: '00u1', displayName: 'Ada Byron' });
    const found = await directory.ask('get', `/Users?filter=${encodeURIComponent(`userName eq "${userName.toUpperCase()}"`)}`);
    expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id, userName, active: true, externalId: '00u1' }] });
    const put = await directory.ask('put', `/Users/${id}`, { userName, name: { givenName: 'Augusta', familyName: 'Byron' }, active: true });
    expect(put).toMatchObject({ status: 200, body: { name: { formatted: 'Augusta Byron' } } });
    const off = await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: false } });
    expect(off).toMatchObject({ status: 200, body: { active: false } });
    expect((await directory.patch(`/Users/${id}`, { op: 'replace', value: { active: true } })).body).toMatchObject({ active: true });
  });

  it('are changed in the dialect of Entra: texts for booleans, operations with a capital, flattened names, value paths', async () => {
    const userName = address();
    const id = await directory.user(userName, { externalId: 'aad-1' });
    const changed = await directory.patch(
      `/Users/${id}`,
      { op: 'Replace', path: 'active', value: 'False' },
      { op: 'Add', path: 'title', value: 'Registrar' },
      { op: 'Replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:displayName', value: 'Countess' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: userName },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'Mathematics' },
    );
    expect(changed).toMatchObject({ status: 200, body: { active: false, title: 'Registrar', displayName: 'Countess' } });
    const flat = await directory.patch(`/Users/${id}`, { op: 'Replace', value: { active: 'True', 'name.givenName': 'Lovelace' } });
    expect(flat.body).toMatchObject({ active: true, name: { givenName: 'Lovelace' } });
    const byExternal = await directory.ask('get', `/Users?filter=${encodeURIComponent('externalId eq "aad-1"')}`);
    expect(byExternal.body).toMatchObject({ totalResults: 1 });
  });

  it('are listed in pages that are bounded, and filtered; a filter that cannot be read is refused', async () => {
    for (const name of ['Grace', 'Joan', 'Mary']) await directory.user(address(), { displayName: name });
    const second = await directory.ask('get', '/Users?startIndex=2&count=1');
    expect(second.body).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
    expect((await directory.ask('get', '/Users?count=0')).body).toMatchObject({ totalResults: 3, Resources: [] });
    expect((await directory.ask('get', '/Users?count=1000000')).status).toBe(200);
    const some = await directory.ask(
      'get',
      `/Users?filter=${encodeURIComponent('displayName sw "j" or (displayName co "RAC" and active eq true)')}`,
    );
    expect(some.body['totalResults']).toBe(2);
    for (const filter of [
      'userName eq',
      'userName is "x"',
      '(userName pr',
      'userName eq "x" trailing',
      '"'.repeat(3),
      `${'('.repeat(40)}a pr${')'.repeat(40)}`,
    ]) {
      expect(await directory.ask('get', `/Users?filter=${encodeURIComponent(filter)}`)).toMatchObject({
        status: 400,
        body: { scimType: 'invalidFilter', status: '400' },
      });
    }
  });

  it('have the role that an administrator chose, and no access when none is: never everything', async () => {
    const owner = await caller(app, practice);
    const without = await directory.user(address());
    const { body } = await owner.get('/access/templates').expect(200);
    const [role] = (body as { items: { id: string }[] }).items;
    await owner.send('put', '/access/directory', { defaultTemplateId: role!.id }).expect(204);
    const withRole = await directory.user(address());
    const { owner: database } = await testBench();
    const rows = await database.query<{ member_id: string; modules: number; scope: string; role: string }>({
      text: 'select member_id, modules, scope, role from wall.member_access where member_id = any ($1::uuid[])',
      values: [[without, withRole]],
    });
    expect(rows.find(({ member_id }) => member_id === without)).toMatchObject({ modules: 0, scope: 'assigned', role: 'member' });
    expect(rows.find(({ member_id }) => member_id === withRole)?.modules).toBeGreaterThan(0);
  });

  it('[ASVS 7.4.2] lose session, view and what was on its way in within the statement that deactivates them, on every process', async () => {
    const another = await testApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    const userName = address();
    const id = await directory.user(userName);
    const visitor = new Visitor(app);
    await visitor.byMail(userName);
    await visitor.get('/me', 200);
    const elsewhere = new Visitor(another);
    await elsewhere.post('/auth/sign-in', { email: userName }, 202);
    await directory.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false });
    for (const { http } of [app, another]) {
      const { status } = await http.get('/api/v1/me').set('cookie', visitor.header);
      expect(status).toBe(401);
    }
    const { owner } = await testBench();
    const [open] = await owner.query<{ open: number }>({
      text: `select count(*)::int as open from identity.sign_in_request r join wall.member_access a on a.account_id = r.account_id
              where a.member_id = $1 and r.spent_at is null and r.killed_at is null`,
      values: [id],
    });
    expect(open).toEqual({ open: 0 });
  });

  it('who were suspended by hand are not let back by a push, and who were deleted come back with what they held', async () => {
    const owner = await caller(app, practice);
    const userName = address();
    const id = await directory.user(userName);
    await owner.send('post', `/access/members/${id}/suspend`).expect(200);
    expect((await directory.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: true })).body).toMatchObject({ active: false });
    const second = await directory.user(address());
    expect((await directory.ask('delete', `/Users/${second}`)).status).toBe(204);
    expect((await directory.ask('get', `/Users/${second}`)).status).toBe(404);
    expect((await directory.ask('delete', `/Users/${second}`)).status).toBe(404);
  });

  it('who were suspended by hand stay out, whatever a directory says and in whichever order', async () => {
    const owner = await caller(app, practice);
    const byHand = async (id: string, step: 'suspend' | 'reactivate') => owner.send('post', `/access/members/${id}/${step}`).expect(200);
    const active = async (id: string) => (await directory.ask('get', `/Users/${id}`)).body['active'];
    const on = async (id: string) => directory.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: true });
    const off = async (id: string) => directory.patch(`/Users/${id}`, { op: 'replace', path: 'active', value: false });

    const userName = address();
    const deleted = await directory.user(userName);
    await byHand(deleted, 'suspend');
    expect((await directory.ask('delete', `/Users/${deleted}`)).status).toBe(204);
    expect(await directory.user(userName)).toBe(deleted);
    expect(await active(deleted)).toBe(false);

    const returned = await directory.user(address());
    await off(returned);
    await byHand(returned, 'reactivate');
    await byHand(returned, 'suspend');
    await on(returned);
    expect(await active(returned)).toBe(false);

    const [, , colleague] = practice.memberIds;
    await byHand(colleague!, 'suspend');
    expect(await directory.user(practice.emails[2]!, { active: false })).toBe(colleague);
    await on(colleague!);
    expect(await active(colleague!)).toBe(false);
  });

  it('who are there already are taken on unless they own the practice, and nobody is taken on twice', async () => {
    const taken = await directory.user(practice.emails[2]!);
    expect(taken).toBe(practice.memberIds[2]);
    const again = await directory.ask('post', '/Users', { userName: practice.emails[2] });
    expect(again).toMatchObject({ status: 409, body: { scimType: 'uniqueness' } });
    expect((await directory.ask('post', '/Users', { userName: practice.emails[0] })).status).toBe(409);
    const { body } = await directory.ask('get', '/Users');
    expect(body['totalResults']).toBe(1);
  });

  it('are refused with a SCIM error that names what is wrong, and the refusal is shown to administrators', async () => {
    for (const [body, scimType] of [
      [{ userName: 'not an address' }, 'invalidValue'],
      [{ userName: address(), active: 'perhaps' }, 'invalidValue'],
      [{ userName: address(), displayName: 'a\nb' }, 'invalidValue'],
      [{}, 'invalidValue'],
    ] as const) {
      expect(await directory.ask('post', '/Users', body)).toMatchObject({
        status: 400,
        body: { scimType, schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'] },
      });
    }
    const id = await directory.user(address());
    expect(await directory.patch(`/Users/${id}`, { op: 'replace', path: 'userName', value: address() })).toMatchObject({
      status: 400,
      body: { scimType: 'mutability' },
    });
    for (const version of ['W/"99"', '"99"', 'W/"1", W/"2"', 'latest'])
      expect((await directory.ask('put', `/Users/${id}`, { userName: address() }, { 'if-match': version })).status).toBe(412);
    const { body } = await (await caller(app, practice)).get('/access/directory').expect(200);
    expect((body as { refusals: { resource: string }[] }).refusals.length).toBeGreaterThanOrEqual(5);
  });
});

describe('[M-15] groups', () => {
  it('are made, filled, emptied and renamed: adding keeps who is there, removing one keeps the rest, an empty list empties', async () => {
    const [one, two, three] = [await directory.user(address()), await directory.user(address()), await directory.user(address())];
    const group = await directory.group('Clinicians', [one]);
    await directory.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: two }, { value: three }] });
    expect(await directory.membersOf(group)).toEqual([one, two, three].sort());
    await directory.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${two}"]` });
    expect(await directory.membersOf(group)).toEqual([one, three].sort());
    await directory.patch(`/Groups/${group}`, { op: 'Remove', path: 'members', value: [{ value: one }] });
    expect(await directory.membersOf(group)).toEqual([three]);
    expect((await directory.patch(`/Groups/${group}`, { op: 'replace', path: 'members', value: [] })).status).toBe(200);
    expect(await directory.membersOf(group)).toEqual([]);
    const renamed = await directory.patch(`/Groups/${group}`, { op: 'replace', value: { displayName: 'Therapists', id: group } });
    expect(renamed.body).toMatchObject({ displayName: 'Therapists' });
    const listed = await directory.ask(
      'get',
      `/Groups?excludedAttributes=members&filter=${encodeURIComponent('displayName eq "Therapists"')}`,
    );
    expect((listed.body['Resources'] as object[])[0]).not.toHaveProperty('members');
  });

  it('lose nobody when fifty changes come at once', async () => {
    const people = await Promise.all(Array.from({ length: 25 }, async () => directory.user(address())));
    const group = await directory.group('Everybody', people.slice(0, 10));
    const [leaving, coming] = [people.slice(0, 10), people.slice(10)];
    const answers = await Promise.all([
      ...leaving.map(async (value) => directory.patch(`/Groups/${group}`, { op: 'remove', path: `members[value eq "${value}"]` })),
      ...coming.map(async (value) => directory.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value }] })),
    ]);
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await directory.membersOf(group)).toEqual([...coming].sort());
  }, 60_000);

  it('touch no team and nobody that the directory did not make', async () => {
    const own = await directory.user(address());
    const group = await directory.group('Own', [own]);
    const manual = practice.teamIds[0]!;
    expect((await directory.patch(`/Groups/${manual}`, { op: 'replace', path: 'members', value: [] })).status).toBe(404);
    expect((await directory.ask('delete', `/Groups/${manual}`)).status).toBe(404);
    expect(
      (await directory.patch(`/Groups/${group}`, { op: 'add', path: 'members', value: [{ value: practice.memberIds[1] }] })).status,
    ).toBe(400);
    expect((await directory.ask('delete', `/Users/${practice.memberIds[1]}`)).status).toBe(404);
    expect((await directory.ask('post', '/Groups', { displayName: 'Team 1' })).status).toBe(409);
    expect((await directory.ask('delete', `/Groups/${group}`)).status).toBe(204);
    expect((await directory.ask('get', `/Groups/${group}`)).status).toBe(404);
  });
});

describe('a directory’s token', () => {
  it('opens directory sync and nothing else, and nothing else opens that', async () => {
    const bearer = { authorization: `Bearer ${directory.token}` };
    expect(codeOf(await app.http.get('/api/v1/clients').set(bearer))).toBe('access.directory_only');
    expect(codeOf(await app.http.get('/api/v1/me').set(bearer))).toBe('access.directory_only');
    expect((await app.http.get('/scim/v2/Users').set('cookie', await app.cookie(practice))).status).toBe(401);
    expect((await app.http.get('/scim/v2/Users')).status).toBe(401);
    const foreign = await Directory.of(app, await newPractice());
    const id = await directory.user(address());
    expect((await foreign.ask('get', `/Users/${id}`)).status).toBe(404);
    expect((await foreign.ask('delete', `/Users/${id}`)).status).toBe(404);
    expect((await foreign.ask('get', '/Users')).body).toMatchObject({ totalResults: 0 });
  });

  it('ends at once, is one of two at most, and lives a year at most', async () => {
    const owner = await caller(app, practice);
    const at = (days: number) => ({ expiresAt: new Date(Date.now() + days * 86_400_000).toISOString() });
    await owner.send('post', '/access/directory/tokens', at(400)).expect(422);
    await owner.send('post', '/access/directory/tokens', at(30)).expect(201);
    await owner.send('post', '/access/directory/tokens', at(30)).expect(409);
    const { body } = await owner.get('/access/directory').expect(200);
    for (const { id } of (body as { tokens: { id: string }[] }).tokens)
      await owner.send('delete', `/access/directory/tokens/${id}`).expect(204);
    expect((await directory.ask('get', '/Users')).status).toBe(401);
  });

  it('says what it can do', async () => {
    expect((await directory.ask('get', '/ServiceProviderConfig')).body).toMatchObject({
      patch: { supported: true },
      bulk: { supported: false },
    });
    expect((await directory.ask('get', '/ResourceTypes')).body).toMatchObject({ totalResults: 2 });
    expect((await directory.ask('get', '/Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).body).toMatchObject({ name: 'User' });
  });
});

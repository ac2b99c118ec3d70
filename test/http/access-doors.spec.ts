import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { MODULES } from '../../src/common/database/principal.js';
import { testApp, type TestApp } from '../support/app.js';
import { entriesOf } from '../support/access-record.js';
import { newPractice, testBench, type TestPractice } from '../support/practice.js';

const API = '/api/v1';
const ORIGIN = 'http://localhost:3000';
const NEXT_YEAR = () => new Date(Date.now() + 300 * 86_400_000).toISOString();

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});

async function caller(practice: TestPractice, member = 0, extra = '') {
  const cookie = `${await app.cookie(practice, member)}${extra}`;
  return {
    get: (path: string) => app.http.get(`${API}${path}`).set('cookie', cookie),
    send: (method: 'post' | 'patch' | 'put' | 'delete', path: string, body: object = {}) =>
      app.http[method](`${API}${path}`).set('cookie', cookie).set('origin', ORIGIN).send(body),
  };
}

async function newClient(practice: TestPractice, fields: object = {}): Promise<string> {
  const { send } = await caller(practice);
  const { body } = await send('post', '/clients', {
    legalName: { family: 'Okafor', given: 'Ngozi', familyFirst: false },
    ...fields,
  }).expect(201);
  return (body as { id: string }).id;
}

function viewCookie(response: Response): string {
  const line = (response.headers['set-cookie'] as unknown as string[]).find((text) => text.startsWith('ironbark-view='))!;
  return `; ${line.split(';')[0]!}`;
}

const idsOf = (response: Response) => (response.body as { items: { id: string }[] }).items.map(({ id }) => id);

describe('looking as a member', () => {
  it('shows their world and no more, changes nothing, and is on record in the name of whoever looks', async () => {
    const practice = await newPractice({ teams: 2, members: [{}, { scope: 'team', teams: [1] }] });
    const theirs = await newClient(practice, { teamId: practice.teamIds[1] });
    await newClient(practice, { teamId: practice.teamIds[0] });
    const owner = await caller(practice);
    const opened = await owner.send('post', '/access/view-as', { memberId: practice.memberIds[1] }).expect(201);
    const view = await caller(practice, 0, viewCookie(opened));
    expect(idsOf(await view.get('/clients').expect(200))).toEqual([theirs]);
    expect((await view.get('/me').expect(200)).body).toMatchObject({
      member: { id: practice.memberIds[1], scope: 'team' },
      viewing: { by: practice.memberIds[0] },
    });
    await view.send('patch', `/clients/${theirs}`, { version: 1, pronouns: 'she/her' }).expect(403);
    await view.send('put', '/me/preferences/columns', { value: [] }).expect(403);
    await view.get(`/clients/${theirs}`).expect(200);
    const reads = (await entriesOf(practice, 'read')).map(({ actorMemberId }) => actorMemberId);
    expect(reads.length).toBeGreaterThan(1);
    expect(new Set(reads)).toEqual(new Set([practice.memberIds[0]]));
    await view.send('delete', '/access/view-as').expect(204);
    expect((await view.get('/clients').expect(401)).body).toMatchObject({ code: 'access.view_ended' });
    expect(idsOf(await owner.get('/clients').expect(200))).toHaveLength(2);
  });

  it('ends with the session it was opened from', async () => {
    const practice = await newPractice({ members: [{}, {}] });
    const owner = await caller(practice);
    const opened = await owner.send('post', '/access/view-as', { memberId: practice.memberIds[1] }).expect(201);
    const view = await caller(practice, 0, viewCookie(opened));
    await view.get('/clients').expect(200);
    await view.send('post', '/auth/sign-out').expect(204);
    await view.get('/clients').expect(401);
  });

  it('is refused to members, for oneself, across organisations and at somebody who reaches more', async () => {
    const other = await newPractice();
    const practice = await newPractice({ members: [{}, {}, { role: 'admin', modules: MODULES.team_management }] });
    const owner = await caller(practice);
    await (await caller(practice, 1)).send('post', '/access/view-as', { memberId: practice.memberIds[0] }).expect(403);
    await owner.send('post', '/access/view-as', { memberId: practice.memberIds[0] }).expect(404);
    await owner.send('post', '/access/view-as', { memberId: other.memberIds[0] }).expect(404);
    const narrow = await (await caller(practice, 2)).send('post', '/access/view-as', { memberId: practice.memberIds[1] }).expect(403);
    expect((narrow.body as { code: string }).code).toBe('access.above_own');
  });
});

describe('a service account', () => {
  it('[ASVS 10.4.9] [ASVS 10.4.11] starts with nothing, passes the same wall with a key, and is cut off at once', async () => {
    const practice = await newPractice();
    const client = await newClient(practice);
    const owner = await caller(practice);
    const { body: service } = await owner.send('post', '/access/services', { name: 'Website' }).expect(201);
    const id = (service as { id: string }).id;
    const issued = (await owner.send('post', `/access/services/${id}/keys`, { expiresAt: NEXT_YEAR() }).expect(201)).body as {
      key: string;
      line: { id: string };
    };
    const program = (key = issued.key) => app.http.get(`${API}/clients`).set('authorization', `Bearer ${key}`);
    await program().expect(403);
    await grant(practice, id, 'assigned');
    expect(idsOf(await program().expect(200))).toEqual([]);
    await grant(practice, id, 'all');
    expect(idsOf(await program().expect(200))).toEqual([client]);
    await program(`${issued.key.slice(0, -2)}AA`).expect(401);
    await app.http
      .get(`${API}/clients`)
      .set('authorization', 'Bearer ibk_nothing')
      .set('cookie', await app.cookie(practice))
      .expect(401);
    // Whoever stands before us may want credentials of its own.
    await app.http
      .get(`${API}/clients`)
      .set('authorization', 'Basic eDp5')
      .set('cookie', await app.cookie(practice))
      .expect(200);
    const second = await owner.send('post', `/access/services/${id}/keys`, { expiresAt: NEXT_YEAR() }).expect(201);
    await owner.send('post', `/access/services/${id}/keys`, { expiresAt: NEXT_YEAR() }).expect(409);
    await owner.send('delete', `/access/keys/${issued.line.id}`).expect(204);
    await program().expect(401);
    await program((second.body as { key: string }).key).expect(200);
    await owner.send('delete', `/access/services/${id}`).expect(204);
    await program((second.body as { key: string }).key).expect(401);
    expect(JSON.stringify((await owner.get('/access/services').expect(200)).body)).not.toContain(issued.key.slice(4));
  });

  it('[ASVS 10.3.5] is bound to its networks, and a key needs an end within a year', async () => {
    const practice = await newPractice();
    const owner = await caller(practice);
    const { body: service } = await owner.send('post', '/access/services', { name: 'Ledger' }).expect(201);
    const keys = `/access/services/${(service as { id: string }).id}/keys`;
    await grant(practice, (service as { id: string }).id, 'all');
    await owner.send('post', keys, { expiresAt: NEXT_YEAR(), networks: ['not a network'] }).expect(400);
    await owner.send('post', keys, {}).expect(400);
    await owner.send('post', keys, { expiresAt: new Date(Date.now() - 1000).toISOString() }).expect(422);
    await owner.send('post', keys, { expiresAt: '2099-01-01T00:00:00Z' }).expect(422);
    const far = await owner.send('post', keys, { expiresAt: NEXT_YEAR(), networks: ['203.0.113.0/24'] }).expect(201);
    const near = await owner.send('post', keys, { expiresAt: NEXT_YEAR(), networks: ['127.0.0.0/8', '::1/128'] }).expect(201);
    const used = (key: unknown) =>
      app.http
        .get(`${API}/clients`)
        .set('authorization', `Bearer ${(key as { key: string }).key}`)
        .set('x-forwarded-for', '127.0.0.1');
    expect((await used(far.body).expect(403)).body).toMatchObject({ code: 'access.foreign_network' });
    await used(near.body).expect(200);
  });
});

describe('the explainer', () => {
  it('[I-39] answers as the policies do and names what decided', async () => {
    const practice = await newPractice({
      teams: 2,
      members: [{}, { scope: 'team', teams: [0], modules: MODULES.clients }, { scope: 'assigned' }],
    });
    const [ours, elsewhere] = [
      await newClient(practice, { teamId: practice.teamIds[0] }),
      await newClient(practice, { teamId: practice.teamIds[1] }),
    ];
    const owner = await caller(practice);
    const ask = async (member: number, clientId: string | null, module = 'clients', act = 'read') => {
      const client = clientId === null ? '' : `&clientId=${clientId}`;
      const { body } = await owner
        .get(`/access/explain?memberId=${practice.memberIds[member]}&module=${module}&act=${act}${client}`)
        .expect(200);
      const { allowed, steps } = body as { allowed: boolean; steps: { kind: string; decides: boolean }[] };
      return [allowed, steps.find(({ decides }) => decides)?.kind];
    };
    expect(await ask(1, ours)).toEqual([true, 'team']);
    expect(await ask(1, elsewhere)).toEqual([false, 'team']);
    expect(await ask(2, ours)).toEqual([false, 'assignment']);
    expect(await ask(1, null, 'billing')).toEqual([false, 'switch']);
    expect(await ask(0, elsewhere)).toEqual([true, 'scope']);
    await restrict(practice, 'select wall.block_member($1, $2)', [ours, practice.memberIds[1]]);
    expect(await ask(1, ours)).toEqual([false, 'wall']);
    await restrict(practice, 'select wall.make_private($1, array[$2]::uuid[])', [elsewhere, practice.memberIds[0]]);
    expect(await ask(2, elsewhere)).toEqual([false, 'private']);
    await owner.get(`/access/explain?memberId=${practice.memberIds[1]}&module=kitchen&act=read`).expect(400);
    await owner.get(`/access/explain?memberId=${practice.orgId}&module=clients&act=read`).expect(404);
    await (await caller(practice, 1)).get(`/access/explain?memberId=${practice.memberIds[0]}&module=clients&act=read`).expect(403);
  });
});

describe('an access review', () => {
  it('lists every grant, takes away what is revoked, and leaves as CSV and PDF', async () => {
    const practice = await newPractice({ members: [{}, { scope: 'all' }, {}] });
    const owner = await caller(practice);
    const review = (await owner.send('post', '/access/reviews', { dueOn: '2027-03-31' }).expect(201)).body as {
      id: string;
      items: { id: string; memberId: string; suggestion: string | null }[];
    };
    expect(review.items.map(({ memberId }) => memberId).sort()).toEqual([...practice.memberIds].sort());
    const line = review.items.find(({ memberId }) => memberId === practice.memberIds[1])!;
    const member = await caller(practice, 1);
    await member.get('/clients').expect(200);
    await owner.send('put', `/access/reviews/${review.id}/lines/${line.id}`, { decision: 'revoked' }).expect(200);
    await member.get('/clients').expect(403);
    await owner.send('post', `/access/reviews/${review.id}/close`).expect(409);
    for (const { id } of review.items.filter(({ id }) => id !== line.id))
      await owner.send('put', `/access/reviews/${review.id}/lines/${id}`, { decision: 'approved' }).expect(200);
    await owner.send('post', `/access/reviews/${review.id}/close`).expect(200);
    await owner.send('put', `/access/reviews/${review.id}/lines/${line.id}`, { decision: 'approved' }).expect(409);
    const csv = await owner.get(`/access/reviews/${review.id}/export?format=csv`).expect(200);
    expect(csv.text.split('\r\n')).toHaveLength(review.items.length + 2);
    expect(csv.text).toContain('revoked');
    const pdf = await owner.get(`/access/reviews/${review.id}/export?format=pdf`).expect(200).buffer();
    expect((pdf.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
    const stranger = await caller(await newPractice());
    await stranger.get(`/access/reviews/${review.id}`).expect(404);
    await member.get('/access/reviews').expect(403);
  });
});

/** Gives a service account every switch of clients, as the owner would by hand. */
async function grant(practice: TestPractice, memberId: string, scope: string): Promise<void> {
  await restrict(
    practice,
    `insert into app.access_grant (org_id, member_id, source, scope, reads, creates, updates, deletes) values ($1, $2, 'manual', $3, 1, 1, 1, 1)
     on conflict (org_id, member_id, source, (coalesce(source_id, org_id))) do update set scope = excluded.scope`,
    [practice.orgId, memberId, scope],
  );
}

async function restrict(practice: TestPractice, text: string, values: unknown[]): Promise<void> {
  const { tenants } = await testBench();
  await tenants.run(await practice.as(), async (tx) => tx.execute({ text, values }));
}

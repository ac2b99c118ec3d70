import { beforeAll, describe, expect, it } from '@jest/globals';
import { caller, codeOf } from '../support/caller.js';
import { Directory } from '../support/directory.js';
import { Visitor } from '../support/door.js';
import { ForgedProvider } from '../support/forged-oidc.js';
import { newPractice, type TestPractice } from '../support/practice.js';
import { connect, prove, signOnGround, Traveller, turnOn, type Connected, type SignOnGround } from '../support/sign-on.js';
import { administrator } from '../support/tenant-sql.js';

let ground: SignOnGround;
let idp: ForgedProvider;
beforeAll(async () => {
  ground = await signOnGround();
  idp = await ForgedProvider.start();
});

/** Whether a practice has somebody as an active member. */
async function isActiveIn({ orgId }: TestPractice, accountId: string): Promise<boolean> {
  const { rows } = await (
    await administrator()
  ).query('select 1 from wall.member_access where org_id = $1 and account_id = $2 and active', [orgId, accountId]);
  return rows.length > 0;
}

async function accountOf(practice: TestPractice, member: number): Promise<{ id: string; locked: boolean }> {
  const { rows } = await (
    await administrator()
  ).query<{ id: string; locked: boolean }>(
    'select a.id, a.locked_at is not null as locked from identity.account a join wall.member_access m on m.account_id = a.id where m.member_id = $1',
    [practice.memberIds[member]],
  );
  return rows[0]!;
}

async function invite(practice: TestPractice, email: string): Promise<void> {
  const wish = { email, displayName: 'New', role: 'member', teamIds: [], scope: 'assigned', switches: {} };
  await (await caller(ground.app, practice)).send('post', '/access/members/invite', wish).expect(201);
}

async function connected(members: number): Promise<Connected> {
  const at = await connect(ground, {
    oidc: { issuer: idp.issuer, clientId: idp.clientId },
    members: Array.from({ length: members }, (_, index) => (index === 0 ? {} : { role: 'member' as const })),
  });
  await turnOn(at);
  return at;
}

describe('a practice that names people of another as its own', () => {
  it('[I-40] does not make them members by its directory: they have not said yes', async () => {
    const [theirs, strangers] = [await newPractice({ members: [{}, {}] }), await newPractice()];
    const directory = await Directory.of(ground.app, strangers);
    const { status } = await directory.ask('post', '/Users', { userName: theirs.emails[1], active: true });
    expect({ status, active: await isActiveIn(strangers, (await accountOf(theirs, 1)).id) }).toEqual({ status: 409, active: false });
  });

  it('[I-40] does make them members where it has proved the domain of their address', async () => {
    const at = await connect(ground, { members: [{}, {}], oidc: { issuer: idp.issuer, clientId: 'x' } });
    const elsewhere = await newPractice({ members: [{}, {}], domain: at.domain });
    await (await Directory.of(ground.app, at.practice)).user(elsewhere.emails[1]!);
    expect(await isActiveIn(at.practice, (await accountOf(elsewhere, 1)).id)).toBe(true);
  });

  it('[I-40] by inviting takes no administrator’s unlocking or reset from the practice that they sign in to', async () => {
    const [theirs, strangers] = [await newPractice({ members: [{}, { role: 'member' }] }), await newPractice()];
    const email = theirs.emails[1]!;
    await theirs.as(1);
    await invite(strangers, email);
    const visitor = new Visitor(ground.app);
    expect(await visitor.byMail(email)).toBe('signed_in');
    expect((await visitor.get('/me', 200))['organisation']).toMatchObject({ id: theirs.orgId });
    await visitor.post('/auth/lock', {}, 204);
    const owner = await caller(ground.app, theirs);
    await owner.send('post', `/access/members/${theirs.memberIds[1]}/lock/open`).expect(204);
  });
});

describe('a practice that invites an address to look at it', () => {
  it('[ASVS 6.3.8] learns neither whether it has factors nor whether it is locked, and calls off no reset', async () => {
    const [theirs, strangers] = [await newPractice({ members: [{}, { role: 'member' }] }), await newPractice()];
    const { id: accountId } = await accountOf(theirs, 1);
    const truth = await administrator();
    await truth.query(
      `insert into identity.factor (id, account_id, kind, sealed, confirmed_at) values (gen_random_uuid(), $1, 'totp', '\\x00', clock_timestamp())`,
      [accountId],
    );
    await theirs.as(1);
    await (await caller(ground.app, theirs)).send('post', `/access/members/${theirs.memberIds[1]}/factors/reset`).expect(200);
    await invite(strangers, theirs.emails[1]!);
    const { rows } = await truth.query<{ id: string }>('select id from app.member where org_id = $1 and account_id = $2', [
      strangers.orgId,
      accountId,
    ]);
    const [path, stranger] = [`/access/members/${rows[0]!.id}`, await caller(ground.app, strangers)];
    await stranger.get(`${path}/factors`).expect(404);
    await stranger.get(`${path}/lock`).expect(404);
    await stranger.send('post', `${path}/lock/open`).expect(404);
    await stranger.send('delete', `${path}/factors/reset`).expect(404);
    // Nor once it has them as a member: the reset is the other practice's.
    await truth.query(`update wall.member_access set active = true where member_id = $1`, [rows[0]!.id]);
    await truth.query(`set session_replication_role = replica`);
    await truth.query(`update app.member set state = 'active' where id = $1`, [rows[0]!.id]);
    await truth.query(`set session_replication_role = default`);
    expect(codeOf(await stranger.send('delete', `${path}/factors/reset`))).toBe('identity.reset_not_here');
    const left = await truth.query('select 1 from identity.factor_reset where account_id = $1', [accountId]);
    expect(left.rowCount).toBe(1);
  });
});

describe('a session that one practice’s provider opened', () => {
  it('[I-40] locks nobody out of another practice', async () => {
    const b = await connected(2);
    const a = await newPractice({ members: [{}, { role: 'admin' }] });
    // The same person runs A.
    const shared = await accountOf(b.practice, 1);
    const { rowCount } = await (
      await administrator()
    ).query('update wall.member_access set account_id = $1 where member_id = $2', [shared.id, a.memberIds[1]]);
    expect(rowCount).toBe(1);
    const traveller = new Traveller(ground);
    await traveller.signIn(b.connectionId, idp.as({ sub: 'shared', email: b.practice.emails[1]!, email_verified: true }), 200);
    const answer = await traveller.post('/auth/lock', {});
    expect({ code: codeOf({ body: answer }), ...(await accountOf(b.practice, 1)) }).toMatchObject({
      code: 'identity.account_elsewhere',
      locked: false,
    });
  });
});

describe('a practice that held the DNS of another’s domain for an hour', () => {
  it('[I-40] does not keep it, and its people at sign-in, for good', async () => {
    const squatter = await connected(1);
    const rightful = await newPractice({ domain: squatter.domain });
    const owner = await caller(ground.app, rightful);
    await expect(prove(ground.dns, owner, squatter.domain)).rejects.toThrow('409');
    // Its record was overwritten, and the squatter's next check finds that out.
    const { body } = await squatter.owner.get('/single-sign-on').expect(200);
    const [{ id }] = (body as { domains: [{ id: string }] }).domains;
    await squatter.owner.send('post', `/single-sign-on/domains/${id}/check`).expect(200);
    await expect(prove(ground.dns, owner, squatter.domain)).rejects.toThrow('409');
    await (await administrator()).query(`update wall.sso_domain set lost_at = lost_at - interval '31 days' where id = $1`, [id]);
    await prove(ground.dns, owner, squatter.domain);
    const ways = await new Visitor(ground.app).post('/auth/ways', { email: rightful.emails[0]! }, 200);
    expect(ways).toEqual({ connection: null, required: false });
    // Who lost it does not take it back without the record.
    await squatter.owner.send('post', `/single-sign-on/domains/${id}/check`).expect(200);
    const after = await owner.get('/single-sign-on').expect(200);
    expect((after.body as { domains: { verifiedAt: string | null; lostAt: string | null }[] }).domains[0]).toMatchObject({ lostAt: null });
  });
});

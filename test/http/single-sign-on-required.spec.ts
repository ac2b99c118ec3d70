import { beforeAll, describe, expect, it } from '@jest/globals';
import { startSessionIn } from '../../src/modules/identity/index.js';
import { systemClock } from '../../src/common/clock/clock.js';
import { caller, codeOf } from '../support/caller.js';
import { linksMailed, Visitor } from '../support/door.js';
import { addPasskey, enrolApp, TurnedClock } from '../support/factors.js';
import { ForgedProvider } from '../support/forged-oidc.js';
import { newPractice, testBench } from '../support/practice.js';
import { connect, signOnGround, Traveller, turnOn, type Connected, type ConnectionWish, type SignOnGround } from '../support/sign-on.js';
import { administrator } from '../support/tenant-sql.js';

let ground: SignOnGround;
let idp: ForgedProvider;
const clock = new TurnedClock();
beforeAll(async () => {
  ground = await signOnGround();
  idp = await ForgedProvider.start();
});

const THREE = [{}, { role: 'admin' }, { role: 'member' }] as const;
const somebody = (at: Connected, member: number, more: object = {}) =>
  idp.as({ sub: `subject-${member}`, email: at.practice.emails[member]!, email_verified: true, ...more });

async function connected(wish: ConnectionWish = {}): Promise<Connected> {
  const made = await connect(ground, { members: [...THREE], ...wish, oidc: { issuer: idp.issuer, clientId: idp.clientId } });
  await turnOn(made);
  return made;
}

/** Requires the connection, as an owner who came by it. */
async function require(at: Connected, from: string | null = null): Promise<Traveller> {
  const owner = new Traveller(ground);
  await owner.signIn(at.connectionId, somebody(at, 0), 200);
  await owner.post(`/single-sign-on/connections/${at.connectionId}/require`, { from }, 200);
  return owner;
}

describe('what the provider says of how it asked', () => {
  it('[F-16] [ASVS 10.3.4] counts as a second factor only in words that mean it; otherwise our own is asked for', async () => {
    const at = await connected({ trust: 'claims' });
    for (const amr of [['pwd'], ['mfa '], 'mfa', { mfa: true }, undefined]) {
      const traveller = new Traveller(ground);
      expect(await traveller.signIn(at.connectionId, somebody(at, 2, { amr }))).toEqual({ outcome: 'enrol' });
      await traveller.get('/me', 401);
    }
    const strong = new Traveller(ground);
    expect(await strong.signIn(at.connectionId, somebody(at, 2, { amr: ['pwd', 'mfa'] }))).toEqual({ outcome: 'signed_in' });
  });

  it('[F-17] meets a practice that asks for passkeys, as a factor of our own does on this way', async () => {
    const strict = await connected({ trust: 'claims', factors: 'passkey' });
    const byProvider = new Traveller(ground);
    expect(await byProvider.signIn(strict.connectionId, somebody(strict, 2, { amr: ['hwk'] }))).toEqual({ outcome: 'signed_in' });
    const byOwn = new Traveller(ground);
    expect(await byOwn.signIn(strict.connectionId, somebody(strict, 2))).toEqual({ outcome: 'enrol' });
    await enrolApp(byOwn, clock);
    await byOwn.get('/me', 200);
    const mailOnly = new Visitor(ground.app);
    expect(await mailOnly.byMail(strict.practice.emails[2]!)).toBe('confirm');
  });

  it('never counts where the practice says so', async () => {
    const at = await connected({ trust: 'never' });
    expect(await new Traveller(ground).signIn(at.connectionId, somebody(at, 2, { amr: ['mfa'] }))).toEqual({ outcome: 'enrol' });
  });
});

describe('people whom the practice does not know yet', () => {
  it('[I-36] become members with the role that it chose, or with none, which opens nothing', async () => {
    const at = await connected({ jit: true });
    const stranger = idp.as({ sub: 'new-1', email: `new-1@${at.domain}`, email_verified: true, name: 'New\u0000 Person' });
    const without = new Traveller(ground);
    await without.signIn(at.connectionId, stranger, 200);
    expect((await without.get('/me', 200))['member']).toMatchObject({
      role: 'member',
      scope: 'assigned',
      modules: [],
      displayName: 'New Person',
    });
    await without.get('/clients', 403);

    const { body } = await at.owner.get('/access/templates').expect(200);
    const { id } = (body as { items: { id: string; name: string }[] }).items.find(({ name }) => name === 'Reception')!;
    const { body: now } = await at.owner.get(`/single-sign-on/connections/${at.connectionId}`).expect(200);
    await at.owner
      .send('put', `/single-sign-on/connections/${at.connectionId}`, {
        version: now.version,
        name: now.name,
        trust: 'always',
        jit: true,
        defaultTemplateId: id,
        oidc: { issuer: idp.issuer, clientId: idp.clientId },
      })
      .expect(200);
    const reception = new Traveller(ground);
    await reception.signIn(at.connectionId, idp.as({ sub: 'new-2', email: `new-2@${at.domain}` }), 200);
    expect((await reception.get('/me', 200))['member']).toMatchObject({
      role: 'member',
      scope: 'all',
      modules: ['clients', 'communications'],
    });
  });

  it('stay out where it does not make members of them, and so does whoever was removed or suspended', async () => {
    const at = await connected({ jit: false });
    await new Traveller(ground).signIn(at.connectionId, idp.as({ sub: 'x', email: `x@${at.domain}` }), 403);
    const { body } = await at.owner.get(`/single-sign-on/connections/${at.connectionId}`);
    await at.owner
      .send('put', `/single-sign-on/connections/${at.connectionId}`, {
        version: body.version,
        name: 'N',
        trust: 'always',
        jit: true,
        defaultTemplateId: null,
        oidc: { issuer: idp.issuer, clientId: idp.clientId },
      })
      .expect(200);
    await at.owner.send('post', `/access/members/${at.practice.memberIds[2]}/suspend`).expect(200);
    await new Traveller(ground).signIn(at.connectionId, somebody(at, 2), 403);
  });
});

describe('a connection that is required', () => {
  it('[ASVS 6.8.3] shuts every other door for everybody: link, code, own factor, recovery code, passkey, script', async () => {
    const at = await connected({ factors: 'required' });
    const email = at.practice.emails[2]!;
    const visitor = new Visitor(ground.app);
    await visitor.byMail(email);
    const { recoveryCodes } = await enrolApp(visitor, clock);
    const passkey = await addPasskey(visitor);
    const [waiting, elsewhere] = [new Visitor(ground.app), new Visitor(ground.app)];
    expect(await waiting.byMail(email)).toBe('confirm');
    const typing = new Visitor(ground.app);
    const before = (await linksMailed(ground.app, email)).length;
    await typing.post('/auth/sign-in', { email }, 202);
    const token = await linkAfter(email, before);
    const { code } = await elsewhere.post('/auth/link', { token }, 200);

    await require(at);
    expect(await visitor.get('/me', 401)).toMatchObject({ code: 'identity.session_below_policy' });
    const refused = { code: 'identity.single_sign_on_required', connectionId: at.connectionId };
    expect(await waiting.post('/auth/step/confirm', { method: 'recovery', code: recoveryCodes[0] }, 403)).toMatchObject(refused);
    clock.later(60_000);
    expect(await typing.post('/auth/code', { code }, 403)).toMatchObject(refused);
    expect(await typing.post('/auth/link', { token }, 403)).toMatchObject(refused);
    const again = new Visitor(ground.app);
    const { options } = await again.post('/auth/passkey/options', {}, 200);
    expect(await again.post('/auth/passkey', { response: passkey.get(options as never) }, 403)).toMatchObject(refused);
    const { identity, keys } = await testBench();
    await expect(startSessionIn(identity, keys, systemClock, false, email)).rejects.toMatchObject({ code: refused.code });
    for (const one of [visitor, waiting, typing, again]) await one.get('/me', 401);

    const { body: ways } = await ground.app.http.post('/api/v1/auth/ways').send({ email }).expect(200);
    expect(ways).toMatchObject({ connection: { id: at.connectionId }, required: true });
    expect(await new Traveller(ground).signIn(at.connectionId, somebody(at, 2))).toEqual({ outcome: 'signed_in' });
  });

  it('is refused by the database to whoever would require it without standing behind it', async () => {
    const at = await connected();
    const path = `/single-sign-on/connections/${at.connectionId}`;
    expect(codeOf(await at.owner.send('post', `${path}/require`, { from: null }).expect(409))).toBe('single_sign_on.come_in_first');
    expect((await at.owner.get(`${path}/consequences`).expect(200)).body).toMatchObject({
      members: 3,
      outside: [],
      cameByIt: false,
      breakGlass: false,
    });
    await at.owner.send('post', `${path}/off`).expect(204);
    expect(codeOf(await at.owner.send('post', `${path}/require`, { from: null }).expect(409))).toBe('single_sign_on.wrong_stage');
  });

  it('[I-42] opens no owner’s session while no owner has confirmed it, and is turned on by nobody who holds less than everything', async () => {
    const at = await connect(ground, {
      oidc: { issuer: idp.issuer, clientId: idp.clientId },
      members: [{}, { role: 'admin' }, { role: 'admin', modules: 256 | 512 }],
    });
    const path = `/single-sign-on/connections/${at.connectionId}`;
    await turnOn(at);
    await at.owner.send('post', `${path}/off`).expect(204);
    const limited = await caller(ground.app, at.practice, 2);
    expect(codeOf(await limited.send('post', `${path}/on`).expect(403))).toBe('access.above_own');
    const admin = await caller(ground.app, at.practice, 1);
    await admin.send('post', `${path}/on`).expect(204);
    await new Traveller(ground).signIn(at.connectionId, somebody(at, 0), 403);
    const byIt = new Traveller(ground);
    await byIt.signIn(at.connectionId, somebody(at, 1), 200);
    expect(await byIt.post(`${path}/require`, { from: null }, 409)).toMatchObject({ code: 'single_sign_on.owner_confirms' });
    expect(codeOf(await (await caller(ground.app, at.practice, 2)).send('post', `${path}/confirm`).expect(403))).toBe('access.owners_only');
    const owner = await caller(ground.app, at.practice);
    await owner.send('post', `${path}/confirm`).expect(204);
    await new Traveller(ground).signIn(at.connectionId, somebody(at, 0), 200);
  });

  it('announced for a date lets sessions go on until then, and no longer', async () => {
    const at = await connected({ factors: 'optional' });
    const before = new Visitor(ground.app);
    expect(await before.byMail(at.practice.emails[2]!)).toBe('signed_in');
    const owner = await require(at, new Date(Date.now() + 3_600_000).toISOString());
    const after = new Visitor(ground.app);
    expect(await after.byMail(at.practice.emails[1]!)).toBe('signed_in');
    for (const one of [before, after]) {
      const { session } = (await one.get('/me', 200)) as { session: { expiresAt: string } };
      expect(new Date(session.expiresAt).getTime() - Date.now()).toBeLessThan(3_601_000);
    }
    await before.get('/me', 200);
    expect(await owner.get(`/single-sign-on/connections/${at.connectionId}`, 200)).toMatchObject({ stage: 'announced' });
  });

  it('leaves an armed way in to whoever armed it, as long as it is armed', async () => {
    const at = await connected({ factors: 'optional' });
    await require(at);
    const superuser = await administrator();
    await superuser.query(`insert into wall.break_glass (member_id, armed_until) values ($1, clock_timestamp() + interval '5 minutes')`, [
      at.practice.memberIds[1],
    ]);
    const armed = new Visitor(ground.app);
    expect(await armed.byMail(at.practice.emails[1]!)).toBe('signed_in');
    const { session } = (await armed.get('/me', 200)) as { session: { expiresAt: string } };
    expect(new Date(session.expiresAt).getTime() - Date.now()).toBeLessThan(301_000);
    await superuser.query('update wall.break_glass set armed_until = clock_timestamp() where member_id = $1', [at.practice.memberIds[1]]);
    await expect(new Visitor(ground.app).byMail(at.practice.emails[1]!)).rejects.toThrow('403');
  });

  it('fails closed: with the provider gone nobody comes in otherwise, and without the rule nobody at all', async () => {
    const doomed = await ForgedProvider.start();
    const at = await connect(ground, { oidc: { issuer: doomed.issuer, clientId: 'ironbark' }, factors: 'optional' });
    await turnOn(at);
    const owner = new Traveller(ground);
    await owner.signIn(at.connectionId, doomed.as({ sub: 'o', email: at.practice.emails[0]! }), 200);
    await owner.post(`/single-sign-on/connections/${at.connectionId}/require`, { from: null }, 200);
    const code = await owner.leaveBy(at.connectionId, async (url) => {
      const back = await doomed.as({ sub: 'o', email: at.practice.emails[0]! })(url);
      await doomed.stop();
      return back;
    });
    expect(await owner.post('/auth/sso/finish', { code }, 502)).toMatchObject({ code: 'single_sign_on.provider_failed' });
    await expect(new Visitor(ground.app).byMail(at.practice.emails[0]!)).rejects.toThrow('403');

    const free = await newPractice({ factors: 'optional' });
    const superuser = await administrator();
    await superuser.query('alter table wall.sso_door rename to sso_door_gone');
    try {
      await expect(new Visitor(ground.app).byMail(free.emails[0]!)).rejects.toThrow('500');
      await ground.app.http.post('/api/v1/auth/ways').send({ email: free.emails[0] }).expect(500);
    } finally {
      await superuser.query('alter table wall.sso_door_gone rename to sso_door');
    }
    expect(await new Visitor(ground.app).byMail(free.emails[0]!)).toBe('signed_in');
  });

  it('leaves no session behind that was under way when it began', async () => {
    const at = await connected({ factors: 'optional' });
    const owner = new Traveller(ground);
    await owner.signIn(at.connectionId, somebody(at, 0), 200);
    const visitors = [1, 2].map((member) => ({ visitor: new Visitor(ground.app), email: at.practice.emails[member]! }));
    const ways = visitors.map(({ visitor, email }) => visitor.byMail(email).catch(() => 'refused'));
    await owner.post(`/single-sign-on/connections/${at.connectionId}/require`, { from: null }, 200);
    await Promise.all(ways);
    const { rows } = await (
      await administrator()
    ).query(`select 1 from wall.live_grant where org_id = $1 and kind = 'session' and ended_at is null and via is distinct from $2`, [
      at.practice.orgId,
      at.connectionId,
    ]);
    expect(rows).toEqual([]);
  });

  it('leads whoever belongs to another practice as well there, by our own doors', async () => {
    const at = await connected({ factors: 'optional' });
    const other = await newPractice({ factors: 'optional' });
    const email = at.practice.emails[2]!;
    const others = await caller(ground.app, other);
    await others
      .send('post', '/access/members/invite', { email, displayName: 'Both', role: 'member', teamIds: [], scope: 'all', switches: {} })
      .expect(201);
    await new Visitor(ground.app).byMail(email);
    await require(at);
    const visitor = new Visitor(ground.app);
    expect(await visitor.byMail(email)).toBe('signed_in');
    expect((await visitor.get('/me', 200))['organisation']).toMatchObject({ id: other.orgId });
  });
});

async function linkAfter(email: string, before: number): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const mails = await linksMailed(ground.app, email);
    if (mails.length > before) return /#([\w-]{43})/.exec(mails[0]!.text)![1]!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no mail came');
}

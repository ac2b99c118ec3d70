import { beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '../support/caller.js';
import { ForgedProvider, type Forgery } from '../support/forged-oidc.js';
import { newPractice, testBench } from '../support/practice.js';
import { connect, signOnGround, Traveller, turnOn, type Connected, type SignOnGround } from '../support/sign-on.js';
import { attempt, sqlAs } from '../support/tenant-sql.js';

let ground: SignOnGround;
let idp: ForgedProvider;
let a: Connected;
let b: Connected;
let forB: ForgedProvider;
beforeAll(async () => {
  ground = await signOnGround();
  [idp, forB] = [await ForgedProvider.start(), await ForgedProvider.start()];
  a = await connect(ground, {
    oidc: { issuer: idp.issuer, clientId: idp.clientId },
    members: [{}, { role: 'member' }, { role: 'member' }],
  });
  b = await connect(ground, { oidc: { issuer: forB.issuer, clientId: forB.clientId }, jit: true, members: [{}, { role: 'member' }] });
  await turnOn(a);
  await turnOn(b);
});

const somebody = (at: Connected, member = 1) => ({ sub: `subject-${member}`, email: at.practice.emails[member]!, email_verified: true });

describe('a provider that lies', () => {
  const soon = Math.floor(Date.now() / 1000);
  const lies: [string, Forgery][] = [
    ['another issuer', { claims: { iss: 'http://localhost:1' } }],
    ['another audience', { claims: { aud: 'somebody-else' } }],
    ['no audience of ours among several', { claims: { aud: ['x', 'y'] } }],
    ['another nonce', { claims: { nonce: 'replayed' } }],
    ['no nonce', { claims: { nonce: undefined } }],
    ['a token that has expired', { claims: { exp: soon - 120 } }],
    ['a token from tomorrow', { claims: { iat: soon + 86_400, nbf: soon + 86_400 } }],
    ['no subject', { claims: { sub: undefined } }],
    ['the key of somebody else', { signed: 'other' }],
    ['algorithm none', { signed: 'none' }],
    ['a shared secret instead of a key', { signed: 'secret' }],
    ['another state', { redirect: { state: 'made-up' } }],
    ['another issuer in the redirect', { redirect: { iss: 'http://localhost:1' } }],
    ['an error', { redirect: { error: 'access_denied' } }],
    ['a verified address that is not', { claims: { email_verified: false } }],
    ['"false" as text', { claims: { email_verified: 'false' } }],
    ['no address', { claims: { email: undefined }, userinfo: { email: undefined } }],
    ['an address of another domain', { claims: { email: 'priya@elsewhere.example' } }],
    ['two addresses in one', { claims: { email: 'x@elsewhere.example,priya@p.example' } }],
    ['userinfo of somebody else', { claims: { email: undefined }, userinfo: { sub: 'another' } }],
  ];

  it.each(lies)(
    '[ASVS 6.8.2] [ASVS 10.5.1] [ASVS 9.1.3] [ASVS 9.2.1] [ASVS 9.2.3] [ASVS 10.5.4] opens nothing with %s',
    async (_name, forgery) => {
      const traveller = new Traveller(ground);
      const code = await traveller.leaveBy(a.connectionId, idp.as(somebody(a), forgery));
      if (code === 'ended') return;
      const answer = await traveller.post('/auth/sso/finish', { code });
      expect(['single_sign_on.refused', 'single_sign_on.provider_failed']).toContain(answer['code']);
      await traveller.get('/me', 401);
    },
  );

  it('leads in when it does not lie', async () => {
    const traveller = new Traveller(ground);
    expect(await traveller.signIn(a.connectionId, idp.as(somebody(a)))).toEqual({ outcome: 'signed_in' });
    await traveller.get('/me', 200);
  });
});

describe('the way back', () => {
  it('[ASVS 10.2.1] is no other browser’s: whoever is handed a stranger’s return signs in as nobody', async () => {
    const [attacker, victim] = [new Traveller(ground), new Traveller(ground)];
    const { url } = await attacker.post('/auth/sso/start', { connectionId: a.connectionId }, 200);
    const back = await idp.as(somebody(a))(String(url));
    await victim.post('/auth/sso/start', { connectionId: a.connectionId }, 200);
    const code = await victim.comeHome(back);
    expect(await victim.post('/auth/sso/finish', { code }, 410)).toMatchObject({ code: 'single_sign_on.ended' });
    expect(await attacker.post('/auth/sso/finish', { code }, 200)).toEqual({ outcome: 'signed_in' });
  });

  it('[ASVS 10.5.3] [ASVS 10.2.2] takes no answer that was meant for another connection', async () => {
    const traveller = new Traveller(ground);
    const { url } = await traveller.post('/auth/sso/start', { connectionId: a.connectionId }, 200);
    const back = await idp.as(somebody(a))(String(url));
    if (!('get' in back)) throw new Error('no redirect');
    expect(await traveller.comeHome({ get: back.get.replace(a.connectionId, b.connectionId) })).toBe('ended');
  });
});

describe('two practices with a provider each', () => {
  it('[I-40] [ASVS 6.8.1] B’s provider says that somebody is a member of A: nothing opens', async () => {
    const traveller = new Traveller(ground);
    expect(await traveller.signIn(b.connectionId, forB.as(somebody(a)), 403)).toMatchObject({ code: 'single_sign_on.refused' });
    await traveller.get('/me', 401);
    const { identity } = await testBench();
    const links = await identity.query({ text: 'select 1 from identity.sso_identity where connection_id = $1', values: [b.connectionId] });
    expect(links).toEqual([]);
  });

  it('[I-40] leads somebody who belongs to both only into the practice whose provider vouches, and hands them no key to the other', async () => {
    const shared = b.practice.emails[1]!;
    await inviteInto(a, shared);
    const traveller = new Traveller(ground);
    await traveller.signIn(b.connectionId, forB.as({ sub: 'both', email: shared, email_verified: true }), 200);
    expect((await traveller.get('/me', 200))['organisation']).toMatchObject({ id: b.practice.orgId });
    for (const [method, path] of [
      ['get', '/me/factors'],
      ['post', '/me/factors/totp'],
      ['post', '/me/factors/passkey-options'],
      ['post', '/me/factors/recovery-codes'],
    ] as const)
      expect(codeOf({ body: await traveller[method](path, ...((method === 'get' ? [403] : [{}, 403]) as [never])) })).toBe(
        'identity.account_elsewhere',
      );
    expect(await traveller.get('/me/sign-ins', 200)).toEqual({ items: [] });
  });

  it('[I-40] keeps a session’s connection to its own practice in the database, whoever writes it', async () => {
    const { identity } = await testBench();
    const [member] = await identity.query<{ member_id: string; account_id: string }>({
      text: 'select member_id, account_id from wall.member_access where member_id = $1',
      values: [a.practice.memberIds[2]],
    });
    for (const via of [a.connectionId, b.connectionId]) {
      await expect(
        identity.execute({
          text: `insert into wall.live_grant (token_hash, id, kind, org_id, member_id, account_id, modules, assurance, via, idle_until, expires_at)
                 values (sha256(gen_random_uuid()::text::bytea), gen_random_uuid(), 'session', $1, $2, $3, 1023, 3, $4, clock_timestamp() + interval '1 hour', clock_timestamp() + interval '1 hour')`,
          values: [a.practice.orgId, member!.member_id, member!.account_id, via],
        }),
      ).rejects.toThrow('a connection leads to its own practice');
    }
  });
});

describe('logout tokens', () => {
  const send = (token: string) =>
    ground.app.http.post(`/api/v1/auth/sso/${a.connectionId}/logout`).type('form').send({ logout_token: token });

  it('[ASVS 10.5.5] [ASVS 9.2.2] end nothing when they are not what they should be, and each counts once', async () => {
    const traveller = new Traveller(ground);
    await traveller.signIn(a.connectionId, idp.as({ ...somebody(a), sid: 'theirs' }), 200);
    const sub = somebody(a).sub;
    const now = Math.floor(Date.now() / 1000);
    const wrong = [
      await idp.logoutToken({ sub }, true),
      await idp.logoutToken({ sub, iss: 'http://localhost:1' }),
      await idp.logoutToken({ sub, aud: 'another' }),
      await idp.logoutToken({ sub, nonce: 'x' }),
      await idp.logoutToken({ sub, events: {} }),
      await idp.logoutToken({ sub, events: undefined }),
      await idp.logoutToken({ sub, jti: undefined }),
      await idp.logoutToken({ sub, iat: undefined }),
      await idp.logoutToken({ sub, iat: now - 3600, exp: undefined }),
      await idp.logoutToken({ sub, exp: now - 3600 }),
      await idp.logoutToken({}),
      'not.a.token',
    ];
    for (const token of wrong) await send(token).expect(400);
    await send(await idp.logoutToken({ sub: 'somebody-else' })).expect(200);
    await send(await idp.logoutToken({ sid: 'another' })).expect(200);
    await traveller.get('/me', 200);
    const right = await idp.logoutToken({ sub, sid: 'theirs' });
    await send(right).expect(200);
    await traveller.get('/me', 401);
    await send(right).expect(400);
  });

  it('[ASVS 10.5.5] stop whoever is still on the way back', async () => {
    const traveller = new Traveller(ground);
    const code = await traveller.leaveBy(a.connectionId, idp.as({ ...somebody(a), sid: 'on-the-way' }));
    await send(await idp.logoutToken({ sid: 'on-the-way' })).expect(200);
    await traveller.post('/auth/sso/finish', { code }, 410);
  });
});

describe('a member with SQL of their own', () => {
  it('[I-24] proves no domain, tests nothing, requires nothing and confirms nothing past the rules', async () => {
    const at = await connect(ground, { oidc: { issuer: idp.issuer, clientId: 'x' }, members: [{}, { role: 'admin' }, { role: 'member' }] });
    const admin = await sqlAs(at.practice, 1);
    for (const change of ['confirmed_by = created_by', 'enforced_from = clock_timestamp()', `kind = 'saml'`])
      expect(await attempt(admin, ['update app.sso_connection set', change].join(' '))).toBe('42501');
    expect(await attempt(admin, `update app.sso_connection set state = 'tested', tested_at = clock_timestamp()`)).toBe('23514');
    expect(await attempt(admin, `update app.sso_connection set state = 'on'`)).toMatch(/^(23514|IB0\d\d)$/);
    for (const read of [
      'select * from wall.sso_domain',
      'select * from wall.sso_door',
      'select * from identity.sso_identity',
      'select wall.domains_to_check()',
    ])
      expect(await attempt(admin, read)).toBe('42501');
    expect(await attempt(admin, `select wall.note_domain_check(gen_random_uuid(), true)`)).toBe('42501');
    const member = await sqlAs(at.practice, 2);
    expect(await attempt(member, `select wall.claim_domain('p.example')`)).toBe('IB005');
    expect(await attempt(member, `update app.sso_connection set name = 'Mine'`)).toBe('IB005');
    const elsewhere = await sqlAs(await newPractice(), 0);
    expect(await attempt(elsewhere, 'select * from app.sso_connection')).toBe(0);
    expect(await attempt(elsewhere, `select wall.free_doors($1)`, [at.connectionId])).toBe(1);
    expect(await attempt(elsewhere, `select wall.require_door($1, clock_timestamp())`, [at.connectionId])).toBe('IB008');
  });
});

/** Makes somebody a member of a practice by invitation, accepted. */
async function inviteInto({ owner }: Connected, email: string): Promise<void> {
  await owner
    .send('post', '/access/members/invite', { email, displayName: 'Both', role: 'member', teamIds: [], scope: 'all', switches: {} })
    .expect(201);
  const { identity, keys } = await testBench();
  const { IdentityRepository } = await import('../../src/modules/identity/persistence/identity.repository.js');
  const accountId = await new IdentityRepository(identity, keys).ensureAccount(email);
  await identity.query({ text: 'select wall.accept_invitations($1)', values: [accountId] });
}

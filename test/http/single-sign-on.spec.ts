import { beforeAll, describe, expect, it } from '@jest/globals';
import type { AddressInfo } from 'node:net';
import { codeOf } from '../support/caller.js';
import { OpenIdProvider } from '../support/oidc.js';
import { connect, prove, signOnGround, Traveller, turnOn, type Connected, type SignOnGround } from '../support/sign-on.js';

let ground: SignOnGround;
let provider: OpenIdProvider;
let home: Connected;
beforeAll(async () => {
  ground = await signOnGround();
  await ground.app.app.listen(0, '127.0.0.1');
  provider = await OpenIdProvider.at();
  home = await connect(ground, {
    oidc: { issuer: provider.issuer, clientId: provider.clientId, clientSecret: provider.clientSecret },
    members: [{}, { role: 'admin' }, { role: 'member' }],
  });
  const { port } = ground.app.app.getHttpServer().address() as AddressInfo;
  await provider.open(home.ours, `http://127.0.0.1:${port}`);
  for (const [index, email] of home.practice.emails.entries())
    provider.people.set(`person-${index}`, { email, email_verified: true, name: `Person ${index}` });
});

describe('a domain', () => {
  it('speaks for a practice once its record is found, for one practice only, and never when anybody has addresses there', async () => {
    const { owner, domain } = home;
    const { body } = await owner.get('/single-sign-on').expect(200);
    expect(body.domains).toEqual([expect.objectContaining({ domain, verifiedAt: expect.any(String), lostAt: null })]);
    for (const refused of ['gmail.com', 'BigPond.com', 'com.au', 'not a domain', '10.0.0.1'])
      await owner.send('post', '/single-sign-on/domains', { domain: refused }).expect(400);

    const other = await connect(ground, { oidc: { issuer: provider.issuer, clientId: 'x' } });
    const claimed = await other.owner.send('post', '/single-sign-on/domains', { domain }).expect(201);
    expect(claimed.body.recordValue).not.toBe(body.domains[0].recordValue);
    const unchecked = await other.owner.send('post', `/single-sign-on/domains/${claimed.body.id}/check`).expect(200);
    expect(unchecked.body).toMatchObject({ found: 'not_found', domain: { verifiedAt: null } });
    ground.dns.publish(claimed.body.recordName, body.domains[0].recordValue, claimed.body.recordValue);
    expect(codeOf(await other.owner.send('post', `/single-sign-on/domains/${claimed.body.id}/check`).expect(409))).toBe(
      'single_sign_on.domain_taken',
    );
  });

  it('keeps what it was while name servers cannot say, is marked when its record is gone, and leads nowhere else meanwhile', async () => {
    const lost = await connect(ground, { oidc: { issuer: provider.issuer, clientId: 'x' } });
    await turnOn(lost);
    const { body } = await lost.owner.get('/single-sign-on').expect(200);
    const [{ id, recordName }] = body.domains;
    ground.dns.failing = true;
    const unknown = await lost.owner.send('post', `/single-sign-on/domains/${id}/check`).expect(200);
    ground.dns.failing = false;
    expect(unknown.body).toMatchObject({ found: 'unknown', domain: { lostAt: null } });
    ground.dns.withdraw(recordName);
    const gone = await lost.owner.send('post', `/single-sign-on/domains/${id}/check`).expect(200);
    expect(gone.body).toMatchObject({ found: 'not_found', domain: { verifiedAt: expect.any(String), lostAt: expect.any(String) } });
    const rival = await connect(ground, { oidc: { issuer: provider.issuer, clientId: 'y' } });
    await expect(prove(ground.dns, rival.owner, lost.domain)).rejects.toThrow();
    const { body: ways } = await ground.app.http
      .post('/api/v1/auth/ways')
      .send({ email: `anybody@${lost.domain}` })
      .expect(200);
    expect(ways.connection.id).toBe(lost.connectionId);
    expect(codeOf(await lost.owner.send('delete', `/single-sign-on/domains/${id}`).expect(409))).toBe('single_sign_on.last_domain');
  });
});

describe('setting up', () => {
  it('[ASVS 10.1.1] is for administrators with a fresh proof, shows no secret and keeps none in the clear', async () => {
    const { owner, practice, connectionId } = home;
    const { body } = await owner.get(`/single-sign-on/connections/${connectionId}`).expect(200);
    expect(body).toMatchObject({ stage: 'draft', oidc: { issuer: provider.issuer, hasSecret: true }, test: null });
    expect(JSON.stringify(body)).not.toContain(provider.clientSecret);
    const member = `ironbark-session=${(await practice.as(2)).secret}`;
    await ground.app.http.get('/api/v1/single-sign-on').set('cookie', member).expect(403);
    for (const issuer of ['http://idp.example', 'https://a:b@idp.example', 'https://idp.example?x=1'])
      await owner.send('post', '/single-sign-on/connections', { ...NEW, oidc: { issuer, clientId: 'x' } }).expect(400);
  });

  it('goes from a draft over a real test to on; nobody is signed in by a test', async () => {
    const { owner, connectionId } = home;
    expect(codeOf(await owner.send('post', `/single-sign-on/connections/${connectionId}/on`).expect(409))).toBe(
      'single_sign_on.wrong_stage',
    );
    const cookie = await ground.app.cookie(home.practice);
    const begun = await owner.send('post', `/single-sign-on/connections/${connectionId}/test`).expect(200);
    const away = /ironbark-away=[^;]+/.exec(String(begun.headers['set-cookie']))![0];
    const code = await new Traveller(ground).comeHome(await provider.signedInAs('person-0')(begun.body.url));
    const finish = () => ground.app.http.post('/api/v1/auth/sso/finish').set('cookie', `${cookie}; ${away}`).send({ code });
    const finished = await finish().expect(200);
    expect(finished.body).toEqual({ outcome: 'tested', connectionId });
    expect(String(finished.headers['set-cookie'])).not.toContain('ironbark-session');
    await finish().expect(410);
    const { body } = await owner.get(`/single-sign-on/connections/${connectionId}`).expect(200);
    expect(body).toMatchObject({
      stage: 'tested',
      test: { problem: null, email: home.practice.emails[0], emailVerified: true, name: 'Person 0', assurance: 2 },
    });
    await owner.send('post', `/single-sign-on/connections/${connectionId}/on`).expect(204);
    expect((await owner.get(`/single-sign-on/connections/${connectionId}`)).body).toMatchObject({ stage: 'on', confirmed: true });
  });
});

describe('coming in through the practice’s own provider', () => {
  it('[I-28] [ASVS 6.8.1] leads a known person into their practice, by one code that counts once, in the browser that left', async () => {
    const traveller = new Traveller(ground);
    const code = await traveller.leaveBy(home.connectionId, provider.signedInAs('person-2'));
    expect(code).toMatch(/^[\w-]{43}$/);
    await new Traveller(ground).post('/auth/sso/finish', { code }, 410);
    expect(await traveller.post('/auth/sso/finish', { code }, 200)).toEqual({ outcome: 'signed_in' });
    await traveller.post('/auth/sso/finish', { code }, 410);
    expect((await traveller.get('/me', 200))['member']).toMatchObject({ id: home.practice.memberIds[2] });
  });

  it('spends nothing twice: of ten returns and ten codes at once, one leads in', async () => {
    const traveller = new Traveller(ground);
    const { url } = await traveller.post('/auth/sso/start', { connectionId: home.connectionId }, 200);
    const back = await provider.signedInAs('person-2')(String(url));
    const codes = await Promise.all(Array.from({ length: 10 }, () => traveller.comeHome(back)));
    const [code, ...more] = codes.filter((one) => one !== 'ended');
    expect(more).toEqual([]);
    const answers = await Promise.all(Array.from({ length: 10 }, () => traveller.post('/auth/sso/finish', { code })));
    expect(answers.filter(({ outcome }) => outcome === 'signed_in')).toHaveLength(1);
  });

  it('[I-31] [ASVS 10.3.3] [ASVS 10.5.2] knows people by their subject from then on, and takes no other subject for their address', async () => {
    provider.people.set('person-2', { email: `renamed@${home.domain}`, email_verified: true });
    const renamed = new Traveller(ground);
    await renamed.signIn(home.connectionId, provider.signedInAs('person-2'), 200);
    expect((await renamed.get('/me', 200))['member']).toMatchObject({ id: home.practice.memberIds[2] });
    provider.people.set('newcomer', { email: home.practice.emails[2]!, email_verified: true });
    expect(codeOf({ body: await new Traveller(ground).signIn(home.connectionId, provider.signedInAs('newcomer'), 403) })).toBe(
      'single_sign_on.refused',
    );
    await home.owner.send('post', `/single-sign-on/members/${home.practice.memberIds[2]}/unlink`).expect(204);
    await new Traveller(ground).signIn(home.connectionId, provider.signedInAs('newcomer'), 200);
    await home.owner.send('post', `/single-sign-on/members/${home.practice.memberIds[2]}/unlink`).expect(204);
  });

  it('[ASVS 7.6.1] ends at once when the provider says that somebody signed out', async () => {
    const traveller = new Traveller(ground);
    await traveller.signIn(home.connectionId, provider.signedInAs('person-1'), 200);
    await traveller.get('/me', 200);
    await provider.signOut();
    expect(await traveller.get('/me', 401)).toMatchObject({ code: 'identity.signed_out' });
  });

  it('tells of every address of a domain the same, known or not, and nothing of others', async () => {
    const ways = async (email: string) => (await ground.app.http.post('/api/v1/auth/ways').send({ email }).expect(200)).body as unknown;
    const known = await ways(home.practice.emails[0]!);
    expect(known).toEqual({ connection: { id: home.connectionId, name: 'Test account' }, required: false });
    expect(await ways(`nobody@${home.domain}`)).toEqual(known);
    expect(await ways(`x@sub.${home.domain}`)).toEqual({ connection: null, required: false });
    expect(await ways('priya@elsewhere.example')).toEqual({ connection: null, required: false });
  });
});

const NEW = { kind: 'oidc', name: 'Another', trust: 'claims', jit: false, defaultTemplateId: null };

import { beforeAll, describe, expect, it } from '@jest/globals';
import { SamlIdp } from '../support/saml-idp.js';
import { connect, signOnGround, Traveller, type Connected, type SignOnGround } from '../support/sign-on.js';

let ground: SignOnGround;
let idp: SamlIdp;
let home: Connected;
beforeAll(async () => {
  ground = await signOnGround();
  idp = await SamlIdp.at();
  // As administrators do it: ours is told to the provider first, then what the provider says of itself is read.
  home = await connect(ground, { kind: 'saml', members: [{}, { role: 'member' }] });
  await idp.open(home.ours);
});

describe('a SAML provider that nobody here wrote', () => {
  it('is set up from its own metadata, tried and turned on', async () => {
    const { owner, connectionId } = home;
    const path = `/single-sign-on/connections/${connectionId}`;
    await owner.send('post', `${path}/test`).expect(409);
    const { body: read } = await owner.send('post', '/single-sign-on/saml-metadata', { url: idp.metadataUrl }).expect(200);
    expect(read).toMatchObject({ entityId: 'urn:example:idp', certificates: [{ base64: idp.keys.bare, subject: 'CN=Test provider' }] });
    for (const body of [
      {},
      { url: 'http://10.0.0.1/metadata' },
      { url: `${idp.metadataUrl}/none` },
      { xml: '<EntityDescriptor xmlns="urn:x"/>' },
      { xml: '<!DOCTYPE x><EntityDescriptor/>' },
    ])
      await owner.send('post', '/single-sign-on/saml-metadata', body).expect(400);

    const { entityId, signOnUrl, certificates } = read as { entityId: string; signOnUrl: string; certificates: { base64: string }[] };
    const saml = {
      entityId,
      signOnUrl,
      certificates: certificates.map(({ base64 }) => base64),
      metadataUrl: idp.metadataUrl,
    };
    const { body: draft } = await owner.get(path).expect(200);
    const values = { version: draft.version, name: 'Example account', trust: 'always', jit: false, defaultTemplateId: null };
    expect((await owner.send('put', path, { ...values, saml }).expect(200)).body).toMatchObject({ stage: 'draft', saml: { entityId } });
    await owner.send('put', path, { ...values, saml }).expect(409);

    const begun = await owner.send('post', `${path}/test`).expect(200);
    const away = /ironbark-away=[^;]+/.exec(String(begun.headers['set-cookie']))![0];
    const code = await new Traveller(ground).comeHome(
      await idp.signedInAs({ userName: 'o-1', email: home.practice.emails[0]! })(begun.body.url),
    );
    await ground.app.http.post('/api/v1/auth/sso/finish').set('cookie', away).send({ code }).expect(200);
    expect((await owner.get(path).expect(200)).body).toMatchObject({
      stage: 'tested',
      test: { problem: null, subject: 'o-1', email: home.practice.emails[0] },
    });
    await owner.send('post', `${path}/on`).expect(204);
  });

  it('lets people in, and is told how to reach us', async () => {
    const traveller = new Traveller(ground);
    await traveller.signIn(home.connectionId, idp.signedInAs({ userName: 'm-1', email: home.practice.emails[1]! }), 200);
    expect((await traveller.get('/me', 200))['member']).toMatchObject({ id: home.practice.memberIds[1] });
    const stranger = new Traveller(ground);
    await stranger.signIn(home.connectionId, idp.signedInAs({ userName: 'x', email: 'x@elsewhere.example' }), 403);
    const metadata = await ground.app.http.get(new URL(home.ours.metadataUrl).pathname).expect(200);
    const xml = metadata.text ?? String(metadata.body);
    expect(xml).toContain(`entityID="${home.ours.metadataUrl}"`);
    expect(xml).toContain(`Location="${home.ours.assertionConsumerUrl}"`);
    expect(xml).toContain('WantAssertionsSigned="true"');
  });
});

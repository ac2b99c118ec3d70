import { beforeAll, describe, expect, it } from '@jest/globals';
import { selfSigned } from '../support/certificate.js';
import { ForgedSaml, type Saying } from '../support/forged-saml.js';
import { connect, signOnGround, Traveller, turnOn, type Connected, type SignOnGround } from '../support/sign-on.js';

let ground: SignOnGround;
let a: Connected;
let b: Connected;
const idp = new ForgedSaml();
const forB = new ForgedSaml();
beforeAll(async () => {
  ground = await signOnGround();
  a = await connect(ground, { kind: 'saml', saml: idp.settings, members: [{}, { role: 'member' }, { role: 'member' }] });
  b = await connect(ground, { kind: 'saml', saml: forB.settings, jit: true, idpInitiated: true });
  await turnOn(a);
  await turnOn(b);
});

const somebody = (member = 1): Saying => ({ nameId: `subject-${member}`, attributes: { email: a.practice.emails[member]! } });
const victim = () => a.practice.emails[2]!;

/** The signed assertion of a response, and the same with another person in it. */
function assertions(xml: string) {
  const original = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml)![0];
  const signature = /<ds:Signature[\s\S]*<\/ds:Signature>/.exec(original)![0];
  const unsigned = original.replace(signature, '');
  const evil = original
    .replace(/subject-1/g, 'subject-2')
    .replace(a.practice.emails[1]!, victim())
    .replace(/ ID="[^"]+"/, ' ID="_evil"');
  return { original, signature, unsigned, evil, evilUnsigned: evil.replace(signature, '') };
}
const wrapped = (make: (parts: ReturnType<typeof assertions>) => string) => (xml: string) => {
  const parts = assertions(xml);
  return xml.replace(parts.original, make(parts));
};

const SHA1 = { signature: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1', digest: 'http://www.w3.org/2000/09/xmldsig#sha1' };
const stranger = selfSigned();

const lies: [string, () => Partial<Saying>][] = [
  ['nothing signed', () => ({ signs: 'nothing' })],
  ['only the envelope signed', () => ({ signs: 'response' })],
  ['the signature taken out', () => ({ after: (xml) => xml.replace(/<ds:Signature[\s\S]*<\/ds:Signature>/, '') })],
  ['another person after signing', () => ({ after: (xml) => xml.replace(a.practice.emails[1]!, victim()) })],
  ['a stranger’s key', () => ({ by: stranger })],
  ['a stranger’s key, its certificate in the signature', () => ({ by: stranger, carries: stranger })],
  ['a stranger’s key, our certificate in the signature', () => ({ by: stranger, carries: idp.keys })],
  ['SHA-1 signature and digest', () => SHA1],
  ['SHA-1 signature', () => ({ signature: SHA1.signature })],
  ['SHA-1 digest', () => ({ digest: SHA1.digest })],
  [
    'a shared secret: the certificate as an HMAC key',
    () => ({ after: (xml) => xml.replace(/xmldsig-more#rsa-sha256/, 'xmldsig#hmac-sha1') }),
  ],
  [
    'wrapping 1: a forged assertion before the signed one',
    () => ({ after: wrapped(({ original, evilUnsigned }) => evilUnsigned + original) }),
  ],
  [
    'wrapping 2: a forged assertion after the signed one',
    () => ({ after: wrapped(({ original, evilUnsigned }) => original + evilUnsigned) }),
  ],
  [
    'wrapping 3: the signed assertion inside a forged one',
    () => ({ after: wrapped(({ original, evilUnsigned }) => evilUnsigned.replace('</saml:Assertion>', `${original}</saml:Assertion>`)) }),
  ],
  [
    'wrapping 4: the signed one inside the forged one’s signature',
    () => ({
      after: wrapped(({ signature, unsigned, evilUnsigned }) =>
        evilUnsigned.replace(
          '<saml:Subject>',
          `${signature.replace('</ds:Signature>', `<ds:Object>${unsigned}</ds:Object></ds:Signature>`)}<saml:Subject>`,
        ),
      ),
    }),
  ],
  [
    'wrapping 5: the signed one hidden in extensions',
    () => ({
      after: (xml) => {
        const { original, evil } = assertions(xml);
        return xml.replace(original, evil).replace('<samlp:Status>', `<samlp:Extensions>${original}</samlp:Extensions><samlp:Status>`);
      },
    }),
  ],
  [
    'wrapping 6: a forged assertion with the same id',
    () => ({
      after: wrapped(({ original, evilUnsigned }) => evilUnsigned.replace('_evil', / ID="([^"]+)"/.exec(original)![1]!) + original),
    }),
  ],
  [
    'wrapping 7: the signature above, next to a forged assertion',
    () => ({
      after: (xml) => {
        const { original, signature, evilUnsigned } = assertions(xml);
        return xml.replace(original, signature + evilUnsigned);
      },
    }),
  ],
  [
    'wrapping 8: the whole signed response inside another',
    () => ({
      signs: 'both',
      after: (xml) => {
        const { original, evil } = assertions(xml);
        return xml.replace(original, `${evil}<samlp:Extensions>${xml}</samlp:Extensions>`);
      },
    }),
  ],
  ['a comment in the middle of the subject', () => ({ nameId: 'subject-2<!-- -->.evil' })],
  ['a comment in the middle of the address', () => ({ attributes: { email: `${victim()}<!-- -->.evil.example` } })],
  ['a comment put in after signing', () => ({ after: (xml) => xml.replace('subject-1', 'sub<!-- -->ject-1') })],
  ['a CDATA section in the subject', () => ({ nameId: '<![CDATA[subject-2]]>' })],
  ['a processing instruction', () => ({ nameId: 'subject-2<?x y?>' })],
  ['a DOCTYPE', () => ({ after: (xml) => `<!DOCTYPE samlp:Response>${xml}` })],
  [
    'a DOCTYPE with an entity',
    () => ({ after: (xml) => `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml}` }),
  ],
  ['a DOCTYPE in another case', () => ({ after: (xml) => `<!DocType x>${xml}` })],
  ['another encoding', () => ({ encoding: 'utf16le' })],
  ['an encoding that it claims', () => ({ after: (xml) => `<?xml version="1.0" encoding="UTF-7"?>${xml}` })],
  ['another audience', () => ({ audience: 'https://somebody.else' })],
  ['another recipient', () => ({ recipient: 'https://somebody.else/acs' })],
  ['another destination', () => ({ destination: 'https://somebody.else/acs' })],
  ['another issuer', () => ({ issuer: 'https://idp.example/another' })],
  ['an assertion that has expired', () => ({ livesMs: -120_000 })],
  ['an assertion from tomorrow', () => ({ notBeforeMs: 86_400_000 })],
  ['an assertion that is an hour old', () => ({ issuedAgoMs: 3_600_000 })],
  ['no answer to our request in the signed part', () => ({ signedInResponseTo: null })],
  ['the answer to another request in the signed part', () => ({ signedInResponseTo: '_another' })],
  ['not a bearer', () => ({ method: 'urn:oasis:names:tc:SAML:2.0:cm:sender-vouches' })],
  ['a subject that changes each time', () => ({ nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' })],
  ['no address', () => ({ nameId: 'new', attributes: {} })],
  ['two addresses', () => ({ nameId: 'new', attributes: { email: [a.practice.emails[1]!, victim()] } })],
  ['an address of another domain', () => ({ nameId: 'new', attributes: { email: 'priya@elsewhere.example' } })],
];

describe('a SAML provider, or whoever stands between', () => {
  it('leads in when nothing is wrong, with the assertion signed or both', async () => {
    for (const signs of ['assertion', 'both'] as const) {
      const traveller = new Traveller(ground);
      expect(await traveller.signIn(a.connectionId, idp.says({ ...somebody(), signs }))).toEqual({ outcome: 'signed_in' });
      expect((await traveller.get('/me', 200))['member']).toMatchObject({ id: a.practice.memberIds[1] });
    }
  });

  it.each(lies)('[ASVS 6.8.2] [ASVS 1.5.1] opens nothing with %s', async (_name, lie) => {
    const traveller = new Traveller(ground);
    const code = await traveller.leaveBy(a.connectionId, idp.says({ ...somebody(), ...lie() }));
    const answer = await traveller.post('/auth/sso/finish', { code });
    expect(['single_sign_on.refused', 'single_sign_on.provider_failed', 'request.invalid']).toContain(answer['code']);
    await traveller.get('/me', 401);
  });

  it('[ASVS 6.8.3] counts each answer once, and each assertion once whatever it answers', async () => {
    const traveller = new Traveller(ground);
    const { url } = await traveller.post('/auth/sso/start', { connectionId: a.connectionId }, 200);
    const home = idp.answer(String(url), { ...somebody(), assertionId: '_once' });
    expect(await traveller.comeHome(home)).toMatch(/^[\w-]{43}$/);
    expect(await traveller.comeHome(home)).toBe('ended');
    const again = new Traveller(ground);
    const code = await again.leaveBy(a.connectionId, idp.says({ ...somebody(), assertionId: '_once' }));
    await again.post('/auth/sso/finish', { code }, 502);
  });

  it('[ASVS 6.8.3] answers only the browser that asked, and only what was asked here', async () => {
    const [attacker, target] = [new Traveller(ground), new Traveller(ground)];
    const { url } = await attacker.post('/auth/sso/start', { connectionId: a.connectionId }, 200);
    await target.post('/auth/sso/start', { connectionId: a.connectionId }, 200);
    const code = await target.comeHome(idp.answer(String(url), somebody()));
    await target.post('/auth/sso/finish', { code }, 410);
    for (const inResponseTo of ['_made-up', `_${'A'.repeat(43)}`, '']) {
      const traveller = new Traveller(ground);
      expect(await traveller.leaveBy(a.connectionId, idp.says({ ...somebody(), inResponseTo }))).toBe('ended');
    }
  });

  it('[ASVS 7.6.2] is not listened to unasked; where a practice allows it, it leads to a page that asks', async () => {
    const unasked = { nameId: 'x', inResponseTo: null };
    expect(await new Traveller(ground).leaveBy(a.connectionId, idp.says(unasked))).toBe('ended');
    const code = await new Traveller(ground).leaveBy(b.connectionId, forB.says(unasked));
    expect(code).toBe(`via-${b.connectionId}`);
  });

  it('[I-40] opens nothing of another practice: B’s provider says that somebody is a member of A', async () => {
    const traveller = new Traveller(ground);
    expect(await traveller.signIn(b.connectionId, forB.says({ nameId: 'x', attributes: { email: victim() } }), 403)).toMatchObject({
      code: 'single_sign_on.refused',
    });
    const { url } = await traveller.post('/auth/sso/start', { connectionId: a.connectionId }, 200);
    const code = await traveller.comeHome(forB.answer(String(url), { ...somebody(), issuer: idp.entityId }));
    await traveller.post('/auth/sso/finish', { code }, 502);
  });

  it('[F-16] [ASVS 6.8.4] says how it asked: a second factor by its context, and by nothing else', async () => {
    const at = await connect(ground, { kind: 'saml', saml: idp.settings, trust: 'claims' });
    await turnOn(at);
    const says = (context: string) => idp.says({ nameId: 'o', attributes: { email: at.practice.emails[0]! }, context });
    expect(await new Traveller(ground).signIn(at.connectionId, says('urn:oasis:names:tc:SAML:2.0:ac:classes:Password'))).toEqual({
      outcome: 'enrol',
    });
    expect(await new Traveller(ground).signIn(at.connectionId, says('https://refeds.org/profile/mfa'))).toEqual({ outcome: 'signed_in' });
  });

  it('signs with either of two certificates while they change, and with none that has ended', async () => {
    const [next, old] = [selfSigned(), selfSigned(-1)];
    const changing = await connect(ground, {
      kind: 'saml',
      saml: { ...idp.settings, certificates: [idp.keys.certificate, next.certificate, old.certificate] },
      jit: true,
    });
    await turnOn(changing);
    const says = (by: typeof next) =>
      idp.says({ nameId: `by-${by.bare.slice(-8)}`, attributes: { email: `x${Math.random()}@${changing.domain}` }, by });
    for (const by of [idp.keys, next]) await new Traveller(ground).signIn(changing.connectionId, says(by), 200);
    await new Traveller(ground).signIn(changing.connectionId, says(old), 502);
    const { body } = await changing.owner.get(`/single-sign-on/connections/${changing.connectionId}`).expect(200);
    expect(body.saml.certificates).toHaveLength(3);
    await changing.owner
      .send('post', '/single-sign-on/connections', {
        kind: 'saml',
        name: 'W',
        trust: 'never',
        jit: false,
        defaultTemplateId: null,
        saml: { ...idp.settings, certificates: [selfSigned(10, 1024).certificate] },
      })
      .expect(400);
  });
});

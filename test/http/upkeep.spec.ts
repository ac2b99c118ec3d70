import { beforeAll, describe, expect, it } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { RemindOfKeys } from '../../src/modules/access-control/index.js';
import { KeepUp } from '../../src/modules/single-sign-on/use-cases/keep-up.use-case.js';
import { entriesOf } from '../support/access-record.js';
import { caller } from '../support/caller.js';
import { selfSigned } from '../support/certificate.js';
import { newPractice, testBench } from '../support/practice.js';
import { SamlIdp } from '../support/saml-idp.js';
import { connect, signOnGround, Traveller, turnOn, type Connected, type SignOnGround } from '../support/sign-on.js';
import { noticesTo } from '../support/watch.js';

let ground: SignOnGround;
beforeAll(async () => {
  ground = await signOnGround();
});

const keepUp = async () => ground.app.app.get(KeepUp, { strict: false }).execute();
const told = async (at: { practice: Connected['practice'] }, count: number) => noticesTo(ground.app, at.practice.emails[0]!, count);

/** Lets everything of this practice be due again, or gives it another last day. */
async function yesterday(at: Connected): Promise<void> {
  const { owner } = await testBench();
  await owner.execute({
    text: `update wall.sso_domain set checked_at = checked_at - interval '21 hours' where org_id = $1`,
    values: [at.practice.orgId],
  });
  await asJob(at, `update app.sso_connection set refreshed_at = refreshed_at - interval '21 hours' where id = $1`);
}

async function asJob(at: Connected, text: string, ...values: unknown[]): Promise<void> {
  const { grants, tenants } = await testBench();
  await grants.with({ orgId: at.practice.orgId, memberId: null, modules: MODULES.settings }, (token) =>
    tenants.run(token, async (tx) => tx.execute({ text, values: [at.connectionId, ...values] })),
  );
}

describe('domains, once a day', () => {
  it('are marked when their record is gone, told once, and whole again when it is back', async () => {
    const at = await connect(ground, { oidc: { issuer: 'https://idp.example', clientId: 'x' } });
    const { body } = await at.owner.get('/single-sign-on').expect(200);
    const [{ recordName, recordValue }] = body.domains;
    const lost = async () => (await at.owner.get('/single-sign-on').expect(200)).body.domains[0].lostAt as string | null;
    ground.dns.withdraw(recordName);
    expect(await keepUp()).toEqual([]);
    // It was checked a moment ago: not due.
    expect(await lost()).toBeNull();
    await yesterday(at);
    ground.dns.failing = true;
    await keepUp();
    expect(await lost()).toBeNull();
    ground.dns.failing = false;
    await keepUp();
    expect(await lost()).not.toBeNull();
    const [mail] = await told(at, 1);
    expect(mail).toMatchObject({ subject: `The record of ${at.domain} is gone`, text: expect.stringContaining(recordName) });
    await yesterday(at);
    await keepUp();
    expect(await told(at, 1)).toHaveLength(1);
    ground.dns.publish(recordName, recordValue);
    await yesterday(at);
    await keepUp();
    expect(await lost()).toBeNull();
    expect((await entriesOf(at.practice, 'check')).filter(({ actorMemberId }) => actorMemberId === null)).toHaveLength(2);
  });
});

describe('metadata, once a day', () => {
  it('[F-16] brings the next certificate, tells who runs the practice, and is not believed when it is another provider’s', async () => {
    const idp = await SamlIdp.at();
    const old = selfSigned();
    const saml = {
      entityId: 'urn:example:idp',
      signOnUrl: 'http://localhost:1/sso',
      certificates: [old.bare],
      metadataUrl: idp.metadataUrl,
    };
    const at = await connect(ground, { kind: 'saml', saml, members: [{}, { role: 'member' }] });
    await turnOn(at);
    const seen = async () => (await at.owner.get(`/single-sign-on/connections/${at.connectionId}`).expect(200)).body as object;
    // Nobody answers there yet: what is known goes on counting.
    await keepUp();
    expect(await seen()).toMatchObject({
      saml: { refreshedAt: null, refreshFailedAt: expect.any(String), certificates: [{ base64: old.bare }] },
    });
    await idp.open(at.ours);
    await asJob(at, `update app.sso_connection set reminded_at = null where id = $1`);
    await keepUp();
    expect(await seen()).toMatchObject({
      stage: 'on',
      confirmed: true,
      saml: {
        refreshedAt: expect.any(String),
        refreshFailedAt: null,
        signOnUrl: expect.stringContaining('localhost'),
        certificates: [{ base64: idp.keys.bare }],
      },
    });
    const [mail] = await told(at, 1);
    expect(mail!.subject).toBe('The certificates of your single sign-on changed');
    const traveller = new Traveller(ground);
    await traveller.signIn(at.connectionId, idp.signedInAs({ userName: 'm-1', email: at.practice.emails[1]! }), 200);
    // Read a moment ago, then unchanged.
    await yesterday(at);
    await keepUp();
    expect(await told(at, 1)).toHaveLength(1);
    expect((await entriesOf(at.practice, 'update')).filter(({ actorMemberId }) => actorMemberId === null)).toHaveLength(1);
  });

  it('of another provider at the same address changes nothing', async () => {
    const idp = await SamlIdp.at();
    const saml = {
      entityId: 'urn:someone:else',
      signOnUrl: 'http://localhost:1/sso',
      certificates: [selfSigned().bare],
      metadataUrl: idp.metadataUrl,
    };
    const at = await connect(ground, { kind: 'saml', saml });
    await turnOn(at);
    await idp.open(at.ours);
    await keepUp();
    const { body } = await at.owner.get(`/single-sign-on/connections/${at.connectionId}`).expect(200);
    expect(body).toMatchObject({
      saml: { refreshFailedAt: expect.any(String), signOnUrl: saml.signOnUrl, certificates: [{ base64: saml.certificates[0] }] },
    });
  });
});

describe('reminders', () => {
  it('[ASVS 6.4.5] come before the last certificate ends, once for each date, to whoever runs the practice', async () => {
    const saml = { entityId: 'urn:x', signOnUrl: 'https://idp.example/sso', certificates: [selfSigned(20).bare], metadataUrl: null };
    const at = await connect(ground, { kind: 'saml', saml, members: [{}, { role: 'member' }] });
    await keepUp();
    expect(await told(at, 0)).toEqual([]);
    await turnOn(at);
    await keepUp();
    await keepUp();
    expect((await told(at, 1)).map(({ subject }) => subject)).toEqual(['The certificate of your single sign-on ends soon']);
    await asJob(
      at,
      `update app.sso_connection set certificates_until = clock_timestamp() + interval '6 days', reminded_at = clock_timestamp() - interval '10 days' where id = $1`,
    );
    await keepUp();
    expect(await told(at, 2)).toHaveLength(2);
    expect(await noticesTo(ground.app, at.practice.emails[1]!, 0)).toEqual([]);
  });

  it('[ASVS 6.4.5] come before a service account’s key ends, not for one that was revoked', async () => {
    const practice = await newPractice();
    const owner = await caller(ground.app, practice);
    const { body: service } = await owner.send('post', '/access/services', { name: 'Ledger' }).expect(201);
    const issue = async (days: number) => {
      const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString();
      return (await owner.send('post', `/access/services/${service.id}/keys`, { expiresAt }).expect(201)).body.line.id as string;
    };
    await issue(20);
    const revoked = await issue(5);
    await owner.send('delete', `/access/keys/${revoked}`).expect(204);
    await issue(300);
    for (let run = 0; run < 2; run++) await ground.app.app.get(RemindOfKeys, { strict: false }).execute();
    const mails = await told({ practice }, 1);
    expect(mails.map(({ subject }) => subject)).toEqual(['A service account’s key ends soon']);
    expect(mails[0]!.text).toContain('/team/keys');
  });
});

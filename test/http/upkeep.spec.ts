import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MODULES } from '../../src/common/database/principal.js';
import { TextRecords } from '../../src/common/dns/text-records.js';
import { RemindOfKeys } from '../../src/modules/access-control/index.js';
import { KeepUp } from '../../src/modules/single-sign-on/use-cases/keep-up.use-case.js';
import { entriesOf } from '../support/access-record.js';
import { caller } from '../support/caller.js';
import { selfSigned } from '../support/certificate.js';
import { whileNoMailIsTaken } from '../support/no-mail.js';
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

describe('what hangs or cannot be told', () => {
  it('keeps no other practice waiting', async () => {
    const [hanging, other] = [
      await connect(ground, { oidc: { issuer: 'https://idp.example', clientId: 'x' } }),
      await connect(ground, { oidc: { issuer: 'https://idp.example', clientId: 'x' } }),
    ];
    await yesterday(hanging);
    await yesterday(other);
    const records = ground.app.app.get(TextRecords, { strict: false });
    const ask = records.of.bind(records);
    let answer = (_records: undefined): void => undefined;
    const hangs = new Promise<undefined>((resolve) => (answer = resolve));
    const asked = jest.spyOn(records, 'of').mockImplementation(async (name) => (name.includes(hanging.domain) ? hangs : ask(name)));
    const run = keepUp();
    const checkedAt = async () => (await other.owner.get('/single-sign-on').expect(200)).body.domains[0].checkedAt as string;
    const before = await checkedAt();
    for (let attempt = 0; attempt < 100 && (await checkedAt()) === before; attempt++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await checkedAt()).not.toBe(before);
    answer(undefined);
    expect(await run).toEqual([]);
    asked.mockRestore();
  });

  it('is told the next time, and counts from then on', async () => {
    const idp = await SamlIdp.at();
    const old = selfSigned(20);
    const saml = {
      entityId: 'urn:example:idp',
      signOnUrl: 'http://localhost:1/sso',
      certificates: [old.bare],
      metadataUrl: idp.metadataUrl,
    };
    const at = await connect(ground, { kind: 'saml', saml });
    await turnOn(at);
    const certificates = async () =>
      (
        (await at.owner.get(`/single-sign-on/connections/${at.connectionId}`).expect(200)).body.saml.certificates as { base64: string }[]
      ).map(({ base64 }) => base64);
    // Nobody answers there yet, and the certificate ends soon: the reminder waits as well.
    await whileNoMailIsTaken(keepUp);
    await idp.open(at.ours);
    expect(await whileNoMailIsTaken(keepUp)).toMatchObject([{ id: at.connectionId }]);
    expect(await certificates()).toEqual([old.bare]);
    await keepUp();
    expect(await certificates()).toEqual([idp.keys.bare]);
    expect((await told(at, 1)).map(({ subject }) => subject)).toEqual(['The certificates of your single sign-on changed']);
  });

  it('is told once, also when two processes look at the same moment', async () => {
    const saml = { entityId: 'urn:x', signOnUrl: 'https://idp.example/sso', certificates: [selfSigned(20).bare], metadataUrl: null };
    const at = await connect(ground, { kind: 'saml', saml });
    await turnOn(at);
    const expiresAt = new Date(Date.now() + 20 * 86_400_000).toISOString();
    await at.owner.send('post', '/access/directory/tokens', { expiresAt }).expect(201);
    const keys = ground.app.app.get(RemindOfKeys, { strict: false });
    await Promise.all([keepUp(), keepUp(), keys.execute(), keys.execute()]);
    await Promise.all([keepUp(), keys.execute()]);
    expect((await told(at, 2)).map(({ subject }) => subject).sort()).toEqual([
      'The certificate of your single sign-on ends soon',
      expect.stringContaining('token'),
    ]);
  });

  it('a practice that cannot be told of its key keeps no other from being told', async () => {
    const at = [await newPractice(), await newPractice()];
    for (const practice of at) {
      const owner = await caller(ground.app, practice);
      const expiresAt = new Date(Date.now() + 20 * 86_400_000).toISOString();
      await owner.send('post', '/access/directory/tokens', { expiresAt }).expect(201);
    }
    const [first, second] = [...at].sort((one, two) => (one.orgId < two.orgId ? -1 : 1)) as [(typeof at)[number], (typeof at)[number]];
    const { owner } = await testBench();
    const address = {
      text: 'update identity.account set sealed = $2 where email_index = (select email_index from identity.account where id = $1)',
    };
    const [account] = await owner.query<{ id: string; sealed: Buffer }>({
      text: 'select a.id, a.sealed from identity.account a join wall.member_access m on m.account_id = a.id where m.member_id = $1',
      values: [first.memberIds[0]],
    });
    await owner.execute({ ...address, values: [account!.id, Buffer.alloc(64)] });
    expect(await ground.app.app.get(RemindOfKeys, { strict: false }).execute()).toHaveLength(1);
    await owner.execute({ ...address, values: [account!.id, account!.sealed] });
    expect(await told({ practice: second }, 1)).toHaveLength(1);
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
    // Nobody answers there yet: what is known goes on counting, and it is on record once, not every hour.
    await keepUp();
    await keepUp();
    const checks = async () => (await entriesOf(at.practice, 'check')).filter(({ actorMemberId }) => actorMemberId === null).length;
    expect(await checks()).toBe(1);
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

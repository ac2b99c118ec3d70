import { randomBytes } from 'node:crypto';
import { MODULES } from '../../src/common/database/principal.js';
import { testApp, type TestApp } from './app.js';
import { caller, ORIGIN, type Caller } from './caller.js';
import { Visitor } from './door.js';
import { NameServer } from './name-server.js';
import { newPractice, testBench, type MemberWish, type TestPractice } from './practice.js';

/** An application with a name server of its own to ask. */
export interface SignOnGround {
  app: TestApp;
  dns: NameServer;
}

/** Starts both, for the tests of this file. */
export async function signOnGround(): Promise<SignOnGround> {
  const dns = await NameServer.start();
  return { app: await testApp({ env: { DNS_SERVERS: dns.address } }), dns };
}

/** A practice with a domain that it has proved, and a connection. */
export interface Connected {
  practice: TestPractice;
  domain: string;
  /** Its owner, signed in. */
  owner: Caller;
  connectionId: string;
  ours: { callbackUrl: string; logoutUrl: string; assertionConsumerUrl: string; metadataUrl: string };
}

/** What a test wishes of a connection. */
export interface ConnectionWish {
  members?: MemberWish[];
  factors?: 'required' | 'optional' | 'passkey';
  kind?: 'oidc' | 'saml';
  name?: string;
  trust?: 'claims' | 'always' | 'never';
  jit?: boolean;
  idpInitiated?: boolean;
  defaultTemplateId?: string | null;
  oidc?: { issuer: string; clientId: string; clientSecret?: string };
  saml?: object;
}

/** Founds a practice, proves its domain and makes a connection: a draft. */
export async function connect({ app, dns }: SignOnGround, wish: ConnectionWish): Promise<Connected> {
  const domain = `p${randomBytes(6).toString('hex')}.example`;
  const practice = await newPractice({ domain, factors: wish.factors ?? 'required', ...(wish.members && { members: wish.members }) });
  const owner = await caller(app, practice);
  await prove(dns, owner, domain);
  const { members: _members, factors: _factors, ...fields } = wish;
  const { body } = await owner
    .send('post', '/single-sign-on/connections', {
      kind: 'oidc',
      name: 'Test account',
      trust: 'always',
      jit: false,
      defaultTemplateId: null,
      ...fields,
    })
    .expect(201);
  const { id, ours } = body as { id: string; ours: Connected['ours'] };
  return { practice, domain, owner, connectionId: id, ours };
}

/** Claims a domain, publishes its record and has it checked. */
export async function prove(dns: NameServer, owner: Caller, domain: string): Promise<void> {
  const { body } = await owner.send('post', '/single-sign-on/domains', { domain }).expect(201);
  const { id, recordName, recordValue } = body as { id: string; recordName: string; recordValue: string };
  dns.publish(recordName, 'v=something-else', recordValue);
  const checked = await owner.send('post', `/single-sign-on/domains/${id}/check`).expect(200);
  if ((checked.body as { found: string }).found !== 'found') throw new Error('the record was not found');
}

/** Turns a connection on. That it was tried is noted as the product notes it, without going to its provider. */
export async function turnOn({ practice, connectionId, owner }: Connected): Promise<void> {
  const { grants, tenants } = await testBench();
  await grants.with({ orgId: practice.orgId, memberId: null, modules: MODULES.settings }, (token) =>
    tenants.run(token, async (tx) =>
      tx.execute({
        text: `update app.sso_connection set state = 'tested', tested_at = clock_timestamp() where id = $1`,
        values: [connectionId],
      }),
    ),
  );
  await owner.send('post', `/single-sign-on/connections/${connectionId}/on`).expect(204);
}

/** Signs somebody in at a provider, by whatever pages it shows. */
export type AtProvider = (url: string) => Promise<Home>;

/** What a browser brings home from another site: a plain address, or a form to post. */
export type Home = { get: string } | { post: string; fields: Record<string, string> };

/** A person at a browser, who leaves for a provider and comes back. */
export class Traveller extends Visitor {
  constructor(private readonly ground: SignOnGround) {
    super(ground.app);
  }

  /** Leaves by a connection and comes home with the one-time code. */
  async leaveBy(connectionId: string, atProvider: AtProvider): Promise<string> {
    const { url } = await this.post('/auth/sso/start', { connectionId }, 200);
    return this.comeHome(await atProvider(String(url)));
  }

  /** Off and in. Gives what the last step answered. */
  async signIn(connectionId: string, atProvider: AtProvider, status?: number): Promise<Record<string, unknown>> {
    return this.post('/auth/sso/finish', { code: await this.leaveBy(connectionId, atProvider) }, status);
  }

  /** What a provider sends along comes without our cookies, because it comes from another site. Gives the code in the fragment. */
  async comeHome(home: Home): Promise<string> {
    const { http } = this.ground.app;
    const address = new URL('get' in home ? home.get : home.post);
    if (address.origin !== ORIGIN) throw new Error(`sent to ${address.origin}`);
    const path = `${address.pathname}${address.search}`;
    const answer =
      'get' in home
        ? await http.get(path).set('sec-fetch-site', 'cross-site')
        : await http.post(path).set('sec-fetch-site', 'cross-site').set('origin', 'https://idp.example').type('form').send(home.fields);
    const landing = new URL(String(answer.headers['location']));
    if (answer.status !== 303 || landing.pathname !== '/sign-in/return') throw new Error(`answered ${answer.status}`);
    if (answer.headers['set-cookie'] !== undefined) throw new Error('a cookie was set on the way back');
    return landing.hash.slice(1);
  }
}

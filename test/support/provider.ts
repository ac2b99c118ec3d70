import { generateKeyPairSync } from 'node:crypto';
import { OAuth2Server } from 'oauth2-mock-server';
import type { TestApp } from './app.js';
import type { Visitor } from './door.js';

/** A provider on this machine that says of people what a test wants it to say. */
export interface StandIn {
  url: string;
  /** Whom it names next. */
  subject: string;
  email: string;
  emailVerified: unknown;
  /** Changes an ID token before it is signed. */
  forge: (token: { header: Record<string, unknown>; payload: Record<string, unknown> }) => void;
  /** Changes the whole answer of the token endpoint. */
  answer: (body: Record<string, unknown>) => void;
  server: OAuth2Server;
}

/** Starts one; the caller stops its server. */
export async function standIn(): Promise<StandIn> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate('RS256');
  await server.start(0, 'localhost');
  const made: StandIn = {
    url: server.issuer.url!,
    subject: '1',
    email: 'somebody@elsewhere.example',
    emailVerified: true,
    forge: () => undefined,
    answer: () => undefined,
    server,
  };
  server.service.on('beforeTokenSigning', (token: { header: Record<string, unknown>; payload: Record<string, unknown> }) => {
    if (!('aud' in token.payload)) return;
    token.payload['sub'] = made.subject;
    made.forge(token);
  });
  server.service.on('beforeResponse', (response: { body: Record<string, unknown> }) => made.answer(response.body));
  server.service.on('beforeUserinfo', (response: { body: object }) => {
    response.body = { sub: made.subject, email: made.email, email_verified: made.emailVerified };
  });
  return made;
}

/** Settings that send both providers' sign-ins to stand-ins. */
export function providerSettings(google: StandIn, apple: StandIn): Record<string, string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return {
    GOOGLE_CLIENT_ID: 'google-client',
    GOOGLE_CLIENT_SECRET: 'google-secret',
    GOOGLE_ENDPOINT: google.url,
    APPLE_CLIENT_ID: 'au.example.ironbark',
    APPLE_TEAM_ID: 'TEAM123456',
    APPLE_KEY_ID: 'KEY1234567',
    APPLE_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString().replaceAll('\n', '\\n'),
    APPLE_ENDPOINT: apple.url,
  };
}

/** Takes a visitor to a provider and gives the address of ours that it sends them back to. */
export async function toProvider(visitor: Visitor, provider: 'google' | 'apple', purpose = 'sign_in'): Promise<URL> {
  const { location } = await visitor.open(`/auth/${provider}?purpose=${purpose}`);
  const answer = await fetch(location, { redirect: 'manual' });
  return new URL(answer.headers.get('location')!);
}

let returns = 0;

/** Comes back from a provider, as a browser does: from another site, without our cookies. */
export async function comeBack(app: TestApp, back: URL): Promise<string> {
  const answer = await app.http
    .get(back.pathname + back.search)
    .set('x-forwarded-for', `10.1.${Math.trunc(++returns / 250)}.${returns % 250}`)
    .redirects(0);
  return String(answer.headers['location'] ?? answer.status);
}

/** There and back; what it led to. */
export async function through(
  app: TestApp,
  visitor: Visitor,
  provider: 'google' | 'apple',
  status = 200,
  purpose = 'sign_in',
): Promise<Record<string, unknown>> {
  await comeBack(app, await toProvider(visitor, provider, purpose));
  return visitor.post('/auth/provider', {}, status);
}

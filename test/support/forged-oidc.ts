import { generateKeyPairSync } from 'node:crypto';
import { afterAll } from '@jest/globals';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { OAuth2Server } from 'oauth2-mock-server';
import type { AtProvider } from './sign-on.js';

/** How a provider departs from what is right, this once. */
export interface Forgery {
  /** Claims of the ID token that are other than they should be; undefined takes one away. */
  claims?: Record<string, unknown>;
  /** Claims that userinfo tells. */
  userinfo?: Record<string, unknown>;
  /** Signed by a key that the provider does not publish, by none, or with a secret. */
  signed?: 'other' | 'none' | 'secret';
  /** What the redirect back carries besides. */
  redirect?: Record<string, string>;
}

const open: OAuth2Server[] = [];
afterAll(async () => {
  for (const server of open) if (server.listening) await server.stop();
});

/** A provider that lies as it is told to (`oauth2-mock-server`), on loopback. */
export class ForgedProvider {
  readonly clientId = 'ironbark';
  private forgery: Forgery = {};
  private subject: JWTPayload = {};

  private constructor(
    private readonly server: OAuth2Server,
    readonly issuer: string,
  ) {
    server.service.on('beforeTokenSigning', (token: { payload: Record<string, unknown> }) => {
      if (token.payload['aud'] !== undefined) Object.assign(token.payload, this.subject, this.forgery.claims);
    });
    server.service.on('beforeUserinfo', (answer: { body: object }) => Object.assign(answer.body, this.subject, this.forgery.userinfo));
    server.service.on('beforeAuthorizeRedirect', ({ url }: { url: URL }) => {
      for (const [name, value] of Object.entries(this.forgery.redirect ?? {})) url.searchParams.set(name, value);
    });
    server.service.on('beforeResponse', (answer: { body: Record<string, unknown> }) => {
      answer.body['id_token'] = this.resigned(String(answer.body['id_token']));
    });
  }

  static async start(): Promise<ForgedProvider> {
    const server = new OAuth2Server();
    await server.issuer.keys.generate('RS256');
    await server.start(0, 'localhost');
    open.push(server);
    return new ForgedProvider(server, server.issuer.url!);
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Signs in as somebody, with one forgery. */
  as(subject: { sub: string; [claim: string]: unknown }, forgery: Forgery = {}): AtProvider {
    return async (url) => {
      [this.subject, this.forgery] = [subject, forgery];
      const answer = await fetch(url, { redirect: 'manual' });
      return { get: answer.headers.get('location')! };
    };
  }

  /** A logout token, signed by the provider's key, or by another. */
  async logoutToken(claims: JWTPayload, other = false): Promise<string> {
    const payload = {
      iss: this.issuer,
      aud: this.clientId,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 120,
      jti: Math.random().toString(36),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      ...claims,
    };
    if (other) return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt' }).sign(stranger());
    return this.server.issuer.buildToken({
      scopesOrTransform: (_header, given) => {
        for (const name of Object.keys(given)) delete (given as Record<string, unknown>)[name];
        for (const [name, value] of Object.entries(payload)) if (value !== undefined) (given as Record<string, unknown>)[name] = value;
      },
    });
  }

  private resigned(token: string): unknown {
    const { signed } = this.forgery;
    if (signed === undefined) return token;
    const payload = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as JWTPayload;
    if (signed === 'none') return new UnsecuredJWT(payload).encode();
    return `${jwt(token, signed === 'secret' ? 'HS256' : 'RS256')}.${Buffer.from('made up').toString('base64url')}`;
  }
}

/** Header and claims of a token under another algorithm, for a signature that nobody made. */
function jwt(token: string, alg: string): string {
  const header = Buffer.from(JSON.stringify({ alg, typ: 'JWT' })).toString('base64url');
  return `${header}.${token.split('.')[1]}`;
}

function stranger() {
  return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
}

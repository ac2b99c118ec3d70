import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import { afterAll, jest } from '@jest/globals';
import Provider from 'oidc-provider';
import { ORIGIN } from './caller.js';
import { freePort } from './product.js';
import type { AtProvider, Home } from './sign-on.js';

/** Claims of somebody whom the provider knows. */
export interface Somebody {
  email?: string;
  email_verified?: boolean;
  name?: string;
}

const opened: OpenIdProvider[] = [];
afterAll(async () => {
  for (const provider of opened) await provider.close();
});

/** An OpenID provider that nobody here wrote (`oidc-provider`), on loopback. */
export class OpenIdProvider {
  readonly clientId = 'ironbark';
  readonly clientSecret = randomBytes(24).toString('hex');
  readonly people = new Map<string, Somebody>();
  private server: Server | undefined;
  private readonly cookies = new Map<string, string>();

  private constructor(
    readonly issuer: string,
    private readonly port: number,
  ) {}

  /** Takes an address; it opens once it knows its client. */
  static async at(): Promise<OpenIdProvider> {
    const port = await freePort();
    return new OpenIdProvider(`http://localhost:${port}`, port);
  }

  /** Opens for a client of ours. What it posts to our address goes to where the application really listens. */
  async open(ours: { callbackUrl: string; logoutUrl: string }, applicationUrl = ORIGIN): Promise<void> {
    // What it says of its own defaults is of no interest here.
    for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation(() => undefined);
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: this.clientId,
          client_secret: this.clientSecret,
          redirect_uris: [ours.callbackUrl],
          response_types: ['code'],
          grant_types: ['authorization_code'],
          backchannel_logout_uri: ours.logoutUrl,
          backchannel_logout_session_required: true,
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub, ...this.people.get(sub) }) }),
      features: {
        devInteractions: { enabled: true },
        backchannelLogout: { enabled: true },
        rpInitiatedLogout: { enabled: true },
      },
      ttl: { Session: 3600, Grant: 3600, Interaction: 600, AuthorizationCode: 60, AccessToken: 600, IdToken: 600 },
      cookies: { keys: [randomBytes(16).toString('hex')] },
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] },
      // Its own guard against private networks would keep it from reaching us on loopback.
      fetch: (url: string | URL, { dispatcher: _dispatcher, ...options }: RequestInit & { dispatcher?: unknown }) =>
        fetch(String(url).replace(ORIGIN, applicationUrl), options),
    });
    this.server = await new Promise<Server>((resolve) => {
      const server = provider.listen(this.port, () => resolve(server));
    });
    opened.push(this);
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => (this.server ? this.server.close(() => resolve()) : resolve()));
  }

  /** Goes through its pages as somebody, in a browser of their own. */
  signedInAs(subject: string): AtProvider {
    return async (url) => {
      this.cookies.clear();
      return this.walk(url, { login: subject, password: 'any' });
    };
  }

  /** Signs out at the provider, which then tells its clients. */
  async signOut(): Promise<void> {
    await this.walk(`${this.issuer}/session/end`, { logout: 'yes' });
  }

  /** Follows redirects and submits forms until a redirect leads to us, or nothing is left to submit. */
  private async walk(url: string, typed: Record<string, string>): Promise<Home> {
    let next: { url: string; body?: URLSearchParams } | undefined = { url };
    for (let step = 0; step < 15 && next; step++) {
      if (next.url.startsWith(ORIGIN)) return { get: next.url };
      const answer: Response = await fetch(next.url, {
        redirect: 'manual',
        headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(next.body && { method: 'POST', body: next.body }),
      });
      this.keep(answer);
      const location = answer.headers.get('location');
      next = location === null ? form(await answer.text(), next.url, typed) : { url: new URL(location, next.url).toString() };
    }
    return { get: url };
  }

  private keep(answer: Response): void {
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value === '') this.cookies.delete(name!);
      else this.cookies.set(name!, value!);
    }
  }
}

/** The form of a page, filled in. */
function form(page: string, at: string, typed: Record<string, string>): { url: string; body: URLSearchParams } | undefined {
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
  if (action === undefined) return undefined;
  const body = new URLSearchParams();
  for (const [tag] of page.matchAll(/<(?:input|button)[^>]*>/g)) {
    const [name, value] = ['name', 'value'].map((attribute) => new RegExp(` ${attribute}="([^"]*)"`).exec(tag)?.[1]);
    if (name !== undefined) body.set(name, typed[name] ?? value ?? '');
  }
  if (typed['logout'] !== undefined) body.set('logout', typed['logout']);
  return { url: new URL(action.replaceAll('&amp;', '&'), at).toString(), body };
}

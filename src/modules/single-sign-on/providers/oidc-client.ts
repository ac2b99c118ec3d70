import { createRemoteJWKSet, customFetch as joseFetch, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import type { Clock } from '../../../common/clock/clock.js';
import { AddressRefused, type Outbound } from '../../../common/http/outbound.js';
import type { Arrival, Connection, OidcSettings } from '../domain/connection.js';
import { ProviderFailed } from '../domain/single-sign-on.errors.js';

/** How long what a provider publishes about itself is believed, in milliseconds. */
const BELIEVED_MS = 10 * 60_000;
/** How far clocks may differ, in seconds. */
const CLOCK_TOLERANCE = 30;
/** Signatures by a key that only the provider has: no shared secret, never none, no SHA-1. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];
const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** How old a logout token may be, in seconds. */
const LOGOUT_AGE = 300;

/** What must come back as it left. */
export interface OidcChecks {
  state: string;
  nonce: string;
  codeVerifier: string;
}

/** Whom a provider has signed out. */
export interface OidcLogout {
  jti: string;
  subject: string | null;
  sid: string | null;
  expiresAt: Date;
}

interface Known {
  configuration: openid.Configuration;
  until: number;
}

/** OpenID Connect as we use it: code with PKCE, state and nonce, signed ID tokens checked by the provider's published keys. */
export class OidcClient {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly outbound: Outbound,
    private readonly clock: Clock,
  ) {}

  /** Where to send somebody to sign in. @throws ProviderFailed, AddressRefused */
  async authorisationUrl(connection: Connection, redirectUri: string, { state, nonce, codeVerifier }: OidcChecks): Promise<string> {
    const configuration = await this.discover(connection);
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return this.outbound.address(url.toString()).toString();
  }

  /** What the provider says of whoever came back. @throws ProviderFailed when its answer does not hold */
  async arrival(connection: Connection, currentUrl: URL, { state, nonce, codeVerifier }: OidcChecks): Promise<Arrival> {
    const configuration = await this.discover(connection);
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, currentUrl, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const told = typeof claims['email'] === 'string' ? claims : await this.userInfo(configuration, tokens.access_token, claims.sub);
      return {
        subject: claims.sub,
        email: textIn(told, 'email'),
        emailVerified: verifiedIn(told),
        name: textIn(told, 'name') ?? textIn(claims, 'name'),
        // Of the ID token alone: it is signed for us and for this sign-in.
        methods: [...methodsIn(claims['amr']), ...(typeof claims['acr'] === 'string' ? [claims['acr']] : [])],
        sid: textIn(claims, 'sid'),
      };
    } catch (error) {
      throw failed(error);
    }
  }

  /** Checks a logout token (OpenID Connect Back-Channel Logout 1.0, 2.6). @throws ProviderFailed when it does not hold */
  async logout(connection: Connection, token: string): Promise<OidcLogout> {
    const configuration = await this.discover(connection);
    const { issuer, jwks_uri: keys } = configuration.serverMetadata();
    const { clientId } = settingsOf(connection);
    try {
      if (keys === undefined) throw new TypeError('the provider publishes no keys');
      const keySet = createRemoteJWKSet(this.outbound.address(keys), { [joseFetch]: this.outbound.fetch as never });
      const { payload } = await jwtVerify(token, keySet, {
        issuer,
        audience: clientId,
        algorithms: ALGORITHMS,
        clockTolerance: CLOCK_TOLERANCE,
        maxTokenAge: LOGOUT_AGE,
        requiredClaims: ['iat', 'jti', 'events'],
      });
      const events = payload['events'] as Record<string, unknown> | null;
      if (typeof events !== 'object' || events === null || typeof events[LOGOUT_EVENT] !== 'object')
        throw new TypeError('not a logout token');
      if ('nonce' in payload) throw new TypeError('an ID token is no logout token');
      const [subject, sid] = [textIn(payload, 'sub'), textIn(payload, 'sid')];
      if (subject === null && sid === null) throw new TypeError('names neither a subject nor a session');
      return { jti: payload.jti!, subject, sid, expiresAt: new Date((payload.iat! + 2 * LOGOUT_AGE) * 1000) };
    } catch (error) {
      throw failed(error);
    }
  }

  /** What a provider publishes about itself, kept for ten minutes. @throws ProviderFailed, AddressRefused */
  async discover(connection: Connection): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = settingsOf(connection);
    const key = JSON.stringify([connection.id, issuer, clientId, clientSecret]);
    const now = this.clock.now().getTime();
    const known = this.known.get(key);
    if (known && known.until > now) return known.configuration;
    const address = this.outbound.address(issuer);
    const execute = address.protocol === 'http:' ? [openid.allowInsecureRequests] : [];
    try {
      const fetch = this.outbound.fetch as openid.CustomFetch;
      const found = await openid.discovery(address, clientId, undefined, openid.None(), { execute, [openid.customFetch]: fetch });
      const server = found.serverMetadata();
      const configuration = new openid.Configuration(
        onlySigned(server),
        clientId,
        { [openid.clockTolerance]: CLOCK_TOLERANCE },
        authentication(server.token_endpoint_auth_methods_supported, clientSecret),
      );
      configuration[openid.customFetch] = fetch;
      for (const apply of execute) apply(configuration);
      // Without this the signature of an ID token that came over TLS would not be looked at.
      openid.enableNonRepudiationChecks(configuration);
      this.known.set(key, { configuration, until: now + BELIEVED_MS });
      if (this.known.size > 500) this.known.delete(this.known.keys().next().value!);
      return configuration;
    } catch (error) {
      throw failed(error);
    }
  }

  private async userInfo(configuration: openid.Configuration, accessToken: string, subject: string): Promise<Record<string, unknown>> {
    if (configuration.serverMetadata().userinfo_endpoint === undefined) return {};
    return openid.fetchUserInfo(configuration, accessToken, subject);
  }
}

function settingsOf({ oidc }: Connection): OidcSettings {
  if (!oidc) throw new TypeError('This connection speaks another protocol.');
  return oidc;
}

/** What a provider publishes, with only those algorithms that take a key of its own. */
function onlySigned(server: object): openid.ServerMetadata {
  const published = JSON.parse(JSON.stringify(server)) as openid.ServerMetadata;
  const offered = published.id_token_signing_alg_values_supported ?? ['RS256'];
  return { ...published, id_token_signing_alg_values_supported: offered.filter((algorithm) => ALGORITHMS.includes(algorithm)) };
}

/** The default of OpenID Connect Core 9 is `client_secret_basic`. */
function authentication(offered: readonly string[] = ['client_secret_basic'], secret: string | null): openid.ClientAuth {
  if (secret === null) return openid.None();
  return offered.includes('client_secret_basic') ? openid.ClientSecretBasic(secret) : openid.ClientSecretPost(secret);
}

function textIn(claims: Record<string, unknown>, name: string): string | null {
  const value = claims[name];
  return typeof value === 'string' && value !== '' && value.length <= 1000 ? value : null;
}

/** Some providers write `"false"`; whatever is neither true nor unsaid is not verified. */
function verifiedIn(claims: Record<string, unknown>): boolean | null {
  const value = claims['email_verified'];
  return value === undefined || value === null ? null : value === true || value === 'true';
}

/** RFC 8176: an array of strings; anything else says nothing. */
function methodsIn(amr: unknown): string[] {
  return Array.isArray(amr) ? amr.filter((method): method is string => typeof method === 'string').slice(0, 20) : [];
}

function failed(error: unknown): Error {
  if (error instanceof AddressRefused || error instanceof ProviderFailed) return error;
  const { cause, ...first } = said(error);
  if (cause instanceof AddressRefused) return cause;
  const second = said(cause);
  const hint = [first.code, second.code, first.message, second.message].filter(Boolean).join(': ').slice(0, 300);
  return new ProviderFailed(
    error instanceof openid.AuthorizationResponseError ? 'provider_refused' : reasonOf([first.code, second.code]),
    hint,
  );
}

/** What an error says of itself, whoever threw it. */
function said(error: unknown): { code: string | null; message: string | null; cause: unknown } {
  const { code, message, cause } = (error ?? {}) as { code?: unknown; message?: unknown; cause?: unknown };
  return { code: typeof code === 'string' ? code : null, message: typeof message === 'string' ? message : null, cause };
}

function reasonOf(codes: readonly (string | null)[]): 'provider_unreachable' | 'response_invalid' {
  const network = /^(E[A-Z]+|ABORT_ERR|OAUTH_TIMEOUT|CERT_\w+|DEPTH_ZERO\w+|SELF_SIGNED\w+|UNABLE_TO\w+|ERR_TLS\w+)$/;
  return codes.some((code) => code !== null && network.test(code)) ? 'provider_unreachable' : 'response_invalid';
}

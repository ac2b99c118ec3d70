import { Logger } from '@nestjs/common';
import { importPKCS8, SignJWT } from 'jose';
import * as client from 'openid-client';
import type { AppleSettings } from '../../../common/config/settings.js';
import { ProviderFlowOver, ProviderUnavailable } from '../domain/identity.errors.js';
import type { ProviderIdentity } from '../domain/provider.js';
import type { FlowSecrets } from '../persistence/linked-account.repository.js';

const APPLE = 'https://appleid.apple.com';
/** Apple takes up to half a year; each of ours is used at once. */
const SECRET_LIFE_S = 300;
const TIMEOUT_S = 10;

/**
 * Apple through its OpenID endpoints (Sign in with Apple REST API; OpenID Connect Core 1.0). Asks for no scope: a name and
 * an address open nothing here, and without them Apple answers by a redirect instead of a post from its own site.
 */
export class Apple {
  private readonly log = new Logger('Apple');
  private configuration: Promise<client.Configuration> | undefined;

  constructor(
    private readonly settings: AppleSettings,
    readonly redirectUri: string,
  ) {}

  /** Where the browser goes. @throws ProviderUnavailable */
  async authorizationUrl(state: string, { verifier, nonce }: FlowSecrets): Promise<string> {
    return client.buildAuthorizationUrl(await this.discover(), {
      redirect_uri: this.redirectUri,
      response_mode: 'query',
      scope: 'openid',
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).href;
  }

  /**
   * Exchanges what came back. Issuer, audience, times, nonce and signature of the ID token are checked.
   * @throws ProviderFlowOver for anything that is not right, ProviderUnavailable
   */
  async identify(query: URLSearchParams, state: string, { verifier, nonce }: FlowSecrets): Promise<ProviderIdentity> {
    const configuration = await this.discover();
    const current = new URL(this.redirectUri);
    current.search = query.toString();
    try {
      const tokens = await client.authorizationCodeGrant(configuration, current, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      return { provider: 'apple', subject: tokens.claims()!.sub, email: null };
    } catch (error) {
      // A code says what it was; a message could hold a claim.
      this.log.warn({ code: (error as { code?: unknown }).code }, 'an answer of Apple’s was refused');
      throw new ProviderFlowOver();
    }
  }

  private async discover(): Promise<client.Configuration> {
    const { clientId, endpoint } = this.settings;
    const insecure = endpoint?.startsWith('http:') ? [client.allowInsecureRequests] : [];
    this.configuration ??= client.discovery(
      new URL(endpoint ?? APPLE),
      clientId,
      { id_token_signed_response_alg: 'RS256' },
      // Its type says nothing of a promise; the library waits for it all the same.
      (async (_server, _client, body) => {
        body.set('client_id', clientId);
        body.set('client_secret', await this.secret());
      }) as client.ClientAuth,
      { execute: [...insecure, client.enableNonRepudiationChecks], timeout: TIMEOUT_S },
    );
    try {
      return await this.configuration;
    } catch (error) {
      this.configuration = undefined;
      this.log.warn({ code: (error as { code?: unknown }).code }, 'Apple could not be reached');
      throw new ProviderUnavailable();
    }
  }

  private async secret(): Promise<string> {
    const { clientId, teamId, keyId, privateKey } = this.settings;
    return new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: keyId })
      .setIssuer(teamId)
      .setSubject(clientId)
      .setAudience(APPLE)
      .setIssuedAt()
      .setExpirationTime(`${SECRET_LIFE_S}s`)
      .sign(await importPKCS8(privateKey, 'ES256'));
  }
}

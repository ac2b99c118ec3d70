import { createHash, randomBytes } from 'node:crypto';
import { NotFound } from '../../../common/errors.js';
import { ProviderFailed } from '../domain/single-sign-on.errors.js';
import type { Arrival } from '../domain/connection.js';
import type { ConnectionLoader } from '../persistence/connection-loader.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import type { RequestRepository, Result, SignOnRequest } from '../persistence/request.repository.js';
import type { SignOnAddresses } from '../providers/addresses.js';
import type { OidcClient } from '../providers/oidc-client.js';
import { stateOf, type SamlClient } from '../providers/saml-client.js';
import { answeredRequest, decodeResponse } from '../providers/saml-response.js';
import { XmlRefused } from '../providers/xml.js';

/** Nobody's way: the page says that it has ended. */
const NOWHERE = 'ended';
const DAY_MS = 86_400_000;

/**
 * The way back. What the provider says is checked here and kept under a one-time code; a page of ours then spends the code,
 * in the browser that left. Cookies of ours do not come with a request from another site, and none are needed for this half.
 */
export class ReturnFromProvider {
  constructor(
    private readonly doors: DoorRepository,
    private readonly loader: ConnectionLoader,
    private readonly requests: RequestRepository,
    private readonly oidc: OidcClient,
    private readonly saml: SamlClient,
    private readonly addresses: SignOnAddresses,
  ) {}

  /** Where to send the browser: always a page of ours. */
  async fromOidc(connectionId: string, query: string): Promise<string> {
    const state = new URLSearchParams(query).get('state') ?? '';
    const request = await this.takeReturn(connectionId, state);
    if (!request) return this.addresses.landing(NOWHERE);
    const { nonce = '', codeVerifier = '' } = request.asked;
    return this.land(request, async () => {
      const connection = await this.connectionOf(connectionId);
      const url = new URL(`?${query}`, this.addresses.callback(connectionId));
      return this.oidc.arrival(connection, url, { state, nonce, codeVerifier });
    });
  }

  /**
   * Where to send the browser: always a page of ours. What nobody asked for is never read; a practice that lets its provider
   * send people anyway has them sent back to ask (ASVS 7.6.2: nobody is signed in without their own doing).
   */
  async fromSaml(connectionId: string, posted: string): Promise<string> {
    let xml: string;
    let requestId: string | null;
    try {
      xml = decodeResponse(posted);
      requestId = answeredRequest(xml);
    } catch (error) {
      if (error instanceof XmlRefused) return this.addresses.landing(NOWHERE);
      throw error;
    }
    if (requestId === null) return this.unasked(connectionId);
    const request = await this.takeReturn(connectionId, stateOf(requestId));
    if (!request) return this.addresses.landing(NOWHERE);
    return this.land(request, async () => this.samlArrival(connectionId, xml, requestId));
  }

  /** Our metadata for a SAML connection. @throws NotFound */
  async metadataOf(connectionId: string): Promise<string> {
    const door = await this.doors.get(connectionId);
    if (door?.kind !== 'saml') throw new NotFound();
    return this.saml.metadata(connectionId);
  }

  private async samlArrival(connectionId: string, xml: string, requestId: string): Promise<Arrival> {
    const { arrival, assertionId, notOnOrAfter } = await this.saml.arrival(await this.connectionOf(connectionId), xml, requestId);
    const until = new Date(notOnOrAfter.getTime() + DAY_MS);
    const once = await this.doors.takeOnce(connectionId, 'assertion', createHash('sha256').update(assertionId).digest(), until);
    if (!once) throw new ProviderFailed('response_invalid', 'this assertion was taken before');
    return arrival;
  }

  private async unasked(connectionId: string): Promise<string> {
    const door = await this.doors.get(connectionId);
    if (door?.state !== 'on' || door.kind !== 'saml') return this.addresses.landing(NOWHERE);
    const { idpInitiated } = await this.loader.load(door);
    return this.addresses.landing(idpInitiated ? `via-${connectionId}` : NOWHERE);
  }

  private async takeReturn(connectionId: string, state: string): Promise<SignOnRequest | undefined> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(state)) return undefined;
    return this.requests.takeReturn(connectionId, Buffer.from(state, 'base64url'));
  }

  private async connectionOf(connectionId: string) {
    const door = await this.doors.get(connectionId);
    if (!door) throw new ProviderFailed('response_invalid');
    return this.loader.load(door);
  }

  private async land(request: SignOnRequest, read: () => Promise<Arrival>): Promise<string> {
    const code = randomBytes(32);
    const result = await read().then(
      (arrival): Result => ({ arrival }),
      (error: unknown): Result => {
        if (error instanceof ProviderFailed) return { problem: error.reason, hint: error.hint };
        throw error;
      },
    );
    const { subject = null, sid = null } = 'arrival' in result ? result.arrival : {};
    await this.requests.keepResult(request, code, result, await this.doors.indexes(request.connectionId, subject, sid));
    return this.addresses.landing(code.toString('base64url'));
  }
}

import { randomBytes } from 'node:crypto';
import { ProviderFailed } from '../domain/single-sign-on.errors.js';
import type { Arrival } from '../domain/connection.js';
import type { ConnectionLoader } from '../persistence/connection-loader.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import type { RequestRepository, Result, SignOnRequest } from '../persistence/request.repository.js';
import type { SignOnAddresses } from '../providers/addresses.js';
import type { OidcClient } from '../providers/oidc-client.js';

/** Nobody's way: the page says that it has ended. */
const NOWHERE = 'ended';

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

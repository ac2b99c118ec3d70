import { randomBytes } from 'node:crypto';
import type { Origin } from '../../../common/database/audit-entry.js';
import { NotSetUp, ProviderFailed, SignOnRefused } from '../domain/single-sign-on.errors.js';
import type { Connection } from '../domain/connection.js';
import { domainOf } from '../domain/domain-name.js';
import type { ConnectionLoader } from '../persistence/connection-loader.js';
import type { DoorRepository } from '../persistence/door.repository.js';
import type { Asked, Purpose, RequestRepository } from '../persistence/request.repository.js';
import type { OidcClient } from '../providers/oidc-client.js';
import type { SignOnAddresses } from '../providers/addresses.js';
import { requestIdOf, type SamlClient } from '../providers/saml-client.js';
import type { SignOnRecord } from './sign-on-record.js';

/** A browser sent on its way: where to, and the secret by which it is known when it comes back. */
export interface SentOff {
  url: string;
  browserSecret: string;
  expiresAt: Date;
}

/** What follows from an address's domain alone. */
export interface WayIn {
  connection: { id: string; name: string } | null;
  /** Whether the practice takes nothing else from now on; a member's own armed way in excepted. */
  required: boolean;
}

/** The first half of a sign-on: which provider, and off to it. */
export class BeginSignOn {
  constructor(
    private readonly doors: DoorRepository,
    private readonly loader: ConnectionLoader,
    private readonly requests: RequestRepository,
    private readonly oidc: OidcClient,
    private readonly saml: SamlClient,
    private readonly addresses: SignOnAddresses,
    private readonly record: SignOnRecord,
  ) {}

  /** The same for every address of a domain, known or not: one statement, and no look at accounts (ASVS 6.3.8). */
  async waysOf(address: string, now: Date): Promise<WayIn> {
    const door = await this.doors.ofDomain(domainOf(address) ?? '');
    if (!door) return { connection: null, required: false };
    const { connectionId: id, name, enforcedFrom } = door;
    return { connection: { id, name }, required: enforcedFrom !== null && enforcedFrom <= now };
  }

  /** Sends somebody off to come in. @throws SignOnRefused when there is no such connection that is on; ProviderFailed */
  async signIn(connectionId: string, origin: Origin): Promise<SentOff> {
    const door = await this.doors.get(connectionId);
    if (door?.state !== 'on') throw new SignOnRefused();
    try {
      return await this.sendOff(await this.loader.load(door), 'sign_in');
    } catch (error) {
      if (error instanceof ProviderFailed) await this.record.refused(door, error.reason, origin);
      throw error;
    }
  }

  /** Sends an administrator off to try a connection; nothing is opened by it. @throws ProviderFailed, NotSetUp */
  async test(connection: Connection): Promise<SentOff> {
    return this.sendOff(connection, 'test');
  }

  private async sendOff(connection: Connection, purpose: Purpose): Promise<SentOff> {
    const [state, browser] = [randomBytes(32), randomBytes(32)];
    const { url, asked } = await this.ask(connection, state.toString('base64url'));
    const expiresAt = await this.requests.open(connection.id, purpose, state, browser, asked);
    return { url, browserSecret: browser.toString('base64url'), expiresAt };
  }

  private async ask(connection: Connection, state: string): Promise<{ url: string; asked: Asked }> {
    if (connection.oidc) {
      const asked = { nonce: randomBytes(32).toString('base64url'), codeVerifier: randomBytes(32).toString('base64url') };
      return { asked, url: await this.oidc.authorisationUrl(connection, this.addresses.callback(connection.id), { state, ...asked }) };
    }
    if (!connection.saml) throw new NotSetUp();
    const requestId = requestIdOf(state);
    return { asked: { requestId }, url: await this.saml.authorisationUrl(connection, requestId) };
  }
}

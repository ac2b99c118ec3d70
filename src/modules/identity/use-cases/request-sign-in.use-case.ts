import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { signInMail } from '../domain/sign-in-mail.js';
import { LINK_LIFE_MS, normaliseAddress } from '../domain/sign-in-request.js';
import type { IdentityRepository, QueuedMail } from '../persistence/identity.repository.js';
import type { DoorLimits } from './door-limits.js';

/** Result of asking for a link: the secret that binds the asking browser, and when the link dies. */
export interface SignInAsked {
  browserSecret: string;
  expiresAt: Date;
}

/**
 * Asks for a magic link. A known and an unknown address take the same path: one request row, one sealed message, one
 * event; the message of an unknown address is never sent (ASVS 6.3.8). Limits keep mailboxes from being flooded; a
 * browser that signed in to the account before has its own, which no stranger uses up. A new request kills the older one
 * of the same browser, and one from such a browser kills all: a stranger's kills none of the owner's.
 */
export class RequestSignIn {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly limits: DoorLimits,
    private readonly clock: Clock,
    private readonly publicUrl: string,
    private readonly onQueued: () => void,
  ) {}

  /**
   * @param previous what this browser was given when it asked before
   * @throws TooManyAttempts
   */
  async execute(address: string, previous: Buffer | undefined, origin: Origin): Promise<SignInAsked> {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + LINK_LIFE_MS);
    const addressIndex = await this.identity.addressIndex(address);
    const accountId = await this.identity.findAccount(addressIndex);
    const { known } = await this.limits.ask(addressIndex, accountId, origin);
    const browser = randomBytes(32);
    const link = randomBytes(32);
    const mail = signInMail(normaliseAddress(address), this.publicUrl, link.toString('base64url'), LINK_LIFE_MS / 60_000);
    const queued: QueuedMail = accountId === null ? { kind: 'discard', padding: JSON.stringify(mail) } : { kind: 'send', mail };
    await this.identity.openRequest({ accountId, addressIndex, browser, previous, knownDevice: known, link, now, expiresAt, mail: queued });
    // For nobody's address the same is done, and nothing kept: sealing the line is work that a stopwatch hears.
    void this.identity.logSignIn(accountId, 'link_asked', origin, now).catch(() => undefined);
    this.onQueued();
    return { browserSecret: browser.toString('base64url'), expiresAt };
  }
}

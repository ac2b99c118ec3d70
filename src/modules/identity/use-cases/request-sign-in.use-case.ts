import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { signInMail } from '../domain/sign-in-mail.js';
import { LINK_LIFE_MS, MAILS_PER_ADDRESS, normaliseAddress } from '../domain/sign-in-request.js';
import type { IdentityRepository, QueuedMail } from '../persistence/identity.repository.js';

/** Result of asking for a link: the secret that binds the asking browser, and when the link dies. */
export interface SignInAsked {
  browserSecret: string;
  expiresAt: Date;
}

/**
 * Asks for a magic link. A known and an unknown address take the same path: one request row, one sealed message, one
 * event; the message of an unknown address is never sent (ASVS 6.3.8), nor is one too many: nobody's mailbox can be
 * flooded from here. A new request kills the older ones.
 */
export class RequestSignIn {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly clock: Clock,
    private readonly publicUrl: string,
    private readonly onQueued: () => void,
  ) {}

  async execute(address: string, origin: Origin): Promise<SignInAsked> {
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + LINK_LIFE_MS);
    const addressIndex = await this.identity.addressIndex(address);
    const accountId = await this.identity.findAccount(addressIndex);
    const asked = await this.identity.countRequests(addressIndex, new Date(now.getTime() - LINK_LIFE_MS));
    const browser = randomBytes(32);
    const link = randomBytes(32);
    const mail = signInMail(normaliseAddress(address), this.publicUrl, link.toString('base64url'), LINK_LIFE_MS / 60_000);
    const queued: QueuedMail =
      accountId === null || asked >= MAILS_PER_ADDRESS ? { kind: 'discard', padding: JSON.stringify(mail) } : { kind: 'send', mail };
    await this.identity.openRequest({ accountId, addressIndex, browser, link, now, expiresAt, mail: queued });
    // Not awaited: the answer must not take longer for an address that has a log to write to.
    if (accountId !== null) void this.identity.logSignIn(accountId, 'link_asked', origin, now).catch(() => undefined);
    this.onQueued();
    return { browserSecret: browser.toString('base64url'), expiresAt };
  }
}

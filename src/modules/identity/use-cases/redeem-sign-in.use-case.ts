import { randomInt, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { CodeWrong, LinkDead } from '../domain/identity.errors.js';
import { CODE_ATTEMPTS, isOpen, type SignInRequest } from '../domain/sign-in-request.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { DoorLimits } from './door-limits.js';
import type { Entered, LeadOn } from './lead-on.js';
import type { Watch } from './watch.js';

/** A link leads on in the browser that asked, and elsewhere to a code to type in that browser. */
export type Redeemed = Entered | { outcome: 'code'; code: string; expiresAt: Date };

const CODE_INDEX = 'sign-in-code';

/** Turns a link or a typed code into a session, or into the step before it, once. */
export class RedeemSignIn {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly leadOn: LeadOn,
    private readonly limits: DoorLimits,
    private readonly watch: Watch,
    private readonly clock: Clock,
  ) {}

  /** @throws LinkDead when the link is spent, replaced, expired or unknown; TooManyAttempts after many unknown ones */
  async withLink(link: Buffer, browser: Buffer | undefined, origin: Origin): Promise<Redeemed> {
    const found = await this.identity.requestByLink(link, browser);
    if (!found) await this.limits.wrong('link', origin);
    if (!found || !isOpen(found.request, this.clock.now())) throw await this.dead(found?.request, origin);
    if (found.asked) return this.enter(found.request, origin);
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    await this.identity.setCode(found.request.id, await this.codeHash(found.request.id, code));
    return { outcome: 'code', code, expiresAt: found.request.expiresAt };
  }

  /** @throws CodeWrong with the attempts left; LinkDead when none are, or the request is over; TooManyAttempts */
  async withCode(code: string, browser: Buffer | undefined, origin: Origin): Promise<Entered> {
    const request = browser && (await this.identity.requestByBrowser(browser));
    if (!request) throw new LinkDead();
    const attempts = await this.identity.countAttempt(request.id, CODE_ATTEMPTS, this.clock.now());
    if (attempts === undefined) throw await this.dead(request, origin);
    const counted = await this.limits.code(request.addressIndex, request.accountId, origin);
    const expected = request.codeHash;
    if (!expected || !timingSafeEqual(expected, await this.codeHash(request.id, code))) {
      // Not awaited: the answer must not take longer for an address that has a log to write to.
      if (request.accountId !== null) void this.noteWrong(request.accountId, counted.last, origin).catch(() => undefined);
      if (attempts >= CODE_ATTEMPTS) throw new LinkDead();
      throw new CodeWrong(CODE_ATTEMPTS - attempts);
    }
    await this.limits.right(counted);
    return this.enter(request, origin);
  }

  private async noteWrong(accountId: string, last: boolean, origin: Origin): Promise<void> {
    const now = this.clock.now();
    await this.identity.logSignIn(accountId, 'code_wrong', origin, now);
    if (last) await this.watch.wrongCodes(accountId, origin, now);
  }

  /** Spends the request: for a session, or for a step when the account or its practice asks for more than a mailbox. */
  private async enter(request: SignInRequest, origin: Origin): Promise<Entered> {
    const { accountId } = request;
    if (accountId === null) throw new LinkDead();
    const now = this.clock.now();
    const entered = await this.leadOn.execute(accountId, async (tx) => this.identity.spend(tx, request.id, now), 'signed_in', origin);
    if (entered && !request.knownDevice) await this.limits.askedRightly(request.addressIndex, origin);
    if (entered) return entered;
    throw await this.dead(request, origin);
  }

  private async dead(request: SignInRequest | undefined, origin: Origin): Promise<LinkDead> {
    if (request?.accountId) await this.identity.logSignIn(request.accountId, 'link_dead', origin, this.clock.now());
    return new LinkDead();
  }

  private async codeHash(requestId: string, code: string): Promise<Buffer> {
    return (await this.identity.keyring()).blindIndex(CODE_INDEX, `${requestId}:${code}`);
  }
}

import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { CodeWrong, LinkDead } from '../domain/identity.errors.js';
import { CODE_ATTEMPTS, isOpen, type SignInRequest } from '../domain/sign-in-request.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { SessionRepository } from '../persistence/session.repository.js';
import type { StepRepository } from '../persistence/step.repository.js';
import type { StartSession } from './start-session.js';

/** A link leads on in the browser that asked, and elsewhere to a code to type in that browser. */
export type Redeemed = Entered | { outcome: 'code'; code: string; expiresAt: Date };

/** The mailbox was enough for a session, or a factor is to be shown or added first; the secret opens that step, nothing else. */
export type Entered = { outcome: 'signed_in'; token: GrantToken } | Stepped;

/** A step between the mailbox and the session. */
export interface Stepped {
  outcome: 'confirm' | 'enrol';
  secret: string;
  expiresAt: Date;
}

const CODE_INDEX = 'sign-in-code';

/** Turns a link or a typed code into a session, or into the step before it, once. */
export class RedeemSignIn {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly start: StartSession,
    private readonly clock: Clock,
  ) {}

  /** @throws LinkDead when the link is spent, replaced, expired or unknown. */
  async withLink(link: Buffer, browser: Buffer | undefined, origin: Origin): Promise<Redeemed> {
    const found = await this.identity.requestByLink(link, browser);
    if (!found || !isOpen(found.request, this.clock.now())) throw await this.dead(found?.request, origin);
    if (found.asked) return this.enter(found.request, origin);
    const code = randomInt(1_000_000).toString().padStart(6, '0');
    await this.identity.setCode(found.request.id, await this.codeHash(found.request.id, code));
    return { outcome: 'code', code, expiresAt: found.request.expiresAt };
  }

  /** @throws CodeWrong with the attempts left; LinkDead when none are, or the request is over. */
  async withCode(code: string, browser: Buffer | undefined, origin: Origin): Promise<Entered> {
    const request = browser && (await this.identity.requestByBrowser(browser));
    if (!request) throw new LinkDead();
    const attempts = await this.identity.countAttempt(request.id, CODE_ATTEMPTS, this.clock.now());
    if (attempts === undefined) throw await this.dead(request, origin);
    const expected = request.codeHash;
    if (!expected || !timingSafeEqual(expected, await this.codeHash(request.id, code))) {
      if (request.accountId !== null) await this.identity.logSignIn(request.accountId, 'code_wrong', origin, this.clock.now());
      if (attempts >= CODE_ATTEMPTS) throw new LinkDead();
      throw new CodeWrong(CODE_ATTEMPTS - attempts);
    }
    return this.enter(request, origin);
  }

  /** Spends the request: for a session, or for a step when the account or its practice asks for more than a mailbox. */
  private async enter(request: SignInRequest, origin: Origin): Promise<Entered> {
    const { accountId } = request;
    if (accountId === null) throw new LinkDead();
    const now = this.clock.now();
    let step: Stepped | undefined;
    const token = await this.start.execute(
      async (tx) => {
        if (!(await this.identity.spend(tx, request.id, now))) return undefined;
        const membership = await this.sessions.membership(tx, accountId);
        if (!membership) return undefined;
        if (await this.factors.carryOutReset(tx, accountId)) await this.identity.logSignIn(accountId, 'factors_reset', origin, now, tx);
        const kinds = await this.factors.kindsOf(accountId, tx);
        if (kinds.length === 0 && membership.factors === 'optional') return { accountId, membership, assurance: 1, how: 'signed_in' };
        const kind = kinds.length > 0 ? 'confirm' : 'enrol';
        const secret = randomBytes(32);
        step = { outcome: kind, secret: secret.toString('base64url'), expiresAt: await this.steps.begin(tx, { secret, kind, accountId }) };
        return undefined;
      },
      origin,
      now,
    );
    if (token) return { outcome: 'signed_in', token };
    if (step) return step;
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

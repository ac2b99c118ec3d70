import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import { assuranceAsked, assuranceOf, FACTORS_MOST, otpauthUri, stepOfCode, typedSecret, type FactorKind } from '../domain/factor.js';
import { factorAddedMail } from '../domain/factor-mail.js';
import { AccountElsewhere, FactorWrong, PasskeyRefused, StepOver, TooManyFactors } from '../domain/identity.errors.js';
import { newRecoveryCodes } from '../domain/recovery-codes.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { SessionRepository } from '../persistence/session.repository.js';
import type { SignInStep, StepRepository } from '../persistence/step.repository.js';
import type { Passkeys } from './passkeys.js';
import { StartSession } from './start-session.js';

/** A factor to add, as its owner shows that it works. */
export interface GivenFactor {
  kind: FactorKind;
  label?: string | undefined;
  /** The first code of an app. */
  code?: string | undefined;
  /** What the browser made. */
  response?: unknown;
}

/** What an authenticator app is given: a secret to scan or to type, once. */
export interface TotpOffer {
  secret: string;
  uri: string;
}

type Keep = (tx: PlainTransaction) => Promise<boolean>;

/** Adds factors: the first one between mailbox and session, others from inside a session. The first brings recovery codes. */
export class AddFactor {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly passkeys: Passkeys,
    private readonly start: StartSession,
    private readonly clock: Clock,
    private readonly onQueued: () => void,
  ) {}

  /** A new secret for an authenticator app; it counts once its first code was shown. @throws TooManyFactors */
  async offerTotp(accountId: string): Promise<TotpOffer> {
    if ((await this.factors.ofAccount(accountId)).length >= FACTORS_MOST) throw new TooManyFactors();
    const secret = randomBytes(20);
    await this.factors.proposeTotp(accountId, { label: 'Authenticator app', secret: secret.toString('base64url') });
    return { secret: typedSecret(secret), uri: otpauthUri(secret, await this.factors.addressOf(accountId)) };
  }

  /** What a browser needs to make a passkey. @throws TooManyFactors */
  async passkeyOptions(step: SignInStep, accountId: string): Promise<object> {
    const known = await this.factors.ofAccount(accountId);
    if (known.length >= FACTORS_MOST) throw new TooManyFactors();
    return this.passkeys.creationOptions(step.id, accountId, await this.factors.addressOf(accountId), known);
  }

  /** The step of whoever must add their first factor before they get in. @throws StepOver */
  async enrolment(secret: Buffer | undefined): Promise<SignInStep & { accountId: string }> {
    const step = secret && (await this.steps.find(secret));
    if (!step || step.accountId === null || !step.open || step.kind !== 'enrol') throw new StepOver();
    // What an identity provider says of somebody is no reason to hand them a key to another practice.
    if (step.by && (await this.factors.isElsewhere(step.accountId, await this.sessions.practiceOf(step.by)))) throw new AccountElsewhere();
    return { ...step, accountId: step.accountId };
  }

  /** The first factor, and the session with it. @throws StepOver, FactorWrong, PasskeyRefused */
  async enrol(
    secret: Buffer | undefined,
    given: GivenFactor,
    origin: Origin,
  ): Promise<{ token: GrantToken; recoveryCodes: string[] | null }> {
    const step = await this.enrolment(secret);
    const { accountId } = step;
    const keep = await this.judge(step, accountId, given);
    let recoveryCodes: string[] | null = null;
    const token = await this.start.execute(
      async (tx) => {
        if (!(await this.steps.spend(tx, step.id))) return undefined;
        const { by } = step;
        const membership = await this.sessions.membership(tx, accountId, by);
        if (!membership || assuranceOf(given.kind) < assuranceAsked(membership.factors, by !== null)) return undefined;
        // Refused there: whoever moved to another network since their link adds nothing from it.
        if (StartSession.refuses(membership, origin)) return { accountId, membership, assurance: 1, how: 'signed_in', by };
        recoveryCodes = await this.keep(tx, accountId, given.kind, keep, origin);
        return { accountId, membership, assurance: assuranceOf(given.kind), how: `signed_in_${given.kind}`, by };
      },
      origin,
      this.clock.now(),
    );
    if (!token) throw new StepOver();
    this.onQueued();
    return { token, recoveryCodes };
  }

  /** One more factor from inside a session. Recovery codes come with the first; null otherwise. @throws StepOver, FactorWrong, PasskeyRefused */
  async add(step: SignInStep, accountId: string, sessionId: string, given: GivenFactor, origin: Origin): Promise<string[] | null> {
    const keep = await this.judge(step, accountId, given);
    const recoveryCodes = await this.factors.database.transaction(async (tx) => {
      await this.factors.lock(tx, accountId);
      if (!(await this.steps.spend(tx, step.id))) throw new StepOver();
      const codes = await this.keep(tx, accountId, given.kind, keep, origin);
      await this.sessions.proved(tx, sessionId, assuranceOf(given.kind));
      return codes;
    });
    this.onQueued();
    return recoveryCodes;
  }

  private async judge(step: SignInStep, accountId: string, given: GivenFactor): Promise<Keep> {
    const left = await this.steps.countAttempt(step.id);
    if (left === undefined) throw new StepOver();
    return given.kind === 'passkey' ? this.judgePasskey(step, accountId, given) : this.judgeTotp(accountId, given, left);
  }

  private async judgePasskey(step: SignInStep, accountId: string, { label, response }: GivenFactor): Promise<Keep> {
    const made = await this.passkeys.created(step.id, response);
    if (!made) throw new PasskeyRefused();
    return async (tx) => this.factors.addPasskey(tx, accountId, { ...made.secrets, label: label ?? 'Passkey' }, made.counter);
  }

  private async judgeTotp(accountId: string, { code = '' }: GivenFactor, left: number): Promise<Keep> {
    const proposed = await this.factors.proposedTotp(accountId);
    const timeStep = proposed && stepOfCode(Buffer.from(proposed.secret, 'base64url'), code.replaceAll(' ', ''), this.clock.now());
    if (!proposed || timeStep === undefined) throw left > 0 ? new FactorWrong(left) : new StepOver();
    return async (tx) => this.factors.confirmTotp(tx, proposed.id, timeStep);
  }

  private async keep(tx: PlainTransaction, accountId: string, kind: FactorKind, keep: Keep, origin: Origin): Promise<string[] | null> {
    const first = (await this.factors.kindsOf(accountId, tx)).length === 0;
    if (!(await keep(tx))) throw kind === 'passkey' ? new PasskeyRefused() : new StepOver();
    await this.tell(tx, accountId, kind, origin);
    if (!first) return null;
    const codes = newRecoveryCodes();
    await this.factors.replaceRecoveryCodes(tx, accountId, codes);
    return codes;
  }

  private async tell(tx: PlainTransaction, accountId: string, kind: FactorKind, origin: Origin): Promise<void> {
    const now = this.clock.now();
    await this.identity.logSignIn(accountId, `factor_added_${kind}`, origin, now, tx);
    await this.identity.queueMail(factorAddedMail(await this.identity.addressOf(accountId, tx), kind, now), tx);
  }
}

import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { NotFound } from '../../../common/errors.js';
import { assuranceAsked, assuranceOf, type FactorPolicy, type Proof } from '../domain/factor.js';
import { codesReplacedMail, factorRemovedMail } from '../domain/factor-mail.js';
import { AccountElsewhere, GlassPasskey, LastFactor, StepOver } from '../domain/identity.errors.js';
import { newRecoveryCodes } from '../domain/recovery-codes.js';
import type { Factor, FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { SessionRepository } from '../persistence/session.repository.js';
import type { SignInStep, StepRepository } from '../persistence/step.repository.js';
import type { CheckProof, GivenProof } from './check-proof.js';
import type { Passkeys } from './passkeys.js';

/** The factors of an account, as their owner sees them. */
export interface OwnFactors {
  items: Factor[];
  recoveryCodesLeft: number;
  policy: FactorPolicy;
  passkeysPossible: boolean;
}

/** A signed-in person's own factors: seen, removed, recovery codes made anew, and a fresh proof given. Every change is mailed, or not made. */
export class ManageFactors {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly passkeys: Passkeys,
    private readonly proofs: CheckProof,
    private readonly clock: Clock,
    private readonly onQueued: () => void,
  ) {}

  async list(accountId: string): Promise<OwnFactors> {
    const [items, recoveryCodesLeft, policy] = await Promise.all([
      this.factors.ofAccount(accountId),
      this.factors.recoveryCodesLeft(accountId),
      this.factors.policyOf(accountId),
    ]);
    return { items, recoveryCodesLeft, policy, passkeysPossible: this.passkeys.possible };
  }

  /** Takes a factor away. With the last one its recovery codes go. @throws NotFound, LastFactor, GlassPasskey */
  async remove(accountId: string, factorId: string, origin: Origin): Promise<void> {
    await this.factors.database.transaction(async (tx) => {
      await this.factors.lock(tx, accountId);
      const all = await this.factors.ofAccount(accountId, tx);
      const factor = all.find(({ id }) => id === factorId);
      if (!factor) throw new NotFound();
      const rest = all.filter(({ id }) => id !== factorId);
      const asked = assuranceAsked(await this.factors.policyOf(accountId, tx));
      if (asked > 1 && !rest.some((other) => assuranceOf(other.kind) >= asked)) throw new LastFactor();
      const lastPasskey = factor.kind === 'passkey' && !rest.some(({ kind }) => kind === 'passkey');
      if (lastPasskey && (await this.factors.keepsGlass(accountId, tx))) throw new GlassPasskey();
      await this.factors.remove(tx, accountId, factorId);
      if (rest.length === 0) await this.factors.replaceRecoveryCodes(tx, accountId, []);
      const now = this.clock.now();
      await this.identity.logSignIn(accountId, `factor_removed_${factor.kind}`, origin, now, tx);
      await this.identity.queueMail(factorRemovedMail(await this.identity.addressOf(accountId, tx), factor.kind, now), tx);
    });
    this.onQueued();
  }

  /** A new set of recovery codes; the old ones are dead. @throws NotFound when there is no factor to recover from */
  async newRecoveryCodes(accountId: string, origin: Origin): Promise<string[]> {
    const codes = newRecoveryCodes();
    await this.factors.database.transaction(async (tx) => {
      await this.factors.lock(tx, accountId);
      if ((await this.factors.kindsOf(accountId, tx)).length === 0) throw new NotFound();
      await this.factors.replaceRecoveryCodes(tx, accountId, codes);
      const now = this.clock.now();
      await this.identity.logSignIn(accountId, 'recovery_codes_replaced', origin, now, tx);
      await this.identity.queueMail(codesReplacedMail(await this.identity.addressOf(accountId, tx), now), tx);
    });
    this.onQueued();
    return codes;
  }

  /** Refuses what concerns the account as a whole to a session that one practice's identity provider opened. @throws AccountElsewhere */
  async assertOwnAccount(sessionId: string): Promise<void> {
    if (await this.sessions.isGuestOf(sessionId)) throw new AccountElsewhere();
  }

  /** A new step of a session: for a proof, or for a factor to add. */
  async step(sessionId: string, accountId: string): Promise<SignInStep> {
    return this.steps.ofSession(sessionId, accountId);
  }

  /** The step that a session has begun. @throws StepOver */
  async openStep(sessionId: string): Promise<SignInStep> {
    const step = await this.steps.openOfSession(sessionId);
    if (!step) throw new StepOver();
    return step;
  }

  /** What would prove that it is them. Empty when they have no factor: then only a new sign-in does. */
  async methods(accountId: string): Promise<Proof[]> {
    const kinds = await this.factors.kindsOf(accountId);
    return kinds.length > 0 && (await this.factors.recoveryCodesLeft(accountId)) > 0 ? [...kinds, 'recovery'] : kinds;
  }

  /** What the browser needs to ask for one of the account's passkeys. */
  async passkeyOptions(step: SignInStep, accountId: string): Promise<object> {
    return this.passkeys.requestOptions(step.id, await this.factors.ofAccount(accountId));
  }

  /** Takes a proof in a session: acts that ask for a fresh one go through for fifteen minutes. @throws FactorWrong, StepOver, CodesRest */
  async prove(step: SignInStep, accountId: string, sessionId: string, given: GivenProof, origin: Origin): Promise<void> {
    const { use, left } = await this.proofs.execute(step, accountId, given, origin);
    const proved = await this.factors.database.transaction(async (tx) => {
      if (!(await use(tx)) || !(await this.steps.spend(tx, step.id))) return false;
      await this.factors.dropReset(accountId, tx);
      await this.sessions.proved(tx, sessionId, assuranceOf(given.method));
      return true;
    });
    if (!proved) throw await this.proofs.wrong(accountId, left, origin);
    await this.identity.logSignIn(accountId, `confirmed_${given.method}`, origin, this.clock.now());
  }
}

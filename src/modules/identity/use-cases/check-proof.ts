import type { PlainTransaction } from '../../../common/database/plain-database.js';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { STEP_ATTEMPTS, stepOfCode, type Proof } from '../domain/factor.js';
import { CodesRest, FactorWrong, StepOver } from '../domain/identity.errors.js';
import { normaliseRecoveryCode } from '../domain/recovery-codes.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { SignInStep, StepRepository } from '../persistence/step.repository.js';
import type { Counted, DoorLimits } from './door-limits.js';
import type { Passkeys } from './passkeys.js';
import type { Watch } from './watch.js';

/** A proof as it was given. */
export interface GivenProof {
  method: Proof;
  /** Of an app, or a recovery code as typed. */
  code?: string | undefined;
  /** The browser's answer about a passkey. */
  response?: unknown;
}

/** Uses a proof up, in the transaction that acts on it. False when somebody else used it first. */
export type UseProof = (tx: PlainTransaction) => Promise<boolean>;

/** Judges proofs against an account. Every attempt is counted before it is judged, so that fifty at once are fifty. */
export class CheckProof {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly passkeys: Passkeys,
    private readonly limits: DoorLimits,
    private readonly watch: Watch,
    private readonly clock: Clock,
  ) {}

  /** How to use a right proof up, and the attempts left should it turn out to be used already. @throws FactorWrong with the attempts left, StepOver, CodesRest, TooManyAttempts */
  async execute(step: SignInStep, accountId: string, given: GivenProof, origin: Origin): Promise<{ use: UseProof; left: number }> {
    const left = await this.steps.countAttempt(step.id);
    if (left === undefined) throw await this.over(step, origin);
    const counted = given.method === 'passkey' ? undefined : await this.countCode(accountId, origin);
    const use = await this.useOf(step, accountId, given);
    if (!use) throw await this.refused(step, accountId, left, counted, origin);
    if (!counted) return { use, left };
    const useAndGiveBack: UseProof = async (tx) => {
      const used = await use(tx);
      if (used) await this.limits.right(counted, tx);
      return used;
    };
    return { use: useAndGiveBack, left };
  }

  /** A passkey that is nobody's here. @throws TooManyAttempts after many */
  async strangePasskey(origin: Origin): Promise<void> {
    await this.limits.wrong('passkey', origin);
  }

  /** The refusal of a wrong or used proof, on the account's log. */
  async wrong(accountId: string, left: number, origin: Origin): Promise<FactorWrong | StepOver> {
    await this.identity.logSignIn(accountId, 'factor_wrong', origin, this.clock.now());
    return left > 0 ? new FactorWrong(left) : new StepOver();
  }

  /** The refusal of a step that is over, on the log of its account. */
  async over(step: SignInStep | undefined, origin: Origin): Promise<StepOver> {
    if (step && step.accountId !== null) await this.identity.logSignIn(step.accountId, 'step_over', origin, this.clock.now());
    return new StepOver();
  }

  private async countCode(accountId: string, origin: Origin): Promise<Counted> {
    try {
      return await this.limits.proof(accountId, await this.factors.practiceOf(accountId), origin);
    } catch (error) {
      if (error instanceof CodesRest) await this.identity.logSignIn(accountId, 'codes_rest', origin, this.clock.now());
      throw error;
    }
  }

  /** The refusal of a proof that is wrong by itself: told to the account's owner where it looks like somebody else. */
  private async refused(
    step: SignInStep,
    accountId: string,
    left: number,
    counted: Counted | undefined,
    origin: Origin,
  ): Promise<FactorWrong | StepOver> {
    const refusal = await this.wrong(accountId, left, origin);
    if (!counted) await this.limits.wrong('passkey', origin);
    const [now, atDoor] = [this.clock.now(), step.kind !== 'session'];
    // Of a slip in a browser that is known nothing is told until no attempt is left.
    if (atDoor && (counted?.known === true ? left === 0 : left === STEP_ATTEMPTS - 1))
      await this.watch.refusedProof(accountId, origin, now);
    if (counted?.last === true) await this.watch.wrongCodes(accountId, origin, now);
    return refusal;
  }

  private async useOf(step: SignInStep, accountId: string, { method, code = '', response }: GivenProof): Promise<UseProof | undefined> {
    if (method === 'passkey') return this.passkeyUse(step, accountId, response);
    if (method === 'totp') return this.totpUse(accountId, code.replaceAll(' ', ''));
    const plain = normaliseRecoveryCode(code);
    return plain === undefined ? undefined : async (tx) => this.factors.useRecoveryCode(tx, accountId, plain);
  }

  private async passkeyUse(step: SignInStep, accountId: string, response: unknown): Promise<UseProof | undefined> {
    const proved = await this.passkeys.proved(step.id, response);
    if (proved?.passkey.accountId !== accountId) return undefined;
    return async (tx) => this.factors.usePasskey(tx, proved.passkey.id, proved.counter);
  }

  private async totpUse(accountId: string, code: string): Promise<UseProof | undefined> {
    const now = this.clock.now();
    for (const factor of await this.factors.ofAccount(accountId)) {
      const timeStep = factor.kind === 'totp' ? stepOfCode(Buffer.from(factor.secret, 'base64url'), code, now) : undefined;
      if (timeStep !== undefined) return async (tx) => this.factors.useStep(tx, factor.id, timeStep);
    }
    return undefined;
  }
}

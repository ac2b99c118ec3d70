import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import { assuranceAsked, assuranceOf, type FactorKind, type Proof } from '../domain/factor.js';
import { StepOver } from '../domain/identity.errors.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { SessionRepository } from '../persistence/session.repository.js';
import type { SignInStep, StepRepository } from '../persistence/step.repository.js';
import type { CheckProof, GivenProof } from './check-proof.js';
import type { Passkeys } from './passkeys.js';
import type { Entered } from './lead-on.js';
import type { StartSession } from './start-session.js';

/** A step as it stands: what it is for and what would do. */
export interface StepState {
  kind: 'confirm' | 'enrol';
  methods: Proof[];
  /** What may be added, the best first; empty unless one is to be added. */
  mayAdd: FactorKind[];
  expiresAt: Date;
}

/** The step after the mailbox: a proof by a factor, and then the session (promises F-16 and F-17). */
export class ConfirmSignIn {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly passkeys: Passkeys,
    private readonly proofs: CheckProof,
    private readonly start: StartSession,
    private readonly clock: Clock,
  ) {}

  /** @throws StepOver */
  async state(secret: Buffer | undefined, origin: Origin): Promise<StepState> {
    const step = await this.open(secret, ['confirm', 'enrol'], origin);
    if (step.kind === 'confirm') return { kind: 'confirm', methods: await this.methods(step), mayAdd: [], expiresAt: step.expiresAt };
    const asked = assuranceAsked(await this.factors.policyOf(step.accountId));
    const mayAdd = (['passkey', 'totp'] as const).filter(
      (kind) => assuranceOf(kind) >= asked && (kind !== 'passkey' || this.passkeys.possible),
    );
    return { kind: 'enrol', methods: [], mayAdd, expiresAt: step.expiresAt };
  }

  /** What the browser needs to ask for one of the account's passkeys. @throws StepOver */
  async passkeyOptions(secret: Buffer | undefined, origin: Origin): Promise<object> {
    const step = await this.open(secret, ['confirm'], origin);
    return this.passkeys.requestOptions(step.id, await this.factors.ofAccount(step.accountId));
  }

  /**
   * Takes a proof. It leads to the session; or, when the practice asks for a passkey and this was none, to adding one.
   * @throws FactorWrong with the attempts left, StepOver, CodesRest
   */
  async execute(secret: Buffer | undefined, given: GivenProof, origin: Origin): Promise<Entered> {
    const step = await this.open(secret, ['confirm'], origin);
    const { accountId } = step;
    const { use, left } = await this.proofs.execute(step, accountId, given, origin);
    let [usedUp, next]: [boolean, Entered | undefined] = [true, undefined];
    const token = await this.start.execute(
      async (tx) => {
        usedUp = await use(tx);
        if (!usedUp || !(await this.steps.spend(tx, step.id))) return undefined;
        await this.factors.dropReset(accountId, tx);
        const { by } = step;
        const membership = await this.sessions.membership(tx, accountId, by);
        if (!membership) return undefined;
        const assurance = assuranceOf(given.method);
        if (assurance >= assuranceAsked(membership.factors, by !== null))
          return { accountId, membership, assurance, how: `signed_in_${given.method}`, by };
        const fresh = randomBytes(32);
        const expiresAt = await this.steps.begin(tx, { secret: fresh, kind: 'enrol', accountId, by });
        next = { outcome: 'enrol', secret: fresh.toString('base64url'), expiresAt };
        return undefined;
      },
      origin,
      this.clock.now(),
    );
    if (token) return { outcome: 'signed_in', token };
    if (next) return next;
    throw usedUp ? await this.proofs.over(step, origin) : await this.proofs.wrong(accountId, left, origin);
  }

  /** Begins a sign-in by passkey alone: nothing is known of who asks. */
  async beginPasskey(): Promise<{ secret: string; expiresAt: Date; options: object }> {
    const secret = randomBytes(32);
    const expiresAt = await this.steps.begin(this.factors.database, { secret, kind: 'passkey', accountId: null });
    const step = await this.steps.find(secret);
    return { secret: secret.toString('base64url'), expiresAt, options: await this.passkeys.requestOptions(step!.id) };
  }

  /** Signs in whoever's passkey this is: the device and its user are two factors. @throws StepOver */
  async withPasskey(secret: Buffer | undefined, response: unknown, origin: Origin): Promise<GrantToken> {
    const step = secret && (await this.steps.find(secret));
    if (step?.kind !== 'passkey' || !step.open) throw new StepOver();
    const proved = await this.passkeys.proved(step.id, response);
    if (!proved) {
      await this.proofs.strangePasskey(origin);
      throw new StepOver();
    }
    const { accountId } = proved.passkey;
    const token = await this.start.execute(
      async (tx) => {
        if (!(await this.factors.usePasskey(tx, proved.passkey.id, proved.counter)) || !(await this.steps.spend(tx, step.id)))
          return undefined;
        await this.factors.dropReset(accountId, tx);
        const membership = await this.sessions.membership(tx, accountId);
        return membership && { accountId, membership, assurance: 3, how: 'signed_in_passkey' };
      },
      origin,
      this.clock.now(),
    );
    if (!token) throw await this.proofs.wrong(accountId, 0, origin);
    return token;
  }

  private async methods({ accountId }: { accountId: string }): Promise<Proof[]> {
    const kinds = await this.factors.kindsOf(accountId);
    return kinds.length > 0 && (await this.factors.recoveryCodesLeft(accountId)) > 0 ? [...kinds, 'recovery'] : kinds;
  }

  private async open(secret: Buffer | undefined, kinds: readonly string[], origin: Origin): Promise<SignInStep & { accountId: string }> {
    const step = secret && (await this.steps.find(secret));
    if (!step || step.accountId === null || !step.open || !kinds.includes(step.kind)) throw await this.proofs.over(step, origin);
    return { ...step, accountId: step.accountId };
  }
}

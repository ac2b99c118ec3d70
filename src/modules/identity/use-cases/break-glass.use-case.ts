import type { Clock } from '../../../common/clock/clock.js';
import type { AuditEntry, Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import { ARMED_HOURS, glassBrokenMail } from '../domain/break-glass.js';
import { StepOver } from '../domain/identity.errors.js';
import type { Armed, BreakGlassRepository } from '../persistence/break-glass.repository.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { StepRepository } from '../persistence/step.repository.js';
import type { CheckProof } from './check-proof.js';
import type { Passkeys } from './passkeys.js';
import { StartSession } from './start-session.js';

/**
 * The way in for when single sign-on does not work (IDENTITY 3.4): a named owner shows a passkey and says why. It arms
 * their way in for hours, is on the practice's record with the reason before they are let in, and everybody who runs the
 * practice is told by mail. Whoever is not named gets the answer of a passkey that opens nothing.
 */
export class BreakGlass {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly glass: BreakGlassRepository,
    private readonly factors: FactorRepository,
    private readonly steps: StepRepository,
    private readonly passkeys: Passkeys,
    private readonly proofs: CheckProof,
    private readonly start: StartSession,
    private readonly clock: Clock,
    private readonly onQueued: () => void,
  ) {}

  /** @throws StepOver, TooManyAttempts */
  async execute(secret: Buffer | undefined, given: { response: unknown; reason: string }, origin: Origin): Promise<GrantToken> {
    const step = secret && (await this.steps.find(secret));
    const proved = step?.kind === 'passkey' && step.open ? await this.passkeys.proved(step.id, given.response) : undefined;
    // Counted like a passkey at the other door that does not hold: there is one limit, whichever is tried.
    if (step?.kind === 'passkey' && step.open && !proved) await this.proofs.strangePasskey(origin);
    if (!step || !proved) throw new StepOver();
    const { accountId } = proved.passkey;
    let armed: Armed | undefined;
    const enter = this.start.execute(
      async (tx) => {
        if (!(await this.factors.usePasskey(tx, proved.passkey.id, proved.counter)) || !(await this.steps.spend(tx, step.id)))
          return undefined;
        armed = await this.glass.arm(tx, accountId, ARMED_HOURS);
        if (!armed) return undefined;
        // Refused there: nobody comes in, so there is nothing to tell.
        if (!StartSession.refuses(armed.membership, origin)) await this.tell(tx, accountId, armed);
        const record: AuditEntry = {
          action: 'break_glass',
          subject: { kind: 'member', id: armed.membership.memberId },
          detail: { reason: given.reason, until: armed.until.toISOString() },
        };
        return { accountId, membership: armed.membership, assurance: 3, how: 'signed_in_break_glass', record: [record] };
      },
      origin,
      this.clock.now(),
    );
    const token = await enter.catch(async (error: unknown) => {
      // Not on record: then nothing is armed either.
      if (armed) await this.glass.disarm(armed.membership.memberId);
      throw error;
    });
    if (!token || !armed) throw await this.proofs.wrong(accountId, 0, origin);
    this.onQueued();
    return token;
  }

  /** Queued with the way in that it tells of: there is none of which nobody is told. */
  private async tell(tx: PlainTransaction, accountId: string, { membership, until }: Armed): Promise<void> {
    const by = await this.identity.addressOf(accountId, tx);
    for (const to of await this.glass.whoRun(membership.orgId, tx)) await this.identity.queueMail(glassBrokenMail(to, by, until), tx);
  }
}

import type { Clock } from '../../../common/clock/clock.js';
import { PLATFORM_ORG } from '../../../common/crypto/organisation-keys.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import { RESET_DELAY_MS, type FactorKind } from '../domain/factor.js';
import { resetAskedMail } from '../domain/factor-mail.js';
import { NoFactors, ResetNotHere } from '../domain/identity.errors.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';

/** Somebody's factors as an administrator sees them: which kinds, never which. */
export interface FactorsOfMember {
  kinds: FactorKind[];
  resetDueAt: Date | null;
}

/**
 * For whoever lost every factor: an administrator asks, the person is told by mail, and a day later the factors go with
 * their next link. Any use of a factor in between calls it off, so a mailbox alone never resets one. An account that another
 * practice relies on is not for one practice to reset.
 */
export class ResetFactors {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly factors: FactorRepository,
    private readonly clock: Clock,
    private readonly onQueued: () => void,
  ) {}

  async state(accountId: string): Promise<FactorsOfMember> {
    const [kinds, resetDueAt] = await Promise.all([this.factors.kindsOf(accountId), this.factors.resetDue(accountId)]);
    return { kinds, resetDueAt };
  }

  /** Returns when it is due. @throws NoFactors, ResetNotHere */
  async ask(accountId: string, orgId: string, askedBy: string, origin: Origin): Promise<Date> {
    if ((await this.factors.kindsOf(accountId)).length === 0) throw new NoFactors();
    if (await this.factors.isElsewhere(accountId, orgId)) throw new ResetNotHere();
    return this.put(accountId, orgId, askedBy, 'administrator', origin);
  }

  /** The same for whoever runs Ironbark, at the practice's request: the last owner has no administrator to ask. @throws NoFactors */
  async askAsOperator(accountId: string, origin: Origin): Promise<Date> {
    if ((await this.factors.kindsOf(accountId)).length === 0) throw new NoFactors();
    return this.put(accountId, PLATFORM_ORG, PLATFORM_ORG, 'operator', origin);
  }

  /** By the practice that asked, or the account's one practice. @throws NoFactors when none was asked for, ResetNotHere */
  async callOff(accountId: string, orgId: string): Promise<void> {
    if ((await this.factors.resetAskedBy(accountId)) !== orgId && (await this.factors.isElsewhere(accountId, orgId)))
      throw new ResetNotHere();
    if (!(await this.factors.dropReset(accountId))) throw new NoFactors();
  }

  private async put(accountId: string, orgId: string, askedBy: string, who: 'administrator' | 'operator', origin: Origin): Promise<Date> {
    const due = await this.factors.database.transaction(async (tx) => {
      const at = await this.factors.askReset(tx, accountId, orgId, askedBy, RESET_DELAY_MS);
      // The line stands in the account's own log: where whoever asked sits is on the practice's record, not here.
      await this.identity.logSignIn(accountId, 'factor_reset_asked', { ...origin, ip: null, userAgent: null }, this.clock.now(), tx);
      await this.identity.queueMail(resetAskedMail(await this.identity.addressOf(accountId, tx), at, who), tx);
      return at;
    });
    this.onQueued();
    return due;
  }
}

import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import { LinkDead, NotLocked, UnlockNotHere } from '../domain/identity.errors.js';
import { colleagueLockedMail, lockedMail, unlockedMail } from '../domain/watch-mail.js';
import type { DeviceRepository } from '../persistence/device.repository.js';
import type { FactorRepository } from '../persistence/factor.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { WatchRepository } from '../persistence/watch.repository.js';
import type { DoorLimits } from './door-limits.js';

/**
 * "This was not me": ends everything that an account has open and locks it, until an administrator has talked to its
 * owner. Locked, it looks like an address that nobody has. It keeps its second factors.
 */
export class LockAccount {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly repository: WatchRepository,
    private readonly devices: DeviceRepository,
    private readonly factors: FactorRepository,
    private readonly limits: DoorLimits,
    private readonly clock: Clock,
    private readonly onQueued: () => void,
  ) {}

  /** By the secret of a notice, without a session. @throws LinkDead when it is spent, too old or none; TooManyAttempts */
  async byNotice(secret: Buffer, origin: Origin): Promise<void> {
    const locked = await this.identity.database.transaction(async (tx) => {
      const accountId = await this.repository.spendNotMe(tx, secret);
      if (accountId !== undefined) await this.lock(tx, accountId, origin);
      return accountId !== undefined;
    });
    if (!locked) {
      await this.limits.wrong('link', origin);
      throw new LinkDead();
    }
    this.onQueued();
  }

  /** By somebody who is signed in. */
  async byOwner(accountId: string, origin: Origin): Promise<void> {
    await this.identity.database.transaction(async (tx) => this.lock(tx, accountId, origin));
    this.onQueued();
  }

  /** Since when an account is locked. */
  async lockedAt(accountId: string): Promise<Date | null> {
    return this.repository.lockedAt(accountId);
  }

  /** By an administrator of the account's one practice. @throws NotLocked, UnlockNotHere */
  async unlock(accountId: string, orgId: string, origin: Origin): Promise<void> {
    if (await this.factors.isElsewhere(accountId, orgId)) throw new UnlockNotHere();
    await this.open(accountId, 'administrator', origin);
  }

  /** By whoever runs Ironbark: of a last owner there is no administrator to ask. @throws NotLocked */
  async unlockAsOperator(accountId: string, origin: Origin): Promise<void> {
    await this.open(accountId, 'operator', origin);
  }

  private async lock(tx: PlainTransaction, accountId: string, origin: Origin): Promise<void> {
    if (!(await this.repository.lock(tx, accountId))) return;
    const now = this.clock.now();
    await this.identity.logSignIn(accountId, 'locked', origin, now, tx);
    const address = await this.identity.addressOf(accountId, tx);
    await this.identity.queueMail(lockedMail(address, now), tx);
    for (const to of await this.repository.administratorsAround(tx, accountId))
      await this.identity.queueMail(colleagueLockedMail(to, address, now), tx);
  }

  private async open(accountId: string, who: 'administrator' | 'operator', origin: Origin): Promise<void> {
    const now = this.clock.now();
    await this.identity.database.transaction(async (tx) => {
      if (!(await this.repository.unlock(tx, accountId))) throw new NotLocked();
      await this.devices.removeAll(tx, accountId);
      // Where whoever unlocked it sits is on the practice's record, not in the account's own log.
      await this.identity.logSignIn(accountId, 'unlocked', { ...origin, ip: null, userAgent: null }, now, tx);
      await this.identity.queueMail(unlockedMail(await this.identity.addressOf(accountId, tx), now, who), tx);
    });
    this.onQueued();
  }
}

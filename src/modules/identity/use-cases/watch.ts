import type { Origin } from '../../../common/database/audit-entry.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';
import { registryCountries } from '../../../common/geo/registry-country.js';
import { deviceLabel } from '../domain/sign-in-request.js';
import { newPlaceMail, refusedProofMail, wrongCodesMail, type Notice } from '../domain/watch-mail.js';
import type { SignInMail } from '../domain/sign-in-mail.js';
import type { DeviceRepository } from '../persistence/device.repository.js';
import type { IdentityRepository } from '../persistence/identity.repository.js';
import type { WatchRepository } from '../persistence/watch.repository.js';
import type { DoorLimits } from './door-limits.js';

/** Tells people what was tried with their account (promise I-31, ASVS 6.3.5). Every notice offers to say that it was not them. */
export class Watch {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly repository: WatchRepository,
    private readonly devices: DeviceRepository,
    private readonly limits: DoorLimits,
    private readonly publicUrl: string,
    private readonly onQueued: () => void,
  ) {}

  /**
   * Somebody is about to be let in: the browser is remembered, and what is new about it is told. The very first
   * sign-in is no news. Called in the transaction that starts the session, before its line is written to the log.
   */
  async letIn(tx: PlainTransaction, accountId: string, origin: Origin, now: Date): Promise<void> {
    if (!origin.browser) return;
    const before = await this.repository.hasSignedIn(tx, accountId);
    const news = await this.devices.remember(tx, accountId, origin, await registryCountries.find(origin.ip));
    if (!before || (!news.device && !news.country)) return;
    await this.send(tx, accountId, origin, now, (notice) => newPlaceMail(notice, news));
  }

  /** A right link was followed by a proof that was refused: told once an hour, and not for a slip in a browser that signed in before. */
  async refusedProof(accountId: string, origin: Origin, now: Date): Promise<void> {
    if (await this.limits.mayNotify('proof', accountId))
      await this.identity.database.transaction(async (tx) => this.send(tx, accountId, origin, now, refusedProofMail));
  }

  /** So many codes were wrong that they rest: told once an hour. */
  async wrongCodes(accountId: string, origin: Origin, now: Date): Promise<void> {
    if (await this.limits.mayNotify('codes', accountId))
      await this.identity.database.transaction(async (tx) => this.send(tx, accountId, origin, now, wrongCodesMail));
  }

  private async send(
    tx: PlainTransaction,
    accountId: string,
    origin: Origin,
    at: Date,
    mailOf: (notice: Notice) => SignInMail,
  ): Promise<void> {
    const secret = await this.repository.mintNotMe(tx, accountId);
    const mail = mailOf({
      to: await this.identity.addressOf(accountId, tx),
      at,
      device: deviceLabel(origin.userAgent),
      country: await registryCountries.find(origin.ip),
      notMe: `${this.publicUrl}/sign-in/not-me#${secret}`,
    });
    await this.identity.queueMail(mail, tx);
    this.onQueued();
  }
}

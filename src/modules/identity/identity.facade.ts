import type { Clock } from '../../common/clock/clock.js';
import type { OrganisationKeys } from '../../common/crypto/organisation-keys.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { BROWSER_KEPT_S } from '../../common/http/browser-cookie.js';
import { ownOrigin } from '../../common/database/tenant-database.js';
import { GrantToken } from '../../common/database/grant-token.js';
import type { Mail } from '../../common/mail/mail.js';
import { cookiesFor, type Cookies } from './http/cookies.js';
import { BreakGlassRepository } from './persistence/break-glass.repository.js';
import { DeviceRepository } from './persistence/device.repository.js';
import { FactorRepository } from './persistence/factor.repository.js';
import { IdentityRepository } from './persistence/identity.repository.js';
import { LinkedAccountRepository } from './persistence/linked-account.repository.js';
import { LimitRepository } from './persistence/limit.repository.js';
import { SessionRepository } from './persistence/session.repository.js';
import { StepRepository } from './persistence/step.repository.js';
import { WatchRepository } from './persistence/watch.repository.js';
import { DoorLimits } from './use-cases/door-limits.js';
import { LockAccount } from './use-cases/lock-account.use-case.js';
import { ResetFactors } from './use-cases/reset-factors.use-case.js';

const DAY_MS = 24 * 60 * 60_000;
/** How long security telemetry is kept, the sign-in log with its network addresses among it (DESIGN 9). */
const SIGN_INS_KEPT_MS = 30 * DAY_MS;

/** What other contexts and the operators' command line may ask of identity. */
export class IdentityFacade {
  constructor(
    private readonly identity: IdentityRepository,
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    private readonly cookies: Cookies,
    private readonly steps: StepRepository,
    private readonly onQueued: () => void = () => undefined,
  ) {}

  /** Id of the enabled account with an address; null when there is none. */
  async accountWith(address: string): Promise<string | null> {
    return this.identity.findEnabled(await this.identity.addressIndex(address));
  }

  /** Queues a message to each of a practice's active owners and administrators, at their own address: to all of them or to none. */
  async tellWhoRuns(orgId: string, compose: (to: string) => Mail): Promise<void> {
    await this.identity.database.transaction(async (tx) => {
      for (const to of await new BreakGlassRepository(this.identity).whoRun(orgId, tx)) await this.identity.queueMail(compose(to), tx);
    });
    this.onQueued();
  }

  /** Queues a message to one of a practice's members, at their own address; false when they are no active member. */
  async tellMember(orgId: string, memberId: string, compose: (to: string) => Mail): Promise<boolean> {
    const to = await new BreakGlassRepository(this.identity).addressOf(orgId, memberId);
    if (to === undefined) return false;
    await this.identity.queueMail(compose(to));
    this.onQueued();
    return true;
  }

  /** Id of the account with this address, made if there is none. */
  async ensureAccount(address: string): Promise<string> {
    return this.identity.ensureAccount(address);
  }

  /** Whether an account is another practice's and its address in no domain that this one has proved: then only its holder brings it here. */
  async isAnothers(accountId: string, address: string, orgId: string): Promise<boolean> {
    return this.sessions.isAnothers(accountId, address, orgId);
  }

  /** Drops what sign-in no longer needs: requests whose links died a day ago, its log after thirty days, limits that nobody tried for
   * a day, and browsers that nobody signed in from for 180. */
  async tidy(): Promise<void> {
    const now = this.clock.now().getTime();
    await this.identity.dropRequestsBefore(new Date(now - DAY_MS));
    await this.steps.dropBefore(new Date(now - DAY_MS));
    await new LinkedAccountRepository(this.identity).dropBefore(new Date(now - DAY_MS));
    await new LimitRepository(this.identity).dropBefore(new Date(now - DAY_MS));
    await new WatchRepository(this.identity).dropBefore(new Date(now - DAY_MS));
    await new DeviceRepository(this.identity).dropBefore(new Date(now - BROWSER_KEPT_S * 1000));
    await this.identity.dropSignInsBefore(new Date(now - SIGN_INS_KEPT_MS));
  }

  /**
   * Starts a session without a link and returns its cookie header; for scripts outside production only, which the
   * caller has checked. Undefined when no active member has the address.
   */
  async startSessionForScript(address: string): Promise<{ token: GrantToken; cookie: string } | undefined> {
    const accountId = await this.identity.findAccount(await this.identity.addressIndex(address));
    if (accountId === null) return undefined;
    const token = GrantToken.mint();
    const now = this.clock.now();
    const started = await this.identity.database.transaction(async (tx) => {
      const membership = await this.sessions.membership(tx, accountId);
      if (!membership) return false;
      await this.identity.logSignIn(accountId, 'signed_in_by_script', ownOrigin(), now, tx);
      await this.sessions.start(tx, accountId, membership, token, 3);
      return true;
    });
    return started ? { token, cookie: `${this.cookies.session}=${token.secret}` } : undefined;
  }
}

/** As {@link IdentityFacade.ensureAccount}, for founding practices where no application runs. */
export async function ensureAccountIn(database: PlainDatabase, keys: OrganisationKeys, address: string): Promise<string> {
  return new IdentityRepository(database, keys).ensureAccount(address);
}

/** As {@link IdentityFacade.startSessionForScript}, where no application runs. */
export async function startSessionIn(
  database: PlainDatabase,
  keys: OrganisationKeys,
  clock: Clock,
  secure: boolean,
  address: string,
): Promise<string | undefined> {
  const facade = new IdentityFacade(
    new IdentityRepository(database, keys),
    new SessionRepository(database),
    clock,
    cookiesFor(secure),
    new StepRepository(database),
  );
  return (await facade.startSessionForScript(address))?.cookie;
}

/** Asks for a reset of somebody's second factors where no application runs: when it is due, or undefined for an unknown address. @throws NoFactors */
export async function askFactorResetIn(
  database: PlainDatabase,
  keys: OrganisationKeys,
  clock: Clock,
  address: string,
): Promise<Date | undefined> {
  const identity = new IdentityRepository(database, keys);
  const accountId = await identity.findAccount(await identity.addressIndex(address));
  if (accountId === null) return undefined;
  return new ResetFactors(identity, new FactorRepository(identity), clock, () => undefined).askAsOperator(accountId, ownOrigin());
}

/** Unlocks an account where no application runs: whether an account has that address. @throws NotLocked */
export async function unlockAccountIn(database: PlainDatabase, keys: OrganisationKeys, clock: Clock, address: string): Promise<boolean> {
  const identity = new IdentityRepository(database, keys);
  const repository = new WatchRepository(identity);
  const accountId = await repository.accountAt(await identity.addressIndex(address));
  if (accountId === undefined) return false;
  const devices = new DeviceRepository(identity);
  const limits = new DoorLimits(new LimitRepository(identity), devices);
  const locking = new LockAccount(identity, repository, devices, new FactorRepository(identity), limits, clock, () => undefined);
  await locking.unlockAsOperator(accountId, ownOrigin());
  return true;
}

import type { Origin } from '../../../common/database/audit-entry.js';
import { countedNetwork } from '../../../common/networks/counted-network.js';
import { CodesRest, TooManyAttempts } from '../domain/identity.errors.js';
import type { Limited, LimitKind } from '../domain/limits.js';
import type { DeviceRepository } from '../persistence/device.repository.js';
import type { LimitRepository, Taken } from '../persistence/limit.repository.js';
import type { PlainTransaction } from '../../../common/database/plain-database.js';

/** An attempt that was let through: what it was counted in, to be given back when it was right. */
export interface Counted {
  in: readonly Limited[];
  /** It put codes of the account to rest, unless it was right. */
  last: boolean;
  /** From a browser that signed in to the account before. */
  known: boolean;
}

/**
 * Says how often the doors may be tried (promise I-30, ASVS 6.3.1). An attempt is counted before it is judged. What is
 * counted depends on the typed address, the browser and the network, never on whether the address has an account; there
 * is no limit by organisation before the mailbox is shown, because it would tell whose addresses belong together.
 */
export class DoorLimits {
  constructor(
    private readonly limits: LimitRepository,
    private readonly devices: DeviceRepository,
  ) {}

  /** A link is asked for. @throws TooManyAttempts */
  async ask(addressIndex: Buffer, accountId: string | null, origin: Origin): Promise<Counted> {
    const device = await this.devices.find(accountId, origin.browser);
    return this.count(
      device === undefined
        ? [...this.network('ask:network', origin), ...this.asked(addressIndex, origin)]
        : [{ kind: 'ask:device', subject: device }],
      device !== undefined,
    );
  }

  /** A link that was asked for led to its mailbox's owner: the request counts for nothing. */
  async askedRightly(addressIndex: Buffer, origin: Origin): Promise<void> {
    await this.limits.giveBack([...this.network('ask:network', origin), ...this.asked(addressIndex, origin)]);
  }

  /** A code of a link is typed. @throws TooManyAttempts */
  async code(addressIndex: Buffer, accountId: string | null, origin: Origin): Promise<Counted> {
    const device = await this.devices.find(accountId, origin.browser);
    return this.count(
      device === undefined
        ? [...this.network('code:network', origin), { kind: 'code:address', subject: addressIndex.toString('hex') }]
        : [{ kind: 'code:device', subject: device }],
      device !== undefined,
    );
  }

  /** A code of an app or a recovery code is typed. @throws CodesRest, TooManyAttempts */
  async proof(accountId: string, orgId: string | null, origin: Origin): Promise<Counted> {
    const device = await this.devices.find(accountId, origin.browser);
    return this.count(
      device === undefined
        ? [
            ...this.network('proof:network', origin),
            { kind: 'proof:account', subject: accountId },
            ...(orgId === null ? [] : [{ kind: 'proof:organisation', subject: orgId } as const]),
          ]
        : [{ kind: 'proof:device', subject: device }],
      device !== undefined,
    );
  }

  /** A link or a passkey was none. @throws TooManyAttempts */
  async wrong(kind: 'link' | 'passkey', origin: Origin): Promise<void> {
    await this.count(this.network(`${kind}:network`, origin), false);
  }

  /** The attempt was right. */
  async right(counted: Counted, tx?: PlainTransaction): Promise<void> {
    await this.limits.giveBack(counted.in, tx);
  }

  /** Whether a notice of this kind may be sent: one an hour to each account. */
  async mayNotify(what: string, accountId: string): Promise<boolean> {
    return (await this.limits.take([{ kind: 'notice', subject: `${what}:${accountId}` }])).refused === undefined;
  }

  private asked(addressIndex: Buffer, { ip }: Origin): Limited[] {
    const address = addressIndex.toString('hex');
    return [
      { kind: 'ask:pair', subject: `${address} ${countedNetwork(ip)}` },
      { kind: 'ask:address', subject: address },
    ];
  }

  private network(kind: LimitKind, { ip }: Origin): Limited[] {
    return [{ kind, subject: countedNetwork(ip) }];
  }

  private async count(limited: readonly Limited[], known: boolean): Promise<Counted> {
    const { refused, began } = await this.limits.take(limited);
    if (refused) throw refusalOf(refused);
    return { in: limited, last: began !== undefined && !began.kind.endsWith(':network'), known };
  }
}

function refusalOf({ by, seconds }: NonNullable<Taken['refused']>): TooManyAttempts | CodesRest {
  return by.kind.startsWith('proof:') && by.kind !== 'proof:network' ? new CodesRest(seconds) : new TooManyAttempts(seconds);
}

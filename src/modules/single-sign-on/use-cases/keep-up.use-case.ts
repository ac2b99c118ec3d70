import type { Clock } from '../../../common/clock/clock.js';
import { MODULES } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { TextRecords } from '../../../common/dns/text-records.js';
import type { Outbound } from '../../../common/http/outbound.js';
import { reminderDue } from '../../../common/reminders.js';
import type { IdentityFacade } from '../../identity/index.js';
import type { Connection, SamlSettings } from '../domain/connection.js';
import { recordName, recordValue } from '../domain/domain-name.js';
import { certificatesChangedMail, certificatesEndMail, domainLostMail } from '../domain/upkeep-mail.js';
import type { ConnectionLoader } from '../persistence/connection-loader.js';
import type { ConnectionRepository } from '../persistence/connection.repository.js';
import type { DomainRepository, DomainToCheck } from '../persistence/domain.repository.js';
import type { Door, DoorRepository } from '../persistence/door.repository.js';
import type { RequestRepository } from '../persistence/request.repository.js';
import { factsOf, lastDay } from '../providers/certificates.js';
import type { ReadMetadata } from './read-metadata.use-case.js';

/** Metadata is read again after this long; what failed is tried again by the next run. */
const REFRESH_MS = 20 * 60 * 60_000;
/** A domain whose record stays away is mentioned again after this long. */
const LOST_AGAIN_MS = 7 * 24 * 60 * 60_000;
/** Looked after at the same time: providers and name servers that hang do not keep the others waiting. */
const AT_ONCE = 4;

/** Parts of the upkeep that could not be done for a domain or connection, and why. */
export interface LeftUndone {
  id: string;
  error: unknown;
}

/**
 * What single sign-on needs now and then: domains are asked for again, metadata is read again, and whoever runs a practice is told
 * before certificates end. Runs under each practice's own grant. One that fails keeps no other from being looked after. What is told
 * is queued before what it tells of is committed: told twice after a crash, never not at all.
 */
export class KeepUp {
  constructor(
    private readonly domains: DomainRepository,
    private readonly records: TextRecords,
    private readonly doors: DoorRepository,
    private readonly loader: ConnectionLoader,
    private readonly connections: ConnectionRepository,
    private readonly requests: RequestRepository,
    private readonly metadata: ReadMetadata,
    private readonly outbound: Outbound,
    private readonly identity: IdentityFacade,
    private readonly clock: Clock,
    private readonly page: string,
  ) {}

  async execute(): Promise<LeftUndone[]> {
    const undone: LeftUndone[] = [];
    const each = async <One>(all: readonly One[], idOf: (one: One) => string, work: (one: One) => Promise<void>): Promise<void> => {
      const waiting = [...all];
      const worker = async (): Promise<void> => {
        for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
          const id = idOf(one);
          await work(one).catch((error: unknown) => undone.push({ id, error }));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    };
    await this.requests.tidy();
    await each(
      await this.domains.toCheck(),
      ({ id }) => id,
      async (domain) => this.recheck(domain),
    );
    await each(
      await this.doors.withCertificates(),
      ({ connectionId }) => connectionId,
      async (door) => this.tend(door),
    );
    return undone;
  }

  /** A record that is gone marks its domain; when nobody can say, nothing changes. */
  private async recheck({ id, orgId, domain, token, lostAt, remindedAt }: DomainToCheck): Promise<void> {
    const published = await this.records.of(recordName(domain));
    if (published === undefined) return;
    const outcome = await this.domains.noteCheck(id, published.includes(recordValue(token)));
    if ((outcome === 'lost') !== (lostAt !== null))
      await this.loader.inPractice(orgId, MODULES.settings, async (tx) =>
        tx.audit({ action: 'check', subject: { kind: 'sign_on_domain', id }, detail: { outcome } }),
      );
    if (outcome !== 'lost') return;
    if (remindedAt !== null && this.clock.now().getTime() - remindedAt.getTime() < LOST_AGAIN_MS) return;
    await this.domains.remind(id, remindedAt, async () =>
      this.identity.tellWhoRuns(orgId, (to) => domainLostMail(to, domain, recordName(domain), this.page)),
    );
  }

  private async tend(door: Door): Promise<void> {
    const connection = await this.refreshed(door, await this.loader.load(door));
    const { certificatesUntil, remindedAt, name, saml } = connection;
    if (certificatesUntil === null || !reminderDue(certificatesUntil, remindedAt, this.clock.now())) return;
    const until = certificatesUntil.toLocaleDateString('en-AU', { timeZone: 'Australia/Sydney', dateStyle: 'long' });
    await this.change(door, async (tx) => {
      if (!(await this.connections.noteReminded(tx, door.connectionId, remindedAt))) return;
      tx.audit({ action: 'remind', subject: { kind: 'sign_on_connection', id: door.connectionId }, fields: ['certificates'] });
      await this.identity.tellWhoRuns(door.orgId, (to) => certificatesEndMail(to, name, until, Boolean(saml?.metadataUrl), this.page));
    });
  }

  /** The connection with what its provider's metadata says now, which counts at once: the practice chose to believe that address. */
  private async refreshed(door: Door, connection: Connection): Promise<Connection> {
    const { saml, refreshedAt, refreshFailedAt } = connection;
    if (!saml?.metadataUrl || (refreshedAt !== null && this.clock.now().getTime() - refreshedAt.getTime() < REFRESH_MS)) return connection;
    const read = await this.read(saml.metadataUrl, saml);
    // It is on record since when it cannot be read, and on the page: an entry an hour would say nothing more.
    if (read === undefined && refreshFailedAt !== null) return connection;
    if (read === undefined || sameAs(saml, read)) {
      await this.change(door, async (tx) => {
        await this.connections.noteRefresh(tx, door.connectionId, read !== undefined);
        tx.audit({
          action: 'check',
          subject: { kind: 'sign_on_connection', id: door.connectionId },
          fields: ['metadata'],
          detail: { outcome: read ? 'unchanged' : 'unreadable' },
        });
      });
      return connection;
    }
    const fingerprints = read.certificates.map((certificate) => factsOf(certificate).fingerprint);
    const changed = await this.change(door, async (tx) => {
      const taken = await this.take(tx, door, connection.version, read);
      if (taken) await this.identity.tellWhoRuns(door.orgId, (to) => certificatesChangedMail(to, connection.name, fingerprints, this.page));
      return taken;
    });
    return changed ?? connection;
  }

  /** Keeps what was read, unless an administrator changed the connection meanwhile: then the next run reads again. */
  private async take(tx: TenantTransaction, door: Door, version: number, saml: SamlSettings): Promise<Connection | undefined> {
    const keyring = await tx.keyring();
    const before = await this.connections.lock(tx, keyring, door.connectionId);
    const subject = { kind: 'sign_on_connection', id: door.connectionId };
    if (before.version !== version) {
      tx.audit({ action: 'check', subject, fields: ['metadata'], detail: { outcome: 'changed_meanwhile' } });
      return undefined;
    }
    await this.connections.store(tx, keyring, before, { ...before, saml, certificatesUntil: lastDay(saml.certificates) }, false);
    await this.connections.noteRefresh(tx, door.connectionId, true);
    tx.audit({ action: 'update', subject, fields: ['saml'], detail: { by: 'metadata', certificates: saml.certificates.length } });
    return this.connections.get(tx, keyring, door.connectionId);
  }

  /** What the provider publishes of itself; undefined when it cannot be read or is another provider's. */
  private async read(url: string, { entityId, metadataUrl }: SamlSettings): Promise<SamlSettings | undefined> {
    try {
      const read = await this.metadata.execute({ url });
      if (read.entityId !== entityId) return undefined;
      this.outbound.address(read.signOnUrl);
      return { entityId, metadataUrl, signOnUrl: read.signOnUrl, certificates: read.certificates };
    } catch {
      return undefined;
    }
  }

  private async change<Result>({ orgId }: Door, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
    return this.loader.inPractice(orgId, MODULES.settings, work);
  }
}

function sameAs(now: SamlSettings, read: SamlSettings): boolean {
  return now.signOnUrl === read.signOnUrl && now.certificates.join() === read.certificates.join();
}

import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { TextRecords } from '../../../common/dns/text-records.js';
import { InvalidInput } from '../../../common/errors.js';
import { isForAnybody, normaliseDomain, recordName, recordValue } from '../domain/domain-name.js';
import { DomainForAnybody, DomainTaken } from '../domain/single-sign-on.errors.js';
import type { ClaimedDomain, DomainRepository } from '../persistence/domain.repository.js';

/** A claim, and what the DNS said of it just now; `unknown` when nobody could say. */
export interface CheckedDomain {
  domain: ClaimedDomain;
  found: 'found' | 'not_found' | 'unknown';
}

/** Mail domains that a practice claims, and proves by a record that only whoever runs them can publish. */
export class ManageDomains {
  constructor(
    private readonly domains: DomainRepository,
    private readonly records: TextRecords,
    private readonly tenants: TenantDatabase,
  ) {}

  /** Claims a domain: nothing follows from that before its record is found. @throws InvalidInput, DomainForAnybody, TooManyDomains */
  async claim(tx: TenantTransaction, text: string): Promise<ClaimedDomain> {
    const domain = normaliseDomain(text);
    if (domain === undefined)
      throw new InvalidInput([{ field: 'domain', code: 'not_a_domain', message: 'Write a domain, like practice.com.au.' }]);
    if (isForAnybody(domain)) throw new DomainForAnybody();
    const id = await this.domains.claim(tx, domain);
    tx.audit({ action: 'create', subject: { kind: 'sign_on_domain', id } });
    return this.domains.get(tx, id);
  }

  /** Asks the DNS now, between two short transactions. @throws NotFound, DomainTaken */
  async check(token: GrantToken, id: string, origin: Origin): Promise<CheckedDomain> {
    const { domain, token: expected } = await this.tenants.run(token, async (tx) => this.domains.get(tx, id), origin);
    const published = await this.records.of(recordName(domain));
    const checked = published && (await this.domains.noteCheck(id, published.includes(recordValue(expected))));
    const found = await this.tenants.run(
      token,
      async (tx) => {
        tx.audit({ action: 'check', subject: { kind: 'sign_on_domain', id }, detail: { outcome: checked ?? 'unknown' } });
        return checked === 'gone' ? undefined : this.domains.get(tx, id);
      },
      origin,
    );
    if (checked === 'taken') throw new DomainTaken();
    return { domain: found!, found: checked === undefined ? 'unknown' : checked === 'verified' ? 'found' : 'not_found' };
  }

  /** @throws NotFound, LastDomain */
  async release(tx: TenantTransaction, id: string): Promise<void> {
    await this.domains.release(tx, id);
    tx.audit({ action: 'delete', subject: { kind: 'sign_on_domain', id } });
  }
}

import type { PlainDatabase } from '../../../common/database/plain-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { NotFound } from '../../../common/errors.js';

/** A mail domain that a practice claims. */
export interface ClaimedDomain {
  id: string;
  domain: string;
  token: string;
  claimedAt: Date;
  checkedAt: Date | null;
  verifiedAt: Date | null;
  /** Since when the record of a verified domain is gone. */
  lostAt: Date | null;
}

/** A verified domain, whoever's, for the daily check. */
export interface DomainToCheck {
  id: string;
  orgId: string;
  domain: string;
  token: string;
  lostAt: Date | null;
  remindedAt: Date | null;
}

/** What a check came to: `taken` when another practice verified the domain first. */
export type Checked = 'verified' | 'missing' | 'lost' | 'taken' | 'gone';

/** Domains: claimed and read by their practice, verified by the jobs login alone. */
export class DomainRepository {
  constructor(private readonly jobs: PlainDatabase) {}

  async list(tx: TenantTransaction): Promise<ClaimedDomain[]> {
    return tx.query<ClaimedDomain>({
      text: `select id, domain, token, claimed_at as "claimedAt", checked_at as "checkedAt", verified_at as "verifiedAt", lost_at as "lostAt" from wall.domains()`,
    });
  }

  /** @throws NotFound */
  async get(tx: TenantTransaction, id: string): Promise<ClaimedDomain> {
    const found = (await this.list(tx)).find((domain) => domain.id === id);
    if (!found) throw new NotFound();
    return found;
  }

  /** Claims a domain, or finds the claim there is. @throws TooManyDomains, AdministratorsOnly */
  async claim(tx: TenantTransaction, domain: string): Promise<string> {
    const [row] = await tx.query<{ id: string }>({ text: 'select wall.claim_domain($1) as id', values: [domain] });
    return row!.id;
  }

  /** @throws NotFound, LastDomain, AdministratorsOnly */
  async release(tx: TenantTransaction, id: string): Promise<void> {
    const [row] = await tx.query<{ released: boolean }>({ text: 'select wall.release_domain($1) as released', values: [id] });
    if (!row!.released) throw new NotFound();
  }

  /** Says what the DNS said. */
  async noteCheck(id: string, found: boolean): Promise<Checked> {
    const [row] = await this.jobs.query<{ checked: Checked }>({
      text: 'select wall.note_domain_check($1, $2) as checked',
      values: [id, found],
    });
    return row!.checked;
  }

  /** The verified domains of the deployment that were not asked for since yesterday, the one checked longest ago first. */
  async toCheck(): Promise<DomainToCheck[]> {
    return this.jobs.query<DomainToCheck>({
      text: 'select id, org_id as "orgId", domain, token, lost_at as "lostAt", reminded_at as "remindedAt" from wall.domains_to_check()',
    });
  }

  /** Notes that a practice is told of a lost domain and tells it, or neither; nothing when it was told since `last`. */
  async remind(id: string, last: Date | null, tell: () => Promise<void>): Promise<void> {
    await this.jobs.transaction(async (tx) => {
      const [row] = await tx.query<{ first: boolean }>({ text: 'select wall.note_domain_reminded($1, $2) as first', values: [id, last] });
      if (row!.first) await tell();
    });
  }
}

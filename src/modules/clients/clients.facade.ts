import type { OrgKeyring } from '../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../common/database/tenant-transaction.js';
import { insertClients, type NewClient } from './persistence/client-writer.js';
import type { CompactSearch } from './use-cases/compact-search.use-case.js';

/** What other contexts and demo data may ask of this one. */
export class ClientsFacade {
  constructor(private readonly compact: CompactSearch) {}

  /** Stores clients whose values were checked; see `insertClients`. The caller puts the act on record. */
  async insert(tx: TenantTransaction, keyring: OrgKeyring, clients: readonly NewClient[]): Promise<void> {
    await insertClients(tx, keyring, clients);
  }

  /** Builds an organisation's search segments now. Call it after storing many clients, every 50,000 or so. */
  async buildSearch(orgId: string): Promise<void> {
    await this.compact.execute(orgId, { force: true });
  }
}

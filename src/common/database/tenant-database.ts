import type { DataSource } from 'typeorm';
import type { PoolClient } from 'pg';
import type { OrganisationKeys } from '../crypto/organisation-keys.js';
import { newId } from '../ids.js';
import type { AuditWriter, Origin } from './audit-entry.js';
import { translate } from './database.errors.js';
import type { GrantToken } from './grant-token.js';
import { TenantTransaction } from './tenant-transaction.js';

/** The origin of work that no request started. */
export function ownOrigin(): Origin {
  return { requestId: newId(), ip: null, userAgent: null };
}

/** The only way to tenant rows: transactions on the tenant login, each behind a live token. */
export class TenantDatabase {
  /** Called after a commit that raised events, so that delivery does not wait for the next poll. */
  onEvents: () => void = () => undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: OrganisationKeys,
    private readonly audit: AuditWriter,
  ) {}

  /**
   * Runs `work` in one transaction: committed with its entries and events when it resolves, undone when it rejects.
   * @throws NoLiveGrant when the token opens nothing; DatabaseUnavailable when the database is out of reach;
   *   CommitUnknown when it went out of reach while COMMIT was under way.
   */
  async run<Result>(token: GrantToken, work: (tx: TenantTransaction) => Promise<Result>, origin: Origin = ownOrigin()): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const client = (await runner.connect()) as PoolClient;
      const tx = new TenantTransaction(client, { keys: this.keys, audit: this.audit }, token, origin);
      try {
        const result = await work(tx);
        await tx.commit();
        if (tx.raisedEvents) this.onEvents();
        return result;
      } catch (error) {
        await tx.rollback().catch(() => undefined);
        // A refused token is the cause; what failed after it in the same flush is not.
        await tx.principal();
        throw error;
      }
    } catch (error) {
      throw translate(error);
    } finally {
      await runner.release();
    }
  }
}

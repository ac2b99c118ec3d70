import { systemClock } from '../common/clock/clock.js';
import { organisationKeysFor } from '../common/crypto/organisation-keys.factory.js';
import { tenantDataSource } from '../common/database/data-source.js';
import { PlainDatabase } from '../common/database/plain-database.js';
import { MODULES } from '../common/database/principal.js';
import { ownOrigin, TenantDatabase } from '../common/database/tenant-database.js';
import type { TenantTransaction } from '../common/database/tenant-transaction.js';
import { JobGrants } from '../common/jobs/job-grants.js';
import { SealedAuditWriter } from '../modules/audit/index.js';
import { UsageError, type CommandContext } from './command.js';

/** What an operator does to a practice's settings: which practice, what to call it on record, what to warn of. */
export interface PracticeWork {
  slug: string;
  /** Stands on the entry where a browser would. */
  device: string;
  warning: string;
}

/**
 * Changes a practice's settings by a grant of its own, after a yes: behind the wall and on the practice's record, like anything else.
 * @throws UsageError when there is no such practice
 */
export async function workOnPractice<Result>(
  { settings, database, confirm }: CommandContext,
  { slug, device, warning }: PracticeWork,
  work: (tx: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  const { urls } = await database();
  const jobs = new PlainDatabase(urls.jobs, 1);
  const keys = await organisationKeysFor(settings, systemClock);
  const source = await tenantDataSource(urls.tenant, 1).initialize();
  try {
    const [practice] = await jobs.query<{ org_id: string }>({
      text: 'select org_id from wall.practice_name where slug = $1',
      values: [slug],
    });
    if (!practice) throw new UsageError('There is no practice of that name. See organisation list.');
    await confirm(warning);
    const tenants = new TenantDatabase(source, keys, new SealedAuditWriter(systemClock));
    return await new JobGrants(jobs).with({ orgId: practice.org_id, memberId: null, modules: MODULES.settings }, async (grant) =>
      tenants.run(grant, work, { ...ownOrigin(), userAgent: device }),
    );
  } finally {
    await source.destroy();
    await jobs.end();
    keys.forgetAll();
  }
}

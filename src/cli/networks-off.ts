import { systemClock } from '../common/clock/clock.js';
import { organisationKeysFor } from '../common/crypto/organisation-keys.factory.js';
import { tenantDataSource } from '../common/database/data-source.js';
import { PlainDatabase } from '../common/database/plain-database.js';
import { MODULES } from '../common/database/principal.js';
import { ownOrigin, TenantDatabase } from '../common/database/tenant-database.js';
import { JobGrants } from '../common/jobs/job-grants.js';
import { SealedAuditWriter } from '../modules/audit/index.js';
import { switchOffNetworks } from '../modules/organisations/index.js';
import { UsageError, type CommandContext } from './command.js';

/** How the entry names the device: nobody's browser. */
const DEVICE = 'ironbark networks off';

/** The way out for a practice that locked itself out: its list of networks is no longer enforced. The practice's record and page say who did it. */
export async function networksOff({ settings, database, say, positionals, confirm }: CommandContext): Promise<void> {
  const [slug] = positionals;
  if (slug === undefined) throw new UsageError('Say whose networks: networks off SLUG (see organisation list)');
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
    await confirm(`From now on ${slug} may be entered from any network, until an administrator enforces the list again.`);
    const tenants = new TenantDatabase(source, keys, new SealedAuditWriter(systemClock));
    const before = await new JobGrants(jobs).with({ orgId: practice.org_id, memberId: null, modules: MODULES.settings }, async (grant) =>
      tenants.run(grant, switchOffNetworks, { ...ownOrigin(), userAgent: DEVICE }),
    );
    if (before === null) throw new UsageError('This practice has no list of networks.');
    say(
      `The networks of ${slug} are switched off (before: ${before.replace('_', ' ')}). The list is kept; the practice’s record says that you did this.`,
    );
  } finally {
    await source.destroy();
    await jobs.end();
    keys.forgetAll();
  }
}

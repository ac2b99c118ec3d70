import type { OrganisationKeys } from '../../src/common/crypto/organisation-keys.js';
import type { PlainDatabase } from '../../src/common/database/plain-database.js';
import type { TenantDatabase } from '../../src/common/database/tenant-database.js';
import type { JobGrants } from '../../src/common/jobs/job-grants.js';
import type { ClientIndexes } from '../../src/modules/clients/index.js';
import type { FoundedPractice, NewPractice } from '../../src/modules/organisations/index.js';

/** What a scenario is made real on: one database with all its logins. */
export interface Ground {
  tenants: TenantDatabase;
  identity: PlainDatabase;
  grants: JobGrants;
  keys: OrganisationKeys;
  indexes: ClientIndexes;
  found(practice: NewPractice): Promise<FoundedPractice>;
}

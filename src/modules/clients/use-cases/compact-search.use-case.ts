import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import { BuildSegments } from '../../../common/sealed-search-store/build-segments.js';
import { CLIENT_SEARCH } from '../persistence/search-delta.js';

/** Builds the search segments of an organisation's clients anew; see {@link BuildSegments}. */
export class CompactSearch extends BuildSegments {
  constructor(database: TenantDatabase, grants: JobGrants) {
    super(CLIENT_SEARCH, database, grants);
  }
}

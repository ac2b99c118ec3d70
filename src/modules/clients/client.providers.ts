import type { Provider } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import { OrganisationKeys } from '../../common/crypto/organisation-keys.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { ClientsFacade } from './clients.facade.js';
import { CompactSearchJobs } from './jobs/compact-search.jobs.js';
import { ClientIndexes } from './queries/client-index.js';
import { FindDuplicatesQuery } from './queries/find-duplicates.query.js';
import { ListClientsQuery } from './queries/list-clients.query.js';
import { SearchClientsQuery } from './queries/search-clients.query.js';
import { ArchiveClient } from './use-cases/archive-client.use-case.js';
import { ChangeClient } from './use-cases/change-client.use-case.js';
import { ChangeManyClients } from './use-cases/change-many-clients.use-case.js';
import { ClientConsents } from './use-cases/client-consents.use-case.js';
import { ClientIdentifiers } from './use-cases/client-identifiers.use-case.js';
import { ClientRelationships } from './use-cases/client-relationships.use-case.js';
import { CompactSearch } from './use-cases/compact-search.use-case.js';
import { CreateClient } from './use-cases/create-client.use-case.js';
import { MergeClients } from './use-cases/merge-clients.use-case.js';

/** What the routes of single clients, lists and search are made of. */
export const CLIENT_PROVIDERS: Provider[] = [
  {
    provide: ClientIndexes,
    inject: [OrganisationKeys, CLOCK],
    useFactory: (keys: OrganisationKeys, clock: Clock) => new ClientIndexes(keys, clock),
  },
  { provide: ListClientsQuery, useFactory: () => new ListClientsQuery() },
  { provide: SearchClientsQuery, inject: [ClientIndexes], useFactory: (indexes: ClientIndexes) => new SearchClientsQuery(indexes) },
  {
    provide: FindDuplicatesQuery,
    inject: [ClientIndexes, CLOCK],
    useFactory: (indexes: ClientIndexes, clock: Clock) => new FindDuplicatesQuery(indexes, clock),
  },
  { provide: CreateClient, inject: [CLOCK], useFactory: (clock: Clock) => new CreateClient(clock) },
  { provide: ChangeClient, inject: [CLOCK], useFactory: (clock: Clock) => new ChangeClient(clock) },
  { provide: ArchiveClient, inject: [CLOCK], useFactory: (clock: Clock) => new ArchiveClient(clock) },
  { provide: ChangeManyClients, inject: [CLOCK], useFactory: (clock: Clock) => new ChangeManyClients(clock) },
  { provide: MergeClients, inject: [CLOCK], useFactory: (clock: Clock) => new MergeClients(clock) },
  { provide: ClientIdentifiers, inject: [CLOCK], useFactory: (clock: Clock) => new ClientIdentifiers(clock) },
  { provide: ClientRelationships, inject: [CLOCK], useFactory: (clock: Clock) => new ClientRelationships(clock) },
  { provide: ClientConsents, inject: [CLOCK], useFactory: (clock: Clock) => new ClientConsents(clock) },
  {
    provide: CompactSearch,
    inject: [TenantDatabase, JobGrants],
    useFactory: (database: TenantDatabase, grants: JobGrants) => new CompactSearch(database, grants),
  },
  {
    provide: CompactSearchJobs,
    inject: [JobQueue, CompactSearch, CLOCK],
    useFactory: (queue: JobQueue, compact: CompactSearch, clock: Clock) => new CompactSearchJobs(queue, compact, clock),
  },
  { provide: ClientsFacade, inject: [CompactSearch], useFactory: (compact: CompactSearch) => new ClientsFacade(compact) },
];

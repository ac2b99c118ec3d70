import { Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import { OrganisationKeys } from '../../common/crypto/organisation-keys.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { BuildSegments } from '../../common/sealed-search-store/build-segments.js';
import { BuildSegmentsJobs } from '../../common/sealed-search-store/build-segments.jobs.js';
import { DocumentHistoryController } from './http/document-history.controller.js';
import { DocumentSearchController } from './http/document-search.controller.js';
import { DOCUMENT_SEARCH } from './persistence/search-delta.js';
import { DocumentIndexes } from './queries/document-indexes.js';
import { ExportDocumentHistory } from './queries/export-document-history.query.js';
import { SearchDocumentsQuery } from './queries/search-documents.query.js';

/** Queue of the jobs that build an organisation's search segments over documents anew. */
const BUILD_SEARCH = 'documents.compact-search';

/** Finding documents, and their history. */
@Module({
  controllers: [DocumentSearchController, DocumentHistoryController],
  providers: [
    {
      provide: DocumentIndexes,
      inject: [OrganisationKeys, CLOCK],
      useFactory: (keys: OrganisationKeys, clock: Clock) => new DocumentIndexes(keys, clock),
    },
    {
      provide: SearchDocumentsQuery,
      inject: [DocumentIndexes],
      useFactory: (indexes: DocumentIndexes) => new SearchDocumentsQuery(indexes),
    },
    {
      provide: ExportDocumentHistory,
      inject: [TenantDatabase, CLOCK],
      useFactory: (database: TenantDatabase, clock: Clock) => new ExportDocumentHistory(database, clock),
    },
    {
      provide: BuildSegmentsJobs,
      inject: [JobQueue, TenantDatabase, JobGrants, CLOCK],
      useFactory: (queue: JobQueue, database: TenantDatabase, grants: JobGrants, clock: Clock) =>
        new BuildSegmentsJobs(BUILD_SEARCH, queue, new BuildSegments(DOCUMENT_SEARCH, database, grants), clock),
    },
  ],
  exports: [BuildSegmentsJobs],
})
export class DocumentSearchModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly jobs: BuildSegmentsJobs,
    private readonly indexes: DocumentIndexes,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.register();
    this.indexes.start((orgId) => this.jobs.grown(orgId));
  }

  onApplicationShutdown(): void {
    this.indexes.stop();
  }
}

import { Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { EventHandler } from '../../common/events/event-handler.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { BuildSegmentsJobs } from '../../common/sealed-search-store/build-segments.jobs.js';
import { DocumentFilesModule } from './document-files.module.js';
import { DocumentOutsideModule, OUTSIDE_EVENT_HANDLERS } from './document-outside.module.js';
import { DocumentRemindersModule } from './document-reminders.module.js';
import { DocumentSearchModule } from './document-search.module.js';
import { BuildSearchOnVersionFiled } from './handlers/build-search-on-version-filed.handler.js';
import { CheckVersionOnVersionArrived } from './handlers/check-version-on-version-arrived.handler.js';
import { MoveDocumentsOnClientsMerged } from './handlers/move-documents-on-clients-merged.handler.js';
import { DocumentLinksController } from './http/document-links.controller.js';
import { DocumentRulesController } from './http/document-rules.controller.js';
import { DocumentsController } from './http/documents.controller.js';
import { UploadsController } from './http/uploads.controller.js';
import { DocumentJobs, SWEEP } from './jobs/document.jobs.js';

/** Injection token of the context's event handlers. */
export const DOCUMENT_EVENT_HANDLERS = Symbol('DocumentEventHandlers');

@Module({
  imports: [DocumentFilesModule, DocumentRemindersModule, DocumentSearchModule, DocumentOutsideModule],
  controllers: [DocumentRulesController, UploadsController, DocumentLinksController, DocumentsController],
  providers: [
    {
      provide: DOCUMENT_EVENT_HANDLERS,
      inject: [JobQueue, JobGrants, TenantDatabase, BuildSegmentsJobs, OUTSIDE_EVENT_HANDLERS],
      useFactory: (
        queue: JobQueue,
        grants: JobGrants,
        database: TenantDatabase,
        search: BuildSegmentsJobs,
        outside: EventHandler[],
      ): EventHandler[] => [
        new CheckVersionOnVersionArrived(queue),
        new MoveDocumentsOnClientsMerged(grants, database),
        new BuildSearchOnVersionFiled(search),
        ...outside,
      ],
    },
  ],
  exports: [DOCUMENT_EVENT_HANDLERS],
})
export class DocumentsModule implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: DocumentJobs,
    private readonly queue: JobQueue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.register();
  }

  /** Past the full hour, when others have tidied. */
  @Cron('41 * * * *')
  async hourly(): Promise<void> {
    if (this.queue.works) await this.queue.send(SWEEP, {}, { key: 'hourly' });
  }
}

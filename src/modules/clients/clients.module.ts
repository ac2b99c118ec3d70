import { Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { CLIENT_PROVIDERS } from './client.providers.js';
import { ClientsFacade } from './clients.facade.js';
import { compactSearchHandlers } from './handlers/compact-search-on-client-event.handler.js';
import { ClientMergesController } from './http/client-merges.controller.js';
import { ClientPartsController } from './http/client-parts.controller.js';
import { ClientsController } from './http/clients.controller.js';
import { ClientImportJobs, IMPORT_EXPORT_CONTROLLERS, IMPORT_EXPORT_PROVIDERS, importDueHandlers } from './import-export.providers.js';
import { CompactSearchJobs } from './jobs/compact-search.jobs.js';
import { ClientIndexes } from './queries/client-index.js';

/** Injection token of the context's event handlers. */
export const CLIENT_EVENT_HANDLERS = Symbol('ClientEventHandlers');

@Module({
  controllers: [...IMPORT_EXPORT_CONTROLLERS, ClientMergesController, ClientPartsController, ClientsController],
  providers: [
    ...CLIENT_PROVIDERS,
    ...IMPORT_EXPORT_PROVIDERS,
    {
      provide: CLIENT_EVENT_HANDLERS,
      inject: [JobQueue, CompactSearchJobs],
      useFactory: (queue: JobQueue, compactions: CompactSearchJobs) => [...importDueHandlers(queue), ...compactSearchHandlers(compactions)],
    },
  ],
  exports: [CLIENT_EVENT_HANDLERS, ClientsFacade, ClientIndexes],
})
export class ClientsModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly queue: JobQueue,
    private readonly imports: ClientImportJobs,
    private readonly compactions: CompactSearchJobs,
    private readonly indexes: ClientIndexes,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.compactions.register();
    await this.imports.register(this.queue);
    this.indexes.start((orgId) => this.compactions.grown(orgId));
  }

  onApplicationShutdown(): void {
    this.indexes.stop();
  }
}

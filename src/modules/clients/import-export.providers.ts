import type { Provider, Type } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import { JOBS_DATABASE } from '../../common/database/database.tokens.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { ClientExportController } from './http/client-export.controller.js';
import { ClientImportsController } from './http/client-imports.controller.js';
import { ClientImportJobs } from './jobs/client-import.jobs.js';
import { ClientImportRowsRepository } from './persistence/client-import-rows.repository.js';
import { ClientImportRepository } from './persistence/client-import.repository.js';
import { ExportClients } from './queries/export-clients.query.js';
import { ListClientImports } from './queries/list-client-imports.query.js';
import { CancelClientImport } from './use-cases/cancel-client-import.use-case.js';
import { CheckClientImport } from './use-cases/check-client-import.use-case.js';
import { ImportBatch } from './use-cases/import-batch.js';
import { MapClientImport } from './use-cases/map-client-import.use-case.js';
import { PauseClientImport } from './use-cases/pause-client-import.use-case.js';
import { RunClientImport } from './use-cases/run-client-import.use-case.js';
import { SettleStoppedImport } from './use-cases/settle-stopped-import.use-case.js';
import { StartClientImport } from './use-cases/start-client-import.use-case.js';
import { UploadClientImport } from './use-cases/upload-client-import.use-case.js';

// Spread by clients.module.ts into its controllers and providers; the module registers the jobs and the event handlers.

/** Controllers of import and export. The export's fixed path must stand before `clients/:id`. */
export const IMPORT_EXPORT_CONTROLLERS: Type[] = [ClientExportController, ClientImportsController];

/** Everything that import and export are made of. */
export const IMPORT_EXPORT_PROVIDERS: Provider[] = [
  ClientImportRepository,
  ClientImportRowsRepository,
  {
    provide: UploadClientImport,
    inject: [TenantDatabase, ClientImportRepository, ClientImportRowsRepository, CLOCK],
    useFactory: (database: TenantDatabase, imports: ClientImportRepository, rows: ClientImportRowsRepository, clock: Clock) =>
      new UploadClientImport(database, imports, rows, clock),
  },
  {
    provide: MapClientImport,
    inject: [ClientImportRepository],
    useFactory: (imports: ClientImportRepository) => new MapClientImport(imports),
  },
  {
    provide: StartClientImport,
    inject: [ClientImportRepository],
    useFactory: (imports: ClientImportRepository) => new StartClientImport(imports),
  },
  {
    provide: PauseClientImport,
    inject: [ClientImportRepository],
    useFactory: (imports: ClientImportRepository) => new PauseClientImport(imports),
  },
  {
    provide: CancelClientImport,
    inject: [ClientImportRepository, CLOCK],
    useFactory: (imports: ClientImportRepository, clock: Clock) => new CancelClientImport(imports, clock),
  },
  {
    provide: CheckClientImport,
    inject: [TenantDatabase, ClientImportRepository, ClientImportRowsRepository, CLOCK],
    useFactory: (database: TenantDatabase, imports: ClientImportRepository, rows: ClientImportRowsRepository, clock: Clock) =>
      new CheckClientImport(database, imports, rows, clock),
  },
  {
    provide: ImportBatch,
    inject: [TenantDatabase, ClientImportRepository, ClientImportRowsRepository, CLOCK],
    useFactory: (database: TenantDatabase, imports: ClientImportRepository, rows: ClientImportRowsRepository, clock: Clock) =>
      new ImportBatch(database, imports, rows, clock),
  },
  {
    provide: RunClientImport,
    inject: [TenantDatabase, ClientImportRepository, ClientImportRowsRepository, ImportBatch, CLOCK],
    useFactory: (
      database: TenantDatabase,
      imports: ClientImportRepository,
      rows: ClientImportRowsRepository,
      batch: ImportBatch,
      clock: Clock,
    ) => new RunClientImport(database, imports, rows, batch, clock),
  },
  {
    provide: SettleStoppedImport,
    inject: [TenantDatabase, ClientImportRepository],
    useFactory: (database: TenantDatabase, imports: ClientImportRepository) => new SettleStoppedImport(database, imports),
  },
  {
    provide: ClientImportJobs,
    inject: [JobGrants, CheckClientImport, RunClientImport, SettleStoppedImport, CLOCK, JOBS_DATABASE],
    useFactory: (
      grants: JobGrants,
      check: CheckClientImport,
      run: RunClientImport,
      settle: SettleStoppedImport,
      clock: Clock,
      jobs: PlainDatabase,
    ) => new ClientImportJobs(grants, { check, run, settle }, clock, jobs),
  },
  {
    provide: ListClientImports,
    inject: [ClientImportRepository, ClientImportRowsRepository],
    useFactory: (imports: ClientImportRepository, rows: ClientImportRowsRepository) => new ListClientImports(imports, rows),
  },
  {
    provide: ExportClients,
    inject: [TenantDatabase, CLOCK],
    useFactory: (database: TenantDatabase, clock: Clock) => new ExportClients(database, clock),
  },
];

export { ClientImportJobs } from './jobs/client-import.jobs.js';
export { importDueHandlers } from './handlers/queue-job-on-import-due.handler.js';
export { installCsvBody } from './http/import-body.js';
export { FILE_LIMIT } from './domain/client-import.js';

import type { Provider } from '@nestjs/common';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import { JOBS_DATABASE } from '../../common/database/database.tokens.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { OBJECT_STORE } from '../../common/object-store/object-store.token.js';
import type { ObjectStore } from '../../common/object-store/object-store.js';
import { Clamd } from './content/clamd.js';
import { Drawing } from './content/drawing.js';
import { DocumentJobs } from './jobs/document.jobs.js';
import { AskUpload } from './use-cases/ask-upload.use-case.js';
import { BeginUpload } from './use-cases/begin-upload.use-case.js';
import { BundleDocuments } from './use-cases/bundle-documents.use-case.js';
import { ChangeDocument } from './use-cases/change-document.use-case.js';
import { CheckVersion } from './use-cases/check-version.use-case.js';
import { EndUpload } from './use-cases/end-upload.use-case.js';
import { FinishUpload } from './use-cases/finish-upload.use-case.js';
import { OpenDocument } from './use-cases/open-document.use-case.js';
import { ReadLink } from './use-cases/read-link.use-case.js';
import { ReceivePiece } from './use-cases/receive-piece.use-case.js';
import { SentRecord } from './use-cases/sent-record.js';
import { ShowPage } from './use-cases/show-page.use-case.js';
import { SweepDocuments } from './use-cases/sweep-documents.use-case.js';

/** What documents, uploads and links are made of. */
export const DOCUMENT_PROVIDERS: Provider[] = [
  { provide: BeginUpload, useFactory: () => new BeginUpload() },
  { provide: OpenDocument, useFactory: () => new OpenDocument() },
  { provide: ChangeDocument, inject: [CLOCK], useFactory: (clock: Clock) => new ChangeDocument(clock) },
  {
    provide: FinishUpload,
    inject: [TenantDatabase, OBJECT_STORE],
    useFactory: (database: TenantDatabase, store: ObjectStore) => new FinishUpload(database, store),
  },
  {
    provide: ReceivePiece,
    inject: [TenantDatabase, OBJECT_STORE, FinishUpload],
    useFactory: (database: TenantDatabase, store: ObjectStore, finish: FinishUpload) => new ReceivePiece(database, store, finish),
  },
  {
    provide: AskUpload,
    inject: [TenantDatabase, FinishUpload],
    useFactory: (database: TenantDatabase, finish: FinishUpload) => new AskUpload(database, finish),
  },
  {
    provide: EndUpload,
    inject: [TenantDatabase, OBJECT_STORE, CLOCK],
    useFactory: (database: TenantDatabase, store: ObjectStore, clock: Clock) => new EndUpload(database, store, clock),
  },
  {
    provide: SentRecord,
    inject: [TenantDatabase, JobGrants],
    useFactory: (database: TenantDatabase, grants: JobGrants) => new SentRecord(database, grants),
  },
  {
    provide: ReadLink,
    inject: [TenantDatabase, OBJECT_STORE, SentRecord],
    useFactory: (database: TenantDatabase, store: ObjectStore, sent: SentRecord) => new ReadLink(database, store, sent),
  },
  {
    provide: BundleDocuments,
    inject: [TenantDatabase, OBJECT_STORE, SentRecord, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof BundleDocuments>) => new BundleDocuments(...parts),
  },
  {
    provide: Drawing,
    inject: [SETTINGS],
    useFactory: async ({ production }: Settings) => {
      const drawing = new Drawing();
      // A watermark of empty boxes, or every picture taken for a broken one: production does not start so.
      if (production) await drawing.check();
      return drawing;
    },
  },
  {
    provide: CheckVersion,
    inject: [TenantDatabase, OBJECT_STORE, Drawing, SETTINGS],
    useFactory: (database: TenantDatabase, store: ObjectStore, drawing: Drawing, { clamd }: Settings) =>
      new CheckVersion(database, store, drawing, clamd === null ? null : new Clamd(clamd)),
  },
  {
    provide: ShowPage,
    inject: [ReadLink, OBJECT_STORE, Drawing],
    useFactory: (links: ReadLink, store: ObjectStore, drawing: Drawing) => new ShowPage(links, store, drawing),
  },
  {
    provide: SweepDocuments,
    inject: [JOBS_DATABASE, JobGrants, TenantDatabase, OBJECT_STORE, CLOCK],
    useFactory: (...parts: ConstructorParameters<typeof SweepDocuments>) => new SweepDocuments(...parts),
  },
  {
    provide: DocumentJobs,
    inject: [JobQueue, JobGrants, CheckVersion, SweepDocuments],
    useFactory: (queue: JobQueue, grants: JobGrants, check: CheckVersion, sweep: SweepDocuments) =>
      new DocumentJobs(queue, grants, { check, sweep }),
  },
];

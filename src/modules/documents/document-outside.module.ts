import { Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { JOBS_DATABASE } from '../../common/database/database.tokens.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import type { EventHandler } from '../../common/events/event-handler.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { MAILER, type Mailer } from '../../common/mail/mail.js';
import { OBJECT_STORE } from '../../common/object-store/object-store.token.js';
import { IdentityFacade, IdentityModule } from '../identity/index.js';
import { Drawing } from './content/drawing.js';
import { DocumentFilesModule } from './document-files.module.js';
import { EndDoorsOnAccountLocked } from './handlers/end-doors-on-account-locked.handler.js';
import { MailClientOnTold } from './handlers/mail-client-on-told.handler.js';
import { SendCodeOnCodeAsked } from './handlers/send-code-on-code-asked.handler.js';
import { SendRequestOnRequested } from './handlers/send-request-on-requested.handler.js';
import { SendShareOnShared } from './handlers/send-share-on-shared.handler.js';
import { TellAskerOnAnswered } from './handlers/tell-asker-on-answered.handler.js';
import { TellClientOnReopened } from './handlers/tell-client-on-reopened.handler.js';
import { ChecklistsController } from './http/checklists.controller.js';
import { OutsideUploadsController } from './http/outside-uploads.controller.js';
import { OutsideController } from './http/outside.controller.js';
import { RequestsController } from './http/requests.controller.js';
import { SharesController } from './http/shares.controller.js';
import { VISITOR_COOKIE, visitorCookie } from './http/visitor.js';
import { DoorRepository } from './persistence/door.repository.js';
import { AnswerRequest } from './use-cases/answer-request.use-case.js';
import { AskUpload } from './use-cases/ask-upload.use-case.js';
import { BeginUpload } from './use-cases/begin-upload.use-case.js';
import { Doors } from './use-cases/doors.use-case.js';
import { EndUpload } from './use-cases/end-upload.use-case.js';
import { ReadShare } from './use-cases/read-share.use-case.js';
import { ReceivePiece } from './use-cases/receive-piece.use-case.js';
import { RemindClients } from './use-cases/remind-clients.use-case.js';
import { RequestDocuments } from './use-cases/request-documents.use-case.js';
import { SentRecord } from './use-cases/sent-record.js';
import { TELL_CLIENT, TellClient, type RequestJob } from './use-cases/tell-client.use-case.js';
import { ShareDocument } from './use-cases/share-document.use-case.js';

/** Queue of the looks for clients to be reminded. */
const REMIND_CLIENTS = 'documents.remind-clients';

/** Injection token of what sends the mails of doors. */
export const OUTSIDE_EVENT_HANDLERS = Symbol('OutsideEventHandlers');

/** Shares and requests: people of the practice open doors, outside people come in by them (ADR 14). */
@Module({
  imports: [IdentityModule, DocumentFilesModule],
  controllers: [SharesController, RequestsController, ChecklistsController, OutsideUploadsController, OutsideController],
  providers: [
    { provide: VISITOR_COOKIE, inject: [SETTINGS], useFactory: ({ http }: Settings) => visitorCookie(http.secure) },
    { provide: DoorRepository, inject: [JOBS_DATABASE], useFactory: (jobs: PlainDatabase) => new DoorRepository(jobs) },
    {
      provide: Doors,
      inject: [DoorRepository, JobGrants, TenantDatabase],
      useFactory: (...parts: ConstructorParameters<typeof Doors>) => new Doors(...parts),
    },
    {
      provide: ShareDocument,
      inject: [JobGrants, TenantDatabase, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof ShareDocument>) => new ShareDocument(...parts),
    },
    { provide: RequestDocuments, inject: [CLOCK], useFactory: (clock: Clock) => new RequestDocuments(clock) },
    {
      provide: ReadShare,
      inject: [Doors, TenantDatabase, OBJECT_STORE, Drawing, SentRecord],
      useFactory: (...parts: ConstructorParameters<typeof ReadShare>) => new ReadShare(...parts),
    },
    {
      provide: AnswerRequest,
      inject: [Doors, TenantDatabase, BeginUpload, ReceivePiece, AskUpload, EndUpload],
      useFactory: (doors: Doors, database: TenantDatabase, begin: BeginUpload, piece: ReceivePiece, ask: AskUpload, end: EndUpload) =>
        new AnswerRequest(doors, database, { begin, piece, ask, end }),
    },
    {
      provide: TellClient,
      inject: [DoorRepository, JobGrants, TenantDatabase, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof TellClient>) => new TellClient(...parts),
    },
    {
      provide: RemindClients,
      inject: [JOBS_DATABASE, JobGrants, TenantDatabase, TellClient, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof RemindClients>) => new RemindClients(...parts),
    },
    {
      provide: OUTSIDE_EVENT_HANDLERS,
      inject: [DoorRepository, JobGrants, TenantDatabase, IdentityFacade, MAILER, SETTINGS, JobQueue],
      useFactory: (
        doors: DoorRepository,
        grants: JobGrants,
        database: TenantDatabase,
        identity: IdentityFacade,
        mailer: Mailer,
        { http: { publicUrl } }: Settings,
        queue: JobQueue,
      ): EventHandler[] => [
        new SendShareOnShared(doors, grants, database, identity, mailer, publicUrl),
        new SendRequestOnRequested(doors, grants, database, mailer, publicUrl),
        new SendCodeOnCodeAsked(doors, grants, database, mailer),
        new EndDoorsOnAccountLocked(doors, grants, database),
        new TellAskerOnAnswered(grants, database, identity, publicUrl),
        new TellClientOnReopened(queue),
        new MailClientOnTold(doors, grants, database, mailer, publicUrl),
      ],
    },
  ],
  exports: [OUTSIDE_EVENT_HANDLERS],
})
export class DocumentOutsideModule implements OnApplicationBootstrap {
  private readonly logger = new Logger('Documents');

  constructor(
    private readonly queue: JobQueue,
    private readonly doors: DoorRepository,
    private readonly tell: TellClient,
    private readonly reminders: RemindClients,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.define<RequestJob>(TELL_CLIENT, (job) => this.tell.execute(job));
    await this.queue.define<object>(REMIND_CLIENTS, async () => {
      for (const { orgId, error } of await this.reminders.execute())
        this.logger.error(
          { orgId, name: error instanceof Error ? error.name : 'unknown' },
          'Clients could not be reminded of what is outstanding.',
        );
    });
  }

  /** Once a day: doors that are over forget their secrets. */
  @Cron('17 4 * * *')
  async daily(): Promise<void> {
    if (this.queue.works) await this.doors.sweep();
  }

  /** While it is morning anywhere in Australia; each practice's own morning counts. */
  @Cron('11 6-13 * * *', { timeZone: 'Australia/Sydney' })
  async mornings(): Promise<void> {
    if (this.queue.works) await this.queue.send(REMIND_CLIENTS, {}, { key: 'hourly' });
  }
}

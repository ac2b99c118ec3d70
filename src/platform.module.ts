import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, systemClock, type Clock } from './common/clock/clock.js';
import type { Settings, DatabaseUrls } from './common/config/settings.js';
import { SETTINGS } from './common/config/settings.token.js';
import { OrganisationKeys, PLATFORM_ORG } from './common/crypto/organisation-keys.js';
import { organisationKeysFor } from './common/crypto/organisation-keys.factory.js';
import { AUDIT_WRITER, type AuditWriter } from './common/database/audit-entry.js';
import { tenantDataSource } from './common/database/data-source.js';
import { IDENTITY_DATABASE, JOBS_DATABASE } from './common/database/database.tokens.js';
import { PlainDatabase } from './common/database/plain-database.js';
import { TenantDatabase } from './common/database/tenant-database.js';
import { RequestCounts } from './common/http/request-counts.js';
import { OutboxNudge } from './common/events/outbox-nudge.js';
import { JobGrants } from './common/jobs/job-grants.js';
import { JobQueue } from './common/jobs/job-queue.js';
import { objectStoreFor } from './common/object-store/object-store.factory.js';
import type { ObjectStore } from './common/object-store/object-store.js';
import { OBJECT_STORE } from './common/object-store/object-store.token.js';
import { MailCatcher } from './common/mail/mail-catcher.js';
import { MAILER } from './common/mail/mail.js';
import { SmtpMailer } from './common/mail/smtp-mailer.js';
import { SealedAuditWriter } from './modules/audit/index.js';

const TENANT_CONNECTIONS = 20;
const IDENTITY_CONNECTIONS = 8;
const JOBS_CONNECTIONS = 5;

/** Injection token of the {@link MailCatcher}; null where mail really leaves. */
export const MAIL_CATCHER = Symbol('MailCatcher');
const TENANT_SOURCE = Symbol('TenantDataSource');

/** What a process is built from. */
export interface PlatformOptions {
  settings: Settings;
  urls: DatabaseUrls;
  /** Tests move it. */
  clock?: Clock;
  /** Smaller pools for tests that run many applications. */
  connections?: number;
  /** Where files lie, instead of where the settings say. */
  objects?: ObjectStore;
}

/** Lets go of what the platform holds, last of all: contexts have finished what they had in hand. */
class PlatformLifecycle implements OnApplicationShutdown {
  constructor(
    private readonly tenants: ReturnType<typeof tenantDataSource>,
    private readonly identity: PlainDatabase,
    private readonly jobs: PlainDatabase,
    private readonly queue: JobQueue,
    private readonly keys: OrganisationKeys,
    private readonly catcher: MailCatcher | null,
    private readonly store: ObjectStore,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.queue.stop();
    await this.catcher?.stop();
    await this.tenants.destroy();
    await this.identity.end();
    await this.jobs.end();
    await this.store.close();
    this.keys.forgetAll();
  }
}

/** The parts every context stands on: settings, clock, keys, databases, jobs and mail, made once per process. */
@Global()
@Module({})
export class PlatformModule {
  static for({ settings, urls, clock = systemClock, connections, objects }: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: CLOCK, useValue: clock },
        {
          provide: OrganisationKeys,
          useFactory: async () => {
            const keys = await organisationKeysFor(settings, clock);
            // Made once, here: whoever seals for the platform only loads it.
            await keys.create(PLATFORM_ORG);
            return keys;
          },
        },
        { provide: AUDIT_WRITER, useFactory: () => new SealedAuditWriter(clock) },
        { provide: IDENTITY_DATABASE, useFactory: () => new PlainDatabase(urls.identity, connections ?? IDENTITY_CONNECTIONS) },
        { provide: JOBS_DATABASE, useFactory: () => new PlainDatabase(urls.jobs, connections ?? JOBS_CONNECTIONS) },
        { provide: TENANT_SOURCE, useFactory: () => tenantDataSource(urls.tenant, connections ?? TENANT_CONNECTIONS).initialize() },
        {
          provide: TenantDatabase,
          inject: [TENANT_SOURCE, OrganisationKeys, AUDIT_WRITER, OutboxNudge],
          useFactory: (source: ReturnType<typeof tenantDataSource>, keys: OrganisationKeys, audit: AuditWriter, outbox: OutboxNudge) => {
            const database = new TenantDatabase(source, keys, audit);
            database.onEvents = () => outbox.nudge();
            return database;
          },
        },
        {
          provide: RequestCounts,
          inject: [IDENTITY_DATABASE, OrganisationKeys],
          useFactory: (identity: PlainDatabase, keys: OrganisationKeys) => new RequestCounts(identity, keys),
        },
        { provide: OutboxNudge, useFactory: () => new OutboxNudge() },
        {
          provide: OBJECT_STORE,
          useFactory: async () => {
            const store = objects ?? objectStoreFor(settings);
            await store.check();
            return store;
          },
        },
        { provide: JobGrants, inject: [JOBS_DATABASE], useFactory: (jobs: PlainDatabase) => new JobGrants(jobs) },
        {
          provide: JobQueue,
          useFactory: async () => {
            const queue = new JobQueue(urls.jobs, settings.role !== 'web');
            await queue.start();
            return queue;
          },
        },
        {
          provide: MAIL_CATCHER,
          useFactory: () => (settings.mail.smtpUrl === null && !settings.production ? new MailCatcher(clock) : null),
        },
        {
          provide: MAILER,
          inject: [MAIL_CATCHER],
          useFactory: async (catcher: MailCatcher | null) =>
            new SmtpMailer(catcher ? await catcher.start() : settings.mail.smtpUrl!, settings.mail.from, settings.mail.requireTls),
        },
        {
          provide: PlatformLifecycle,
          inject: [TENANT_SOURCE, IDENTITY_DATABASE, JOBS_DATABASE, JobQueue, OrganisationKeys, MAIL_CATCHER, OBJECT_STORE],
          useFactory: (...parts: ConstructorParameters<typeof PlatformLifecycle>) => new PlatformLifecycle(...parts),
        },
      ],
      exports: [
        SETTINGS,
        CLOCK,
        OrganisationKeys,
        TenantDatabase,
        IDENTITY_DATABASE,
        JOBS_DATABASE,
        OutboxNudge,
        RequestCounts,
        JobGrants,
        JobQueue,
        OBJECT_STORE,
        MAILER,
        MAIL_CATCHER,
      ],
    };
  }
}

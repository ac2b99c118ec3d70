import { Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { CLOCK, type Clock } from '../../common/clock/clock.js';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { JOBS_DATABASE } from '../../common/database/database.tokens.js';
import type { PlainDatabase } from '../../common/database/plain-database.js';
import { TenantDatabase } from '../../common/database/tenant-database.js';
import { JobGrants } from '../../common/jobs/job-grants.js';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { IdentityFacade, IdentityModule } from '../identity/index.js';
import { RemindOfExpiry } from './use-cases/remind-of-expiry.use-case.js';

/** Queue of the daily look for documents that expire. */
const REMIND = 'documents.remind-of-expiry';

/** Reminders of documents that expire. */
@Module({
  imports: [IdentityModule],
  providers: [
    {
      provide: RemindOfExpiry,
      inject: [JOBS_DATABASE, JobGrants, TenantDatabase, IdentityFacade, CLOCK, SETTINGS],
      useFactory: (
        jobs: PlainDatabase,
        grants: JobGrants,
        database: TenantDatabase,
        identity: IdentityFacade,
        clock: Clock,
        { http }: Settings,
      ) => new RemindOfExpiry(jobs, grants, database, identity, clock, `${http.publicUrl}/documents`),
    },
  ],
})
export class DocumentRemindersModule implements OnApplicationBootstrap {
  private readonly logger = new Logger('Documents');

  constructor(
    private readonly queue: JobQueue,
    private readonly reminders: RemindOfExpiry,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.define<object>(REMIND, async () => {
      for (const { orgId, error } of await this.reminders.execute())
        this.logger.error(
          { orgId, name: error instanceof Error ? error.name : 'unknown' },
          'Nobody could be reminded of documents that expire.',
        );
    });
  }

  /** Early in the morning of most practices. */
  @Cron('23 6 * * *', { timeZone: 'Australia/Sydney' })
  async daily(): Promise<void> {
    if (this.queue.works) await this.queue.send(REMIND, {}, { key: 'daily' });
  }
}

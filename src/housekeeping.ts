import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Settings } from './common/config/settings.js';
import { SETTINGS } from './common/config/settings.token.js';
import { sqlState } from './common/database/database.errors.js';
import { JOBS_DATABASE } from './common/database/database.tokens.js';
import type { PlainDatabase } from './common/database/plain-database.js';
import { RequestCounts } from './common/http/request-counts.js';
import { JobQueue } from './common/jobs/job-queue.js';
import { RemindOfKeys } from './modules/access-control/index.js';
import { IdentityFacade } from './modules/identity/index.js';

/** Another process made the same partition at the same moment. */
const MADE_MEANWHILE = new Set(['42P07', '23505']);
const HOUSEKEEPING = 'platform.housekeeping';

/** Says when the platform tidies up; the job itself is durable and runs in one process. */
@Injectable()
export class HousekeepingSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly queue: JobQueue,
    private readonly identity: IdentityFacade,
    private readonly counts: RequestCounts,
    private readonly keys: RemindOfKeys,
    @Inject(JOBS_DATABASE) private readonly jobs: PlainDatabase,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    // Without the partition of this month no request can be put on record, so none would be answered.
    await this.ensurePartitions();
    await this.queue.define(HOUSEKEEPING, async () => this.tidy());
  }

  @Cron('17 * * * *')
  async hourly(): Promise<void> {
    if (this.settings.role !== 'web') await this.queue.send(HOUSEKEEPING, {}, { key: 'hourly' });
    else await this.ensurePartitions();
  }

  /** Audit partitions ahead of time; grants, sign-in requests, events and sightings of network addresses that are long over; reminders of keys that end. */
  private async tidy(): Promise<void> {
    const failed: unknown[] = [];
    for (const step of [
      () => this.ensurePartitions(),
      () => this.jobs.query({ text: 'select wall.sweep_grants()' }),
      () => this.jobs.query({ text: 'select wall.sweep_networks()' }),
      () => this.jobs.execute({ text: `delete from events.outbox where delivered_at < clock_timestamp() - interval '7 days'` }),
      () => this.identity.tidy(),
      () => this.counts.tidy(),
      () => this.keys.execute(),
    ])
      await step().catch((error: unknown) => failed.push(error));
    // The job fails, and is tried again, once everything else was done.
    if (failed.length > 0) throw new AggregateError(failed, 'Some of the tidying failed.');
  }

  /** The record's partitions of this month and the next three, also where no worker has run for a long time. */
  private async ensurePartitions(attempts = 3): Promise<void> {
    try {
      await this.jobs.query({ text: 'select audit.ensure_partitions(3)' });
    } catch (error) {
      if (attempts <= 1 || !MADE_MEANWHILE.has(sqlState(error) ?? '')) throw error;
      await this.ensurePartitions(attempts - 1);
    }
  }
}

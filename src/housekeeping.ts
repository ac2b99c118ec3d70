import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Settings } from './common/config/settings.js';
import { SETTINGS } from './common/config/settings.token.js';
import { JOBS_DATABASE } from './common/database/database.tokens.js';
import type { PlainDatabase } from './common/database/plain-database.js';
import { JobQueue } from './common/jobs/job-queue.js';

const HOUSEKEEPING = 'platform.housekeeping';

/** Says when the platform tidies up; the job itself is durable and runs in one process. */
@Injectable()
export class HousekeepingSchedule implements OnApplicationBootstrap {
  constructor(
    private readonly queue: JobQueue,
    @Inject(JOBS_DATABASE) private readonly jobs: PlainDatabase,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.define(HOUSEKEEPING, () => this.tidy());
  }

  @Cron('17 * * * *')
  async hourly(): Promise<void> {
    if (this.settings.role !== 'web') await this.queue.send(HOUSEKEEPING, {}, 'hourly');
  }

  /** Audit partitions ahead of time, grants long over, events long delivered. */
  private async tidy(): Promise<void> {
    await this.jobs.query({ text: 'select audit.ensure_partitions(3)' });
    await this.jobs.query({ text: 'select wall.sweep_grants()' });
    await this.jobs.execute({ text: `delete from events.outbox where delivered_at < clock_timestamp() - interval '7 days'` });
  }
}

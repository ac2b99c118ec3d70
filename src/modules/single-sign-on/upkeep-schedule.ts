import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Settings } from '../../common/config/settings.js';
import { SETTINGS } from '../../common/config/settings.token.js';
import { JobQueue } from '../../common/jobs/job-queue.js';
import { KeepUp } from './use-cases/keep-up.use-case.js';

const UPKEEP = 'single-sign-on.upkeep';

/** Says when connections and domains are looked after; the job itself is durable, runs in one process, and picks what is due. */
@Injectable()
export class UpkeepSchedule implements OnApplicationBootstrap {
  private readonly logger = new Logger('SingleSignOn');

  constructor(
    private readonly queue: JobQueue,
    private readonly upkeep: KeepUp,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.define(UPKEEP, async () => this.run());
  }

  @Cron('43 * * * *')
  async hourly(): Promise<void> {
    if (this.settings.role !== 'web') await this.queue.send(UPKEEP, {}, { key: 'hourly' });
  }

  private async run(): Promise<void> {
    for (const { id, error } of await this.upkeep.execute())
      this.logger.warn(`Could not look after ${id}: ${error instanceof Error ? error.name : 'unknown'}`);
  }
}

import { Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '../../../common/clock/clock.js';
import { NoLiveGrant } from '../../../common/database/database.errors.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { MODULES } from '../../../common/database/principal.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import { ImportNotFound } from '../domain/client.errors.js';
import type { CheckClientImport } from '../use-cases/check-client-import.use-case.js';
import type { SettleStoppedImport } from '../use-cases/settle-stopped-import.use-case.js';
import type { RunClientImport } from '../use-cases/run-client-import.use-case.js';

/** What a job about an import knows: ids only. It acts as the member and reaches no more than they do. */
export type ImportJob = { orgId: string; memberId: string; importId: string };

/** Queue of the jobs that check rows. */
export const CHECK_IMPORT = 'clients.check-import';
/** Queue of the jobs that create clients. */
export const RUN_IMPORT = 'clients.run-import';

/** Queue of the jobs that settle what stopped when its author's access ended. */
export const SETTLE_IMPORT = 'clients.settle-import';

/** It is looked whether the author is back after an hour, two hours more and so on, at most a day apart, for three months in all. */
const HOUR_SECONDS = 3_600;
const MOST_LOOKS = 100;

/** A grant lives ten minutes: a long import goes on under a fresh one before that. */
const STRETCH_MS = 5 * 60_000;

/** The process is about to end: the job is tried again by the next one. */
class ProcessEnding extends Error {}

/** The jobs of imports. Each may be repeated at any time: it finds what is left to do in the import itself. */
export class ClientImportJobs implements OnModuleDestroy {
  private readonly logger = new Logger('ClientImports');
  private ending = false;
  private queue: Pick<JobQueue, 'send'> | undefined;

  constructor(
    private readonly grants: JobGrants,
    private readonly work: { check: CheckClientImport; run: RunClientImport; settle: SettleStoppedImport },
    private readonly clock: Clock,
    private readonly jobs: PlainDatabase,
  ) {}

  /** Declares the queues; a process that works enqueues again what one that died had begun. */
  async register(queue: Pick<JobQueue, 'define' | 'send' | 'works'>): Promise<void> {
    this.queue = queue;
    await queue.define<ImportJob>(CHECK_IMPORT, (job) => this.checkImport(job));
    await queue.define<ImportJob>(RUN_IMPORT, (job) => this.runImport(job));
    await queue.define<ImportJob & { looks?: number }>(SETTLE_IMPORT, (job) => this.settleImport(job));
    if (!queue.works) return;
    for (const { name, data } of await this.begun()) await queue.send(name, data);
  }

  /** Lets a long import stop after its batch. */
  onModuleDestroy(): void {
    this.ending = true;
  }

  /** Checks the rows of one import. */
  async checkImport(job: ImportJob): Promise<void> {
    await this.unlessGone(job, () => this.grants.with(reachOf(job), (token) => this.work.check.execute(token, job.importId)));
  }

  /** Imports the rows of one import that wait, until it ends, is paused or cancelled. */
  async runImport(job: ImportJob): Promise<void> {
    await this.unlessGone(job, async () => {
      const stretch = (): Promise<boolean> => {
        const end = this.clock.now().getTime() + STRETCH_MS;
        return this.grants.with(reachOf(job), (token) =>
          this.work.run.execute(token, job.importId, () => !this.ending && this.clock.now().getTime() < end),
        );
      };
      while (await stretch()) if (this.ending) throw new ProcessEnding();
    });
  }

  /** Settles an import that stopped when its author's access ended, as soon as they have it again. */
  async settleImport({ looks = 0, ...job }: ImportJob & { looks?: number }): Promise<void> {
    await this.unlessGone(job, () => this.grants.with(reachOf(job), (token) => this.work.settle.execute(token, job.importId)), looks + 1);
  }

  /** A member who lost access, or an import that is gone, leaves nothing to retry; it is looked at again later. */
  private async unlessGone(job: ImportJob, work: () => Promise<void>, looks = 0): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ImportNotFound) && !(error instanceof NoLiveGrant)) throw error;
      if (looks === 0) this.logger.warn(`Import ${job.importId} stopped: ${error.code}`);
      // To somebody without access to clients an import looks like one that is gone, so both are looked at again.
      if (looks >= MOST_LOOKS) return;
      const { orgId, memberId, importId } = job;
      const afterSeconds = Math.min(looks, 24) * HOUR_SECONDS;
      await this.queue?.send(SETTLE_IMPORT, { orgId, memberId, importId, looks }, { afterSeconds });
    }
  }

  /**
   * Jobs that are marked as under way, or gave up, when this process starts: those of a process that was killed wait
   * for their expiry otherwise. One that another process is really doing is done twice, which changes nothing. Where a
   * later job for the same import exists, that one has taken over, and the import may be done since.
   */
  private async begun(): Promise<{ name: string; data: ImportJob }[]> {
    return this.jobs.query<{ name: string; data: ImportJob }>({
      text: `select distinct j.name, j.data from queue.job j
              where j.name = any($1) and j.state in ('active', 'failed')
                and not exists (select 1 from queue.job later where later.name = j.name and later.data = j.data and later.created_on > j.created_on)`,
      values: [[CHECK_IMPORT, RUN_IMPORT]],
    });
  }
}

function reachOf({ orgId, memberId }: ImportJob): { orgId: string; memberId: string; modules: number } {
  return { orgId, memberId, modules: MODULES.clients };
}

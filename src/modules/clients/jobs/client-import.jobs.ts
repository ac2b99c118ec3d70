import { Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '../../../common/clock/clock.js';
import { NoLiveGrant } from '../../../common/database/database.errors.js';
import type { PlainDatabase } from '../../../common/database/plain-database.js';
import { MODULES } from '../../../common/database/principal.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import { ImportNotFound } from '../domain/client.errors.js';
import type { CheckClientImport } from '../use-cases/check-client-import.use-case.js';
import type { RunClientImport } from '../use-cases/run-client-import.use-case.js';

/** What a job about an import knows: ids only. It acts as the member and reaches no more than they do. */
export type ImportJob = { orgId: string; memberId: string; importId: string };

/** Queue of the jobs that check rows. */
export const CHECK_IMPORT = 'clients.check-import';
/** Queue of the jobs that create clients. */
export const RUN_IMPORT = 'clients.run-import';

/** A grant lives ten minutes: a long import goes on under a fresh one before that. */
const STRETCH_MS = 5 * 60_000;

/** The process is about to end: the job is tried again by the next one. */
class ProcessEnding extends Error {}

/** The jobs of imports. Each may be repeated at any time: it finds what is left to do in the import itself. */
export class ClientImportJobs implements OnModuleDestroy {
  private readonly logger = new Logger('ClientImports');
  private ending = false;

  constructor(
    private readonly grants: JobGrants,
    private readonly check: CheckClientImport,
    private readonly run: RunClientImport,
    private readonly clock: Clock,
    private readonly jobs: PlainDatabase,
  ) {}

  /** Declares both queues, and enqueues again what a process that died had begun. */
  async register(queue: JobQueue): Promise<void> {
    await queue.define<ImportJob>(CHECK_IMPORT, (job) => this.checkImport(job));
    await queue.define<ImportJob>(RUN_IMPORT, (job) => this.runImport(job));
    for (const { name, data } of await this.begun()) await queue.send(name, data);
  }

  /** Lets a long import stop after its batch. */
  onModuleDestroy(): void {
    this.ending = true;
  }

  /** Checks the rows of one import. */
  async checkImport(job: ImportJob): Promise<void> {
    await this.unlessGone(job, () => this.grants.with(reachOf(job), (token) => this.check.execute(token, job.importId)));
  }

  /** Imports the rows of one import that wait, until it ends, is paused or cancelled. */
  async runImport(job: ImportJob): Promise<void> {
    await this.unlessGone(job, async () => {
      const stretch = (): Promise<boolean> => {
        const end = this.clock.now().getTime() + STRETCH_MS;
        return this.grants.with(reachOf(job), (token) =>
          this.run.execute(token, job.importId, () => !this.ending && this.clock.now().getTime() < end),
        );
      };
      while (await stretch()) if (this.ending) throw new ProcessEnding();
    });
  }

  /** A member who lost access, or an import that is gone, leaves nothing to retry. */
  private async unlessGone({ importId }: ImportJob, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ImportNotFound) && !(error instanceof NoLiveGrant)) throw error;
      this.logger.warn(`Import ${importId} stopped: ${error.code}`);
    }
  }

  /**
   * Jobs that are marked as under way, or gave up, when this process starts: those of a process that was killed wait
   * for their expiry otherwise. One that another process is really doing is done twice, which changes nothing.
   */
  private async begun(): Promise<{ name: string; data: ImportJob }[]> {
    return this.jobs.query<{ name: string; data: ImportJob }>({
      text: `select distinct name, data from queue.job where name = any($1) and state in ('active', 'failed')`,
      values: [[CHECK_IMPORT, RUN_IMPORT]],
    });
  }
}

function reachOf({ orgId, memberId }: ImportJob): { orgId: string; memberId: string; modules: number } {
  return { orgId, memberId, modules: MODULES.clients };
}

import { Logger } from '@nestjs/common';
import { MODULES } from '../../../common/database/principal.js';
import type { JobGrants } from '../../../common/jobs/job-grants.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import type { CheckVersion } from '../use-cases/check-version.use-case.js';
import type { SweepDocuments } from '../use-cases/sweep-documents.use-case.js';

/** What a job about a version knows: ids only. */
export type VersionJob = { orgId: string; versionId: string };

/** Queue of the jobs that look at what has arrived. */
export const CHECK_VERSION = 'documents.check-version';
/** Queue of the hourly sweep. */
export const SWEEP = 'documents.sweep';

/** The background work on documents. Each job may be repeated at any time. */
export class DocumentJobs {
  private readonly logger = new Logger('Documents');

  constructor(
    private readonly queue: JobQueue,
    private readonly grants: JobGrants,
    private readonly work: { check: CheckVersion; sweep: SweepDocuments },
  ) {}

  async register(): Promise<void> {
    await this.queue.define<VersionJob>(CHECK_VERSION, (job) => this.check(job), { patient: true });
    await this.queue.define<object>(SWEEP, async () => {
      const { removed, missing } = await this.work.sweep.execute();
      if (removed > 0 || missing.length > 0) this.logger.log({ removed, missing: missing.slice(0, 20) }, 'The store of files was swept.');
    });
  }

  /** Looks at one version, under a grant of the practice as a whole: its sender may be gone by now. */
  async check({ orgId, versionId }: VersionJob): Promise<void> {
    await this.grants.with({ orgId, memberId: null, modules: MODULES.documents }, (token) => this.work.check.execute(token, versionId));
  }
}

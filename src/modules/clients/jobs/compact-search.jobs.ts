import { Logger } from '@nestjs/common';
import type { Clock } from '../../../common/clock/clock.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import type { CompactSearch } from '../use-cases/compact-search.use-case.js';

/** Queue of the jobs that build an organisation's search segments anew. */
export const COMPACT_SEARCH = 'clients.compact-search';

/** Changes noticed here after which the job is asked to look; it decides for itself whether a build is worth it. */
const CHANGES_BETWEEN_LOOKS = 200;
/** An organisation is not looked at more often than this on behalf of one process. */
const PAUSE_MS = 60_000;

/** Asks for builds when changes have piled up, and does them. */
export class CompactSearchJobs {
  private readonly logger = new Logger('ClientSearch');
  private readonly noticed = new Map<string, number>();
  private readonly askedAt = new Map<string, number>();

  constructor(
    private readonly queue: Pick<JobQueue, 'define' | 'send'>,
    private readonly compact: CompactSearch,
    private readonly clock: Clock,
  ) {}

  /** Declares the queue. */
  async register(): Promise<void> {
    await this.queue.define<{ orgId: string }>(COMPACT_SEARCH, async ({ orgId }) => {
      const outcome = await this.compact.execute(orgId);
      if (outcome === 'built') this.logger.log(`Built the search segments of ${orgId}`);
    });
  }

  /** One more change of an organisation's clients. */
  async changed(orgId: string): Promise<void> {
    const count = (this.noticed.get(orgId) ?? 0) + 1;
    this.noticed.set(orgId, count % CHANGES_BETWEEN_LOOKS);
    if (count === CHANGES_BETWEEN_LOOKS) await this.ask(orgId);
  }

  /** A search met many changes that are not in the segments. Never fails: the search goes on without. */
  grown(orgId: string): void {
    this.ask(orgId).catch((error: unknown) =>
      this.logger.warn(`A build could not be asked for: ${error instanceof Error ? error.name : 'unknown'}`),
    );
  }

  private async ask(orgId: string): Promise<void> {
    const now = this.clock.now().getTime();
    if (now - (this.askedAt.get(orgId) ?? 0) < PAUSE_MS) return;
    this.askedAt.set(orgId, now);
    await this.queue.send(COMPACT_SEARCH, { orgId }, { key: orgId });
  }
}

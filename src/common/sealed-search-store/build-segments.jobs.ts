import { Logger } from '@nestjs/common';
import type { Clock } from '../clock/clock.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { BuildSegments } from './build-segments.js';

/** Changes noticed here after which the job is asked to look; it decides for itself whether a build is worth it. */
const CHANGES_BETWEEN_LOOKS = 200;
/** An organisation is not looked at more often than this on behalf of one process. */
const PAUSE_MS = 60_000;

/** Asks for builds when changes have piled up, and does them. */
export class BuildSegmentsJobs {
  private readonly logger = new Logger('Search');
  private readonly noticed = new Map<string, number>();
  private readonly askedAt = new Map<string, number>();

  /** @param name of the queue, `<context>.compact-search` */
  constructor(
    private readonly name: string,
    private readonly queue: Pick<JobQueue, 'define' | 'send'>,
    private readonly segments: BuildSegments,
    private readonly clock: Clock,
  ) {}

  /** Declares the queue. */
  async register(): Promise<void> {
    await this.queue.define<{ orgId: string }>(this.name, async ({ orgId }) => {
      const outcome = await this.segments.execute(orgId);
      if (outcome === 'built') this.logger.log(`${this.name} built the search segments of ${orgId}`);
    });
  }

  /** One more change of an organisation's records. */
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
    await this.queue.send(this.name, { orgId }, { key: orgId });
  }
}

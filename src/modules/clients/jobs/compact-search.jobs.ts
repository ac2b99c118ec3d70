import type { Clock } from '../../../common/clock/clock.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import { BuildSegmentsJobs } from '../../../common/sealed-search-store/build-segments.jobs.js';
import type { CompactSearch } from '../use-cases/compact-search.use-case.js';

/** Queue of the jobs that build an organisation's search segments anew. */
export const COMPACT_SEARCH = 'clients.compact-search';

/** Asks for builds when changes of clients have piled up, and does them. */
export class CompactSearchJobs extends BuildSegmentsJobs {
  constructor(queue: Pick<JobQueue, 'define' | 'send'>, compact: CompactSearch, clock: Clock) {
    super(COMPACT_SEARCH, queue, compact, clock);
  }
}

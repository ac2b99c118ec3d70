import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import { VERSION_ARRIVED } from '../domain/document.events.js';
import { CHECK_VERSION, type VersionJob } from '../jobs/document.jobs.js';

/** Has a file looked at that has arrived; by way of the outbox, so that arrival and job exist together or not at all. */
export class CheckVersionOnVersionArrived implements EventHandler {
  readonly name = 'documents.check-version-on-version-arrived';
  readonly hears = VERSION_ARRIVED;

  constructor(private readonly queue: Pick<JobQueue, 'send'>) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { versionId } = payload;
    if (orgId === null || typeof versionId !== 'string') throw new TypeError(`${this.hears} without its ids`);
    await this.queue.send(CHECK_VERSION, { orgId, versionId } satisfies VersionJob);
  }
}

import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import { IMPORT_CHECK_DUE, IMPORT_STARTED } from '../domain/client-import.events.js';
import { CHECK_IMPORT, RUN_IMPORT, type ImportJob } from '../jobs/client-import.jobs.js';

/**
 * Turns an import that waits for work into a job. By way of the outbox, so that the change of state and the job exist
 * together or not at all; twice the same job does no harm.
 */
export class QueueJobOnImportDue implements EventHandler {
  constructor(
    readonly name: string,
    readonly hears: string,
    private readonly queueName: string,
    private readonly queue: Pick<JobQueue, 'send'>,
  ) {}

  async handle({ orgId, payload }: DeliveredEvent): Promise<void> {
    const { importId, memberId } = payload;
    if (orgId === null || typeof importId !== 'string' || typeof memberId !== 'string')
      throw new TypeError(`${this.hears} without its ids`);
    await this.queue.send(this.queueName, { orgId, memberId, importId } satisfies ImportJob);
  }
}

/** Both handlers: for checks and for imports. */
export function importDueHandlers(queue: Pick<JobQueue, 'send'>): QueueJobOnImportDue[] {
  return [
    new QueueJobOnImportDue('clients.check-import-on-import-check-due', IMPORT_CHECK_DUE, CHECK_IMPORT, queue),
    new QueueJobOnImportDue('clients.run-import-on-import-started', IMPORT_STARTED, RUN_IMPORT, queue),
  ];
}

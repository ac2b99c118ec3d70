import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import { TOGETHER_SECONDS } from '../domain/client-reminder.js';
import { REOPENED } from '../domain/document.events.js';
import { TELL_CLIENT, type RequestJob } from '../use-cases/tell-client.use-case.js';

/**
 * Has a client told that something of a request is open again, some minutes later. Whoever goes through a checklist says several
 * things: each is looked at in its time, and the look after the last one tells of them all.
 */
export class TellClientOnReopened implements EventHandler {
  readonly name = 'documents.tell-client-on-reopened';
  readonly hears = REOPENED;

  constructor(private readonly queue: JobQueue) {}

  async handle({ orgId, payload: { requestId } }: DeliveredEvent): Promise<void> {
    if (orgId === null || !isId(requestId)) throw new TypeError(`${this.hears} without its ids`);
    const job: RequestJob = { orgId, requestId };
    await this.queue.send(TELL_CLIENT, job, { key: requestId, afterSeconds: TOGETHER_SECONDS });
  }
}

import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import { isId } from '../../../common/ids.js';
import type { JobQueue } from '../../../common/jobs/job-queue.js';
import { REOPENED } from '../domain/document.events.js';
import { TELL_CLIENT, type RequestJob } from '../use-cases/tell-client.use-case.js';

/** Whoever goes through a checklist says several things: the client hears of them together, some minutes later. */
const TOGETHER_SECONDS = 300;

/** Has a client told that something of a request is open again. */
export class TellClientOnReopened implements EventHandler {
  readonly name = 'documents.tell-client-on-reopened';
  readonly hears = REOPENED;

  constructor(private readonly queue: JobQueue) {}

  async handle({ orgId, payload: { requestId } }: DeliveredEvent): Promise<void> {
    if (orgId === null || !isId(requestId)) throw new TypeError(`${this.hears} without its ids`);
    const job: RequestJob = { orgId, requestId };
    await this.queue.send(TELL_CLIENT, job, { key: requestId, withinSeconds: TOGETHER_SECONDS, afterSeconds: TOGETHER_SECONDS });
  }
}

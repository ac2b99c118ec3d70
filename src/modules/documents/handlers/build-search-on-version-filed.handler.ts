import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import type { BuildSegmentsJobs } from '../../../common/sealed-search-store/build-segments.jobs.js';
import { VERSION_FILED } from '../domain/document.events.js';

/** Notices that documents are filed, so that search segments are built anew before their changes weigh on every search. */
export class BuildSearchOnVersionFiled implements EventHandler {
  readonly name = 'documents.build-search-on-version-filed';
  readonly hears = VERSION_FILED;

  constructor(private readonly jobs: Pick<BuildSegmentsJobs, 'changed'>) {}

  async handle({ orgId }: DeliveredEvent): Promise<void> {
    if (orgId !== null) await this.jobs.changed(orgId);
  }
}

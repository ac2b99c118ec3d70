import type { DeliveredEvent } from '../../../common/events/domain-event.js';
import type { EventHandler } from '../../../common/events/event-handler.js';
import type { ClientEvent } from '../domain/client.events.js';
import type { CompactSearchJobs } from '../jobs/compact-search.jobs.js';

const HEARD: readonly ClientEvent['type'][] = [
  'clients.client_created.v1',
  'clients.client_changed.v1',
  'clients.client_archived.v1',
  'clients.client_restored.v1',
  'clients.clients_merged.v1',
];

/** Notices that clients change, so that search segments are built anew before their changes weigh on every search. */
export class CompactSearchOnClientEvent implements EventHandler {
  readonly name: string;

  constructor(
    readonly hears: ClientEvent['type'],
    private readonly jobs: Pick<CompactSearchJobs, 'changed'>,
  ) {
    this.name = `clients.compact-search-on.${hears}`;
  }

  async handle({ orgId }: DeliveredEvent): Promise<void> {
    if (orgId !== null) await this.jobs.changed(orgId);
  }
}

/** One handler for each kind of change. */
export function compactSearchHandlers(jobs: Pick<CompactSearchJobs, 'changed'>): CompactSearchOnClientEvent[] {
  return HEARD.map((type) => new CompactSearchOnClientEvent(type, jobs));
}

import type { DeliveredEvent } from './domain-event.js';

/** Hears one type of event. Must bear being called twice for one event id: delivery is at least once. */
export interface EventHandler {
  /** Stable name: one acknowledgement is kept per event and name. */
  readonly name: string;
  /** Event type heard, such as `clients.client_created.v1`. */
  readonly hears: string;
  handle(event: DeliveredEvent): Promise<void>;
}

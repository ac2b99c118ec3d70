/**
 * Something that happened, in the past tense, versioned in its name, as plain data with ids (DESIGN 8):
 * `clients.client_created.v1`. Raised inside the transaction that made it true; handlers act once per event id.
 */
export interface DomainEvent<Payload extends Record<string, unknown> = Record<string, unknown>> {
  readonly type: string;
  readonly payload: Payload;
}

/** An event as the outbox delivers it. */
export interface DeliveredEvent<Payload extends Record<string, unknown> = Record<string, unknown>> extends DomainEvent<Payload> {
  readonly id: string;
  /** Null for events of the identity context, which belong to no organisation. */
  readonly orgId: string | null;
  readonly raisedAt: Date;
}

// Between steps of this context only; what others may hear of imports is in client.events.ts.
import type { DomainEvent } from '../../../common/events/domain-event.js';

/** Rows of an import wait to be checked: its file was stored, or its mapping changed. */
export const IMPORT_CHECK_DUE = 'clients.import_check_due.v1';
/** An import was started or resumed. */
export const IMPORT_STARTED = 'clients.import_started.v1';

/** Names an import and the member it acts for. */
export type ImportDuePayload = { importId: string; memberId: string };

/** @see IMPORT_CHECK_DUE */
export function importCheckDue(importId: string, memberId: string): DomainEvent {
  return { type: IMPORT_CHECK_DUE, payload: { importId, memberId } };
}

/** @see IMPORT_STARTED */
export function importStarted(importId: string, memberId: string): DomainEvent {
  return { type: IMPORT_STARTED, payload: { importId, memberId } };
}

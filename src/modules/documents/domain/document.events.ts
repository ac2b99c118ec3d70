import type { DomainEvent } from '../../../common/events/domain-event.js';
import type { Telling } from './client-reminder.js';

/** All bytes of a version have arrived: it is to be looked at. */
export const VERSION_ARRIVED = 'documents.version_arrived.v1';
/** A version was found good and can be opened. */
export const VERSION_FILED = 'documents.version_filed.v1';

/** That a version arrived. */
export function versionArrived(documentId: string, versionId: string): DomainEvent {
  return { type: VERSION_ARRIVED, payload: { documentId, versionId } };
}

/** That a version can be opened. */
export function versionFiled(documentId: string, versionId: string, clientId: string): DomainEvent {
  return { type: VERSION_FILED, payload: { documentId, versionId, clientId } };
}
/** A document was shared: its mail is to be sent. */
export const SHARED = 'documents.shared.v1';
/** Documents were asked for, or asked for again: the mail is to be sent. */
export const REQUESTED = 'documents.requested.v1';
/** More is asked of a client, or something of it anew. */
export const REOPENED = 'documents.reopened.v1';
/** It is noted that a client is told of what is outstanding: the mail is to be sent. */
export const CLIENT_TOLD = 'documents.client_told.v1';
/** Somebody at a door asks for a code. */
export const CODE_ASKED = 'documents.code_asked.v1';
/** The client says that everything was sent. */
export const ANSWERED = 'documents.answered.v1';

/** That a document was shared. */
export function shared(shareId: string): DomainEvent {
  return { type: SHARED, payload: { shareId } };
}

/** That documents were asked for; `turn` counts how often. */
export function requested(requestId: string, turn: number): DomainEvent {
  return { type: REQUESTED, payload: { requestId, turn } };
}

/** That a client has to send something again, or more. */
export function reopened(requestId: string): DomainEvent {
  return { type: REOPENED, payload: { requestId } };
}

/** That a client is told of what is outstanding, in a turn of a request, and why. */
export function clientTold(requestId: string, turn: number, why: Telling): DomainEvent {
  return { type: CLIENT_TOLD, payload: { requestId, turn, why } };
}

/** That somebody at a door asks for a code. */
export function codeAsked(doorId: string, kind: 'share' | 'request'): DomainEvent {
  return { type: CODE_ASKED, payload: { doorId, kind } };
}

/** That the client says that everything was sent. */
export function answered(requestId: string): DomainEvent {
  return { type: ANSWERED, payload: { requestId } };
}

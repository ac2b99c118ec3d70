import type { DomainEvent } from '../../../common/events/domain-event.js';

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

import type { ClientStatus } from './client.js';
import { ClientAlreadyArchived, ClientAlreadyDeceased, ClientMergedAway, ClientNotArchived } from './client.errors.js';

/** Where a client stands; what {@link archive} and its siblings decide on. */
export interface ClientStanding {
  readonly id: string;
  readonly status: ClientStatus;
  readonly archivedAt: Date | null;
  readonly mergedIntoId: string | null;
}

/** A status that a client in the working list can have. */
export type LiveStatus = Exclude<ClientStatus, 'archived' | 'deceased'>;

/** @throws ClientMergedAway when the client lives on in another one and may not change any more. */
export function refuseMergedAway(client: ClientStanding): void {
  if (client.mergedIntoId !== null) throw new ClientMergedAway(client.mergedIntoId);
}

/**
 * Takes a client out of the working list. Nothing is deleted. Somebody deceased keeps that status.
 * @throws ClientMergedAway
 * @throws ClientAlreadyArchived
 */
export function archive<T extends ClientStanding>(client: T, at: Date): T {
  refuseMergedAway(client);
  if (client.archivedAt !== null || client.status === 'archived') throw new ClientAlreadyArchived();
  return { ...client, status: client.status === 'deceased' ? 'deceased' : 'archived', archivedAt: at };
}

/**
 * Takes an archived client back into the working list, as current unless said otherwise.
 * @throws ClientMergedAway
 * @throws ClientNotArchived
 */
export function restore<T extends ClientStanding>(client: T, to: LiveStatus = 'current'): T {
  refuseMergedAway(client);
  if (client.archivedAt === null && client.status !== 'archived') throw new ClientNotArchived();
  return { ...client, status: client.status === 'deceased' ? 'deceased' : to, archivedAt: null };
}

/**
 * Marks a client as deceased, archived or not.
 * @throws ClientMergedAway
 * @throws ClientAlreadyDeceased
 */
export function markDeceased<T extends ClientStanding>(client: T): T {
  refuseMergedAway(client);
  if (client.status === 'deceased') throw new ClientAlreadyDeceased();
  return { ...client, status: 'deceased' };
}

/**
 * Changes the status by the rules above, whatever it was: choosing `archived` archives, choosing a live status restores an
 * archived client or takes back a mistaken `deceased`. The same status again changes nothing.
 * @throws ClientMergedAway
 * @throws ClientAlreadyArchived
 */
export function changeStatus<T extends ClientStanding>(client: T, to: ClientStatus, at: Date): T {
  refuseMergedAway(client);
  if (to === client.status) return client;
  if (to === 'deceased') return markDeceased(client);
  if (to === 'archived') return archive(client, at);
  return { ...client, status: to, archivedAt: null };
}

import type { ClientStatus } from './client.js';
import { archive, changeStatus, restore } from './client-lifecycle.js';
import type { ClientStanding } from './client-lifecycle.js';

/** A standing as it is stored: everything in the archive has the status `archived` and remembers the one before. */
export interface KeptStanding extends ClientStanding {
  readonly statusBeforeArchive: ClientStatus | null;
}

/** {@link archive}, remembering the status that {@link takeOut} gives back. */
export function putAway<T extends KeptStanding>(client: T, at: Date): T {
  return { ...archive(client, at), status: 'archived', statusBeforeArchive: client.status };
}

/** {@link restore} to the status from before; `current` when that is not known. */
export function takeOut<T extends KeptStanding>(client: T): T {
  const status = client.statusBeforeArchive === null || client.statusBeforeArchive === 'archived' ? 'current' : client.statusBeforeArchive;
  return { ...restore(client), status, statusBeforeArchive: null };
}

/** {@link changeStatus}, into and out of the archive as above. Marking somebody archived as deceased takes them out. */
export function moveTo<T extends KeptStanding>(client: T, to: ClientStatus, at: Date): T {
  if (to === client.status) return changeStatus(client, to, at);
  if (to === 'archived') return putAway(client, at);
  return { ...changeStatus(client, to, at), archivedAt: null, statusBeforeArchive: null };
}

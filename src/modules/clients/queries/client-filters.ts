import type { ClientStatus } from '../domain/client.js';

/** What a list is narrowed to; an absent part narrows nothing. `null` among ids stands for "none". */
export interface ClientFilters {
  status?: readonly ClientStatus[];
  team?: readonly (string | null)[];
  practitioner?: readonly (string | null)[];
}

/** Statuses of the working list, shown when no status is asked for. */
export const WORKING_STATUSES: readonly ClientStatus[] = ['prospect', 'current', 'waiting_list', 'deceased'];

/** Whether a filter narrows nothing. */
export function isUnfiltered({ status, team, practitioner }: ClientFilters): boolean {
  return status === undefined && team === undefined && practitioner === undefined;
}

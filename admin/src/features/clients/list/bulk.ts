import type { ClientCard } from '../record/model.js';

/** What can be done to many clients at once. */
export type BulkAction = 'archive' | 'restore' | 'assign';

/** To whom clients are given; an absent part stays as it is, null takes away. */
export interface Placement {
  practitionerId?: string | null;
  teamId?: string | null;
}

/** One act on many clients, each with the version that was seen. */
export interface BulkCommand extends Placement {
  action: BulkAction;
  ids: { id: string; version: number }[];
}

/** What came of one of them. */
export interface BulkResult {
  id: string;
  ok: boolean;
  code?: string;
  version?: number;
}

/** The service takes so many at once. */
export const MOST_AT_ONCE = 200;

/** A command in parts that the service takes. */
export function inParts(command: BulkCommand): BulkCommand[] {
  const parts: BulkCommand[] = [];
  for (let at = 0; at < command.ids.length; at += MOST_AT_ONCE) parts.push({ ...command, ids: command.ids.slice(at, at + MOST_AT_ONCE) });
  return parts;
}

/** The selected clients that an act changes: those in the archive are not archived again, and so on. */
export function meantFor(action: BulkAction, clients: readonly ClientCard[]): ClientCard[] {
  if (action === 'assign') return [...clients];
  return clients.filter(({ status }) => (status === 'archived') === (action === 'restore'));
}

/**
 * The commands that take an act back: the opposite act for those it changed, with the versions it gave them; clients that
 * were given to somebody go back to whom each belonged to.
 */
export function reverse(
  { action, practitionerId, teamId }: BulkCommand,
  before: readonly ClientCard[],
  results: readonly BulkResult[],
): BulkCommand[] {
  const changed = new Map(results.flatMap(({ id, ok, version }) => (ok && version !== undefined ? [[id, version] as const] : [])));
  const done = before.filter(({ id }) => changed.has(id));
  const groups = new Map<string, BulkCommand>();
  for (const client of done) {
    const back: Omit<BulkCommand, 'ids'> =
      action === 'assign'
        ? {
            action,
            ...(practitionerId !== undefined && { practitionerId: client.practitionerId }),
            ...(teamId !== undefined && { teamId: client.teamId }),
          }
        : { action: action === 'archive' ? 'restore' : 'archive' };
    const key = JSON.stringify(back);
    const group = groups.get(key) ?? { ...back, ids: [] };
    group.ids.push({ id: client.id, version: changed.get(client.id) ?? client.version });
    groups.set(key, group);
  }
  return [...groups.values()];
}

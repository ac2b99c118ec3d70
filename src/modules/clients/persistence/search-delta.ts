import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Statement } from '../../../common/database/statement.js';
import type { SearchEntry } from '../../../common/sealed-search/entry.js';
import { SearchTables } from '../../../common/sealed-search-store/search-tables.js';
import type { ClientCardValues, ClientStatus } from '../domain/client.js';
import { searchEntry } from '../domain/search-entry.js';

/** What search keeps of a client beside its names. */
export interface SearchFacts {
  id: string;
  status: ClientStatus;
  teamId: string | null;
  practitionerId: string | null;
  lastActivityAt: Date;
  card: ClientCardValues;
}

/** Numbers of statuses inside sealed segments: never renumber, only add. */
const STATUS_NUMBERS: Readonly<Record<ClientStatus, number>> = { prospect: 0, current: 1, waiting_list: 2, archived: 3, deceased: 4 };

const DAY_MS = 86_400_000;

/** The number of a status in search entries. */
export function statusNumber(status: ClientStatus): number {
  return STATUS_NUMBERS[status];
}

/** A calendar date as days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** What search keeps of a client. */
export function toSearchEntry(client: SearchFacts): SearchEntry {
  const { names, sortKey } = searchEntry(client.card);
  return {
    id: client.id,
    teamId: client.teamId,
    practitionerId: client.practitionerId,
    status: statusNumber(client.status),
    born: client.card.dateOfBirth === null ? null : dayNumber(client.card.dateOfBirth),
    lastActivity: Math.max(0, client.lastActivityAt.getTime()),
    sortKey,
    names: names.map(({ field, text }) => ({ field, text })),
  };
}

/** One change for the delta table: the entry after it, or null when the client left search. */
export interface SearchDelta {
  clientId: string;
  entry: SearchEntry | null;
}

/** Where the sealed search over clients is kept. */
export const CLIENT_SEARCH = new SearchTables({ record: 'client', module: 'clients' });

/** Appends changes to the delta table. Send it AFTER the statement that changes the client's row; see `SearchTables.appendDeltas`. */
export function appendDeltas(keyring: OrgKeyring, deltas: readonly SearchDelta[]): Statement {
  return CLIENT_SEARCH.appendDeltas(
    keyring,
    deltas.map(({ clientId, entry }) => ({ recordId: clientId, entry })),
  );
}

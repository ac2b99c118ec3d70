import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Principal } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { SearchIndex } from '../../../common/sealed-search/search-index.js';
import type { SearchCursor, SearchFilters, SearchSort } from '../../../common/sealed-search/search-query.js';
import { SearchCursors } from '../../../common/sealed-search-store/search-cursors.js';
import { CLIENT_SEARCH, dayNumber, statusNumber } from '../persistence/search-delta.js';
import { openCard, type ClientCard, type ClientCardRow, type ClientMatch } from './client-card.js';
import { WORKING_STATUSES, type ClientFilters } from './client-filters.js';
import type { ClientIndexes } from './client-index.js';
import { exactForms, findExact, type ExactField } from './exact-text.js';
import { reachOf, type ClientPage } from './list-clients.query.js';

/** One search. Without a text it is a list in another order. */
export interface SearchClients {
  text: string | null;
  filters: ClientFilters;
  bornFrom: string | null;
  bornTo: string | null;
  sort: SearchSort;
  cursor: string | null;
  limit: number;
}

/** A page of hits and how many there are in all. */
export interface FoundClients extends ClientPage {
  total: number;
}

/** What the caller may find: filters that the caller asked for, narrowed to the caller's scope. */
interface Within {
  filters: SearchFilters;
  ids: ReadonlySet<string> | undefined;
}

const NOTHING: FoundClients = { items: [], nextCursor: null, total: 0 };
const MOST_EXACT = 20;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Finds clients by any part of a name, or by an exact e-mail, phone, identifier or file number. Names are searched in
 * memory (DESIGN 6), narrowed to what the caller may see; every hit is then fetched through row security, which is the
 * wall. The text is personal data: it is neither logged nor put on record.
 */
export class SearchClientsQuery {
  constructor(private readonly indexes: ClientIndexes) {}

  async execute(tx: TenantTransaction, query: SearchClients): Promise<FoundClients> {
    const [principal, keyring] = [await tx.principal(), await tx.keyring()];
    const forms = query.text === null ? null : exactForms(query.text);
    const [index, exact, within] = await Promise.all([
      this.indexes.open(tx, keyring),
      forms ? findExact(tx, keyring, forms, MOST_EXACT) : new Map<string, ExactField>(),
      withinReach(tx, principal, query),
    ]);
    const found = within ? await this.find(tx, keyring, principal, index, exact, within, query) : NOTHING;
    tx.audit({
      action: 'read',
      subject: { kind: 'client', id: null },
      fields: ['card'],
      recordIds: found.items.map(({ id }) => id),
      detail: { list: query.text === null ? query.sort : 'search', total: found.total },
    });
    return found;
  }

  private async find(
    tx: TenantTransaction,
    keyring: OrgKeyring,
    principal: Principal,
    index: SearchIndex,
    exact: ReadonlyMap<string, ExactField>,
    within: Within,
    query: SearchClients,
  ): Promise<FoundClients> {
    const cursors = new SearchCursors(keyring, principal, CLIENT_SEARCH.record);
    const after = query.cursor === null ? null : cursors.open(query.cursor, query.sort);
    const ids = within.ids ? [...exact.keys()].filter((id) => within.ids!.has(id)) : [...exact.keys()];
    const { text, sort, limit } = query;
    const exactHits =
      ids.length === 0 ? [] : (await index.search({ filters: within.filters, within: ids, sort: 'activity', limit: ids.length })).hits;
    const both =
      exactHits.length === 0 || text === null
        ? 0
        : (await index.search({ text, filters: within.filters, within: ids, sort: 'activity', limit: 1 })).total;
    // Exact hits come first, over as many pages as they need; those found by name have the room that they leave.
    const shownBefore = after === null ? 0 : exactShownBy(after);
    const shown = shownBefore === null ? [] : exactHits.slice(shownBefore, shownBefore + limit);
    const room = limit - shown.length;
    const named = await index.search({
      ...(text !== null && { text }),
      ...(within.ids && { within: within.ids }),
      filters: within.filters,
      sort,
      limit: Math.max(1, room),
      after: after && shownBefore === null ? after : null,
    });
    const matches = new Map<string, ClientMatch | undefined>();
    for (const { id } of shown) matches.set(id, { field: exact.get(id)!, fuzzy: false });
    if (room > 0)
      for (const { id, field, fuzzy } of named.hits)
        if (!exactHits.some((hit) => hit.id === id)) matches.set(id, text === null ? undefined : { field, fuzzy });
    const total = named.total + exactHits.length - both;
    const among = (shownBefore ?? 0) + shown.length;
    const next = room > 0 ? named.nextCursor : total > among ? amongExact(sort, among) : null;
    return { items: await fetchCards(tx, keyring, matches), nextCursor: next && cursors.seal(next), total };
  }
}

/** The cursor of a page that ended among the exact hits, or with the last of them: how many were shown by then. */
function amongExact(sort: SearchSort, shown: number): SearchCursor {
  return { sort, fuzzy: false, group: -shown, key: sort === 'activity' ? 0 : '', id: NO_ID };
}

/** How many exact hits were shown before a cursor; null when all were and it stands among those found by name. */
function exactShownBy({ group }: SearchCursor): number | null {
  return group < 0 ? -group : null;
}

/** The cards of clients in the order of `matches`; those that row security hides are left out. */
export async function fetchCards(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  matches: ReadonlyMap<string, ClientMatch | undefined>,
): Promise<ClientCard[]> {
  if (matches.size === 0) return [];
  const rows = await tx.query<ClientCardRow>({
    name: 'clients-by-id',
    text: `select id, file_number as "fileNumber", status, team_id as "teamId", practitioner_id as "practitionerId",
                  last_activity_at as "lastActivityAt", version, card
             from app.client where id = any($1::uuid[])`,
    values: [[...matches.keys()]],
  });
  const found = new Map(rows.map((row) => [row.id, row]));
  return [...matches].flatMap(([id, match]) => {
    const row = found.get(id);
    return row ? [{ ...openCard(keyring, row), ...(match && { match }) }] : [];
  });
}

/** Undefined when nothing can be within reach. */
async function withinReach(
  tx: TenantTransaction,
  principal: Principal,
  { filters, bornFrom, bornTo, text }: SearchClients,
): Promise<Within | undefined> {
  const reach = reachOf(principal);
  const status = filters.status ?? (text === null ? WORKING_STATUSES : undefined);
  const teams =
    reach.scope === 'team' ? (filters.team ?? reach.teamIds).filter((id) => id !== null && reach.teamIds.includes(id)) : filters.team;
  if (teams?.length === 0) return undefined;
  const [ids, without] = await Promise.all([reach.scope === 'assigned' ? assignedTo(tx, reach.memberId) : undefined, hiddenFrom(tx)]);
  return {
    ids,
    filters: {
      ...(status && { status: status.map(statusNumber) }),
      ...(teams && { teams }),
      ...(filters.practitioner && { practitioners: filters.practitioner }),
      ...(bornFrom !== null && { bornFrom: dayNumber(bornFrom) }),
      ...(bornTo !== null && { bornTo: dayNumber(bornTo) }),
      ...(without.length > 0 && { without }),
    },
  };
}

/** Clients assigned to a member. */
export async function assignedTo(tx: TenantTransaction, memberId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>({
    name: 'assigned-ids',
    text: 'select client_id as id from app.assignment where member_id = $1',
    values: [memberId],
  });
  return new Set(rows.map(({ id }) => id));
}

/** Clients that a wall or a private record keeps from whoever asks: the index knows them, their number must not show. */
async function hiddenFrom(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({ name: 'hidden-ids', text: 'select h.id from wall.hidden() h (id)' });
  return rows.map(({ id }) => id);
}

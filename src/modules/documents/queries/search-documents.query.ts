import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Principal } from '../../../common/database/principal.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { NameField } from '../../../common/sealed-search/entry.js';
import type { SearchFilters, SearchHit, SearchSort } from '../../../common/sealed-search/search-query.js';
import { SearchCursors } from '../../../common/sealed-search-store/search-cursors.js';
import type { DocumentKind } from '../domain/document-kind.js';
import type { DocumentCategory } from '../domain/document.js';
import { DOCUMENT_COLUMNS, openDocument, type DocumentRow } from '../persistence/document.repository.js';
import { DOCUMENT_SEARCH, dayNumber, sortsOf, stateNumber, type FoundState } from '../persistence/search-delta.js';
import type { DocumentIndexes } from './document-indexes.js';
import { documentLine, type DocumentLine } from './document-view.js';
import { practiceDays } from './practice-days.js';

/** In which order documents are found. */
export type DocumentSort = 'relevance' | 'name' | 'added';

/** One search; a null part asks nothing. Without a text it is a list in another order. */
export interface SearchDocuments {
  text: string | null;
  clientId: string | null;
  kinds: readonly DocumentKind[] | null;
  /** Null among them stands for "no category". */
  categories: readonly (DocumentCategory | null)[] | null;
  /** Calendar days of the practice, both ends included. */
  addedFrom: string | null;
  addedTo: string | null;
  /** Both ends included; a document without an expiry date is then left out. */
  expiresFrom: string | null;
  expiresTo: string | null;
  states: readonly FoundState[];
  sort: DocumentSort;
  cursor: string | null;
  limit: number;
}

/** Where the text was found. */
export interface DocumentMatch {
  field: 'name' | 'file_name' | 'category';
  /** Whether a typo was forgiven. */
  fuzzy: boolean;
}

/** A found document; `match` when there was a text. */
export interface FoundDocument extends DocumentLine {
  match?: DocumentMatch;
}

/** A page of found documents, and how many there are in all. */
export interface FoundDocuments {
  items: FoundDocument[];
  nextCursor: string | null;
  total: number;
}

const NOTHING: FoundDocuments = { items: [], nextCursor: null, total: 0 };
const FIELDS: Readonly<Record<NameField, DocumentMatch['field']>> = { name: 'name', preferred: 'file_name', former: 'category' };
const SORTS: Readonly<Record<DocumentSort, SearchSort>> = { relevance: 'relevance', name: 'name', added: 'activity' };

/**
 * Finds documents by any part of their name, their file's name or their category. The index is searched in memory
 * (DESIGN 6), narrowed to the clients whose documents the caller may see, so that totals are theirs; every hit is then
 * fetched through row security, which is the wall. The text is personal data: it is neither logged nor put on record.
 */
export class SearchDocumentsQuery {
  constructor(private readonly indexes: DocumentIndexes) {}

  /** @throws NotPermitted, InvalidInput for a cursor of another search or member, Unavailable */
  async execute(tx: TenantTransaction, query: SearchDocuments): Promise<FoundDocuments> {
    const [principal, keyring] = [await tx.principal(), await tx.keyring()];
    const [index, filters] = await Promise.all([this.indexes.open(tx, keyring), filtersFor(tx, principal, query)]);
    const cursors = new SearchCursors(keyring, principal, DOCUMENT_SEARCH.record);
    const { text, limit, clientId } = query;
    const sort = SORTS[query.sort];
    const after = query.cursor === null ? null : cursors.open(query.cursor, sort);
    let found = NOTHING;
    if (filters) {
      const { hits, total, nextCursor } = await index.search({ ...(text !== null && { text }), filters, sort, limit, after });
      const items = await fetchHits(tx, keyring, hits, text !== null);
      found = { items, total, nextCursor: nextCursor && cursors.seal(nextCursor) };
    }
    tx.audit({
      action: 'read',
      subject: { kind: 'document', id: null },
      fields: ['card'],
      recordIds: found.items.map(({ id }) => id),
      detail: { list: text === null ? query.sort : 'search', total: found.total, ...(clientId !== null && { clientId }) },
    });
    return found;
  }
}

/** The documents of hits, in their order; those that row security hides are left out. */
async function fetchHits(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  hits: readonly SearchHit[],
  matched: boolean,
): Promise<FoundDocument[]> {
  if (hits.length === 0) return [];
  const rows = await tx.query<DocumentRow>({
    name: 'documents-by-id',
    text: ['select', DOCUMENT_COLUMNS, 'from app.document d where d.id = any($1::uuid[])'].join(' '),
    values: [hits.map(({ id }) => id)],
  });
  const found = new Map(rows.map((row) => [row.id, documentLine(openDocument(keyring, row))]));
  return hits.flatMap(({ id, field, fuzzy }) => {
    const line = found.get(id);
    return line ? [{ ...line, ...(matched && { match: { field: FIELDS[field], fuzzy } }) }] : [];
  });
}

/** Filters of the index for what was asked, narrowed to the caller's reach; undefined when nothing can be within it. */
async function filtersFor(tx: TenantTransaction, principal: Principal, query: SearchDocuments): Promise<SearchFilters | undefined> {
  const { clientId, kinds, categories, states, expiresFrom, expiresTo } = query;
  const [reach, hidden, added] = await Promise.all([clientsInReach(tx, principal), hiddenFrom(tx), addedBetween(tx, query)]);
  const clients = clientId === null ? reach : reach === undefined || reach.has(clientId) ? [clientId] : [];
  const sorts = sortsOf(kinds, categories);
  if (clients && [...clients].length === 0) return undefined;
  return {
    status: states.map(stateNumber),
    ...(clients && { teams: clients }),
    ...(hidden.length > 0 && { withoutTeams: hidden }),
    ...(sorts && { practitioners: sorts }),
    ...(expiresFrom !== null && { bornFrom: dayNumber(expiresFrom) }),
    ...(expiresTo !== null && { bornTo: dayNumber(expiresTo) }),
    ...added,
  };
}

/**
 * Clients whose documents the caller's scope shows; undefined when it shows all. The same conditions as those of the
 * policy on documents, asked of clients: there are far fewer.
 */
async function clientsInReach(tx: TenantTransaction, { scope, teamIds, memberId }: Principal): Promise<ReadonlySet<string> | undefined> {
  if (scope === 'all') return undefined;
  const rows = await tx.query<{ id: string }>(
    scope === 'team'
      ? { name: 'clients-of-teams', text: 'select id from app.client where team_id = any($1::uuid[])', values: [teamIds] }
      : { name: 'clients-assigned', text: 'select client_id as id from app.assignment where member_id = $1', values: [memberId] },
  );
  return new Set(rows.map(({ id }) => id));
}

/** Clients that a wall or a private record keeps from whoever asks: the index knows their documents, their number must not show. */
async function hiddenFrom(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({ name: 'hidden-ids', text: 'select h.id from wall.hidden() h (id)' });
  return rows.map(({ id }) => id);
}

/** When documents were added, of their entries. */
async function addedBetween(
  tx: TenantTransaction,
  { addedFrom, addedTo }: SearchDocuments,
): Promise<Pick<SearchFilters, 'activityFrom' | 'activityTo'>> {
  const { first, end } = await practiceDays(tx, addedFrom, addedTo);
  return { ...(first && { activityFrom: first.getTime() }), ...(end && { activityTo: end.getTime() - 1 }) };
}

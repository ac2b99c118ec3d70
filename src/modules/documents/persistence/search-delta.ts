import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { SearchEntry } from '../../../common/sealed-search/entry.js';
import { SearchTables } from '../../../common/sealed-search-store/search-tables.js';
import { DOCUMENT_KINDS, kindOf, type DocumentKind } from '../domain/document-kind.js';
import { DOCUMENT_CATEGORIES, type DocumentCard, type DocumentCategory, type DocumentState } from '../domain/document.js';
import { fileNamesOf } from './version.repository.js';

/** Where the sealed search over documents is kept. */
export const DOCUMENT_SEARCH = new SearchTables({ record: 'document', module: 'documents' });

/** What search keeps of a document, beside the name of its file. */
export interface SearchFacts {
  readonly id: string;
  readonly clientId: string;
  readonly state: DocumentState;
  readonly currentVersionId: string | null;
  readonly createdAt: Date;
  readonly card: DocumentCard;
}

/** States in which a document is found. */
export type FoundState = Exclude<DocumentState, 'arriving'>;

/** Numbers inside sealed segments: never renumber, only add. */
const STATE_NUMBERS: Readonly<Record<FoundState, number>> = { filed: 0, archived: 1, removed: 2 };
const KIND_NUMBERS: Readonly<Record<DocumentKind, number>> = {
  other: 0,
  pdf: 1,
  image: 2,
  text: 3,
  word: 4,
  spreadsheet: 5,
  presentation: 6,
  email: 7,
  audio: 8,
  video: 9,
};
const CATEGORY_NUMBERS: Readonly<Record<DocumentCategory, number>> = {
  passport: 1,
  visa_grant: 2,
  identity: 3,
  birth_certificate: 4,
  relationship: 5,
  police_check: 6,
  health: 7,
  clinical: 8,
  funding_plan: 9,
  education: 10,
  employment: 11,
  financial: 12,
  photo: 13,
  form: 14,
  agreement: 15,
  authority: 16,
  correspondence: 17,
  court_or_tribunal: 18,
  invoice: 19,
  other: 20,
};
const NO_CATEGORY = 0;
const DAY_MS = 86_400_000;

/** The number of a state in search entries. */
export function stateNumber(state: FoundState): number {
  return STATE_NUMBERS[state];
}

/** A calendar date as days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

/** What stands for a practitioner in entries of documents: every pair of these kinds and categories; undefined when both may be any. */
export function sortsOf(
  kinds: readonly DocumentKind[] | null,
  categories: readonly (DocumentCategory | null)[] | null,
): string[] | undefined {
  if (kinds === null && categories === null) return undefined;
  return (kinds ?? DOCUMENT_KINDS).flatMap((kind) =>
    (categories ?? [null, ...DOCUMENT_CATEGORIES]).map((category) => sortOf(kind, category)),
  );
}

/**
 * What search keeps of a document; null when nobody finds it: nothing of it has arrived yet. Its client stands where a
 * client's entry has its team, its kind and category where that has the practitioner, its expiry where that has a birth.
 */
export function toSearchEntry(document: SearchFacts, fileName: string | null): SearchEntry | null {
  const { id, clientId, state, currentVersionId, createdAt, card } = document;
  if (state === 'arriving' || currentVersionId === null) return null;
  const names: SearchEntry['names'] = [{ field: 'name', text: card.name }];
  if (fileName !== null && fileName !== card.name) names.push({ field: 'preferred', text: fileName });
  if (card.category !== null) names.push({ field: 'former', text: card.category.replaceAll('_', ' ') });
  return {
    id,
    teamId: clientId,
    practitionerId: sortOf(kindOf(card.type, fileName), card.category),
    status: stateNumber(state),
    born: card.expiresOn === null ? null : dayNumber(card.expiresOn),
    lastActivity: Math.max(0, createdAt.getTime()),
    sortKey: card.name,
    names,
  };
}

/** Tells search how documents stand now. Call it AFTER the statement that changed their rows, in the same transaction. */
export async function noteInSearch(tx: TenantTransaction, keyring: OrgKeyring, documents: readonly SearchFacts[]): Promise<void> {
  if (documents.length === 0) return;
  const versions = documents.flatMap(({ currentVersionId }) => (currentVersionId === null ? [] : [currentVersionId]));
  const names = await fileNamesOf(tx, keyring, versions);
  const deltas = documents.map((document) => ({
    recordId: document.id,
    entry: toSearchEntry(document, document.currentVersionId === null ? null : (names.get(document.currentVersionId) ?? null)),
  }));
  await tx.execute(DOCUMENT_SEARCH.appendDeltas(keyring, deltas));
}

/** Tells search that documents are gone. Call it AFTER the statement that deleted their rows, in the same transaction. */
export async function forgetInSearch(tx: TenantTransaction, keyring: OrgKeyring, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.execute(
    DOCUMENT_SEARCH.appendDeltas(
      keyring,
      ids.map((recordId) => ({ recordId, entry: null })),
    ),
  );
}

/** An id that stands for one kind and category. */
function sortOf(kind: DocumentKind, category: DocumentCategory | null): string {
  const hex = (number: number): string => number.toString(16).padStart(4, '0');
  return `00000000-${hex(KIND_NUMBERS[kind])}-${hex(category === null ? NO_CATEGORY : CATEGORY_NUMBERS[category])}-0000-000000000000`;
}

import { COLUMNS_PREFERENCE } from './columns.js';
import { asQuery, needsSearch, readFilters } from './filters.js';
import type { Filters } from './filters.js';

/** Clients in one page of the list. */
export const PAGE = 50;

/** Where the kept columns are. */
export const COLUMNS_PATH = `/me/preferences/${COLUMNS_PREFERENCE}`;

/** Where a page of the list is, unless dates of birth narrow it. */
export function pagePath(filters: Filters, cursor: string | null): string {
  const query = asQuery(filters);
  query.set('limit', String(PAGE));
  if (cursor !== null) query.set('cursor', cursor);
  return `/clients?${query.toString()}`;
}

/** What the list asks for when it is opened at an address. */
export function openingPaths(search: string): string[] {
  const filters = readFilters(new URLSearchParams(search));
  return [...(needsSearch(filters) ? [] : [pagePath(filters, null)]), COLUMNS_PATH];
}

import type { components } from '../../shared/api/schema.js';

type Search = components['schemas']['DocumentSearchBody'];
/** A kind of file, as people tell them apart. */
export type DocumentKind = NonNullable<Search['types']>[number];
/** A category, or none. */
export type FoundCategory = NonNullable<Search['categories']>[number];
/** When documents expire. */
export type Expiry = 'any' | 'expired' | 'month' | 'quarter';

/** What a list is narrowed to beside its text. */
export interface DocumentFilters {
  types: DocumentKind[];
  categories: FoundCategory[];
  /** Days, `YYYY-MM-DD`; empty for any. */
  addedFrom: string;
  addedTo: string;
  expiry: Expiry;
}

/** Narrowed to nothing. */
export const NO_FILTERS: DocumentFilters = { types: [], categories: [], addedFrom: '', addedTo: '', expiry: 'any' };

/** How many filters narrow a list. */
export function filterCount({ types, categories, addedFrom, addedTo, expiry }: DocumentFilters): number {
  return [types.length > 0, categories.length > 0, addedFrom !== '' || addedTo !== '', expiry !== 'any'].filter(Boolean).length;
}

/** Filters as a search takes them, seen from a day of the practice's calendar. */
export function asSearch({ types, categories, addedFrom, addedTo, expiry }: DocumentFilters, today: string): Partial<Search> {
  const later = (days: number): string => new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  return {
    ...(types.length > 0 && { types }),
    ...(categories.length > 0 && { categories }),
    ...(addedFrom !== '' && { addedFrom }),
    ...(addedTo !== '' && { addedTo }),
    ...(expiry === 'expired' && { expiresTo: later(-1) }),
    ...(expiry === 'month' && { expiresFrom: today, expiresTo: later(30) }),
    ...(expiry === 'quarter' && { expiresFrom: today, expiresTo: later(90) }),
  };
}

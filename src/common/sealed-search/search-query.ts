import type { NameField } from './entry.js';

/** Order of the hits: best match first, by name, or latest activity first. Ties always go by name or id. */
export type SearchSort = 'relevance' | 'name' | 'activity';

/** What must hold besides the text; an absent part asks nothing. */
export interface SearchFilters {
  status?: Iterable<number>;
  /** Team ids; null stands for "no team". */
  teams?: Iterable<string | null>;
  /** Team ids whose entries are left out of hits and totals alike. */
  withoutTeams?: Iterable<string>;
  practitioners?: Iterable<string | null>;
  /** Days since 1970-01-01, both ends included; an entry without a date of birth is then left out. */
  bornFrom?: number;
  bornTo?: number;
  /** Instants in milliseconds since 1970-01-01 UTC, both ends included. */
  activityFrom?: number;
  activityTo?: number;
  /** Ids that are left out of hits and totals alike. */
  without?: Iterable<string>;
}

/** The last hit of a page. It holds a name: seal it (`sealCursor`) before it leaves the process. */
export interface SearchCursor {
  sort: SearchSort;
  /** Whether the list being paged includes hits with a typo. */
  fuzzy: boolean;
  group: number;
  key: string | number;
  id: string;
}

/** One search. */
export interface SearchQuery {
  /** Words that must all occur in the names of an entry, in any order; "words in quotes" must stand together. */
  text?: string;
  /** 'words' (the default) as above; 'substring' takes the whole text as one needle, exactly as ILIKE '%needle%' does. */
  mode?: 'words' | 'substring';
  /** Whether one typo a word may be forgiven when there are fewer exact hits than `limit`. Default true; never in 'substring'. */
  fuzzy?: boolean;
  filters?: SearchFilters;
  /** Ids the asker may see; only these entries are looked at. Absent: all. */
  within?: Iterable<string>;
  sort: SearchSort;
  /** Hits a page, at least 1. */
  limit: number;
  after?: SearchCursor | null;
}

/** One hit: where the text was found, and whether a typo was forgiven. */
export interface SearchHit {
  id: string;
  field: NameField;
  fuzzy: boolean;
}

/** A page of hits and the number of all of them. */
export interface SearchResult {
  total: number;
  hits: SearchHit[];
  nextCursor: SearchCursor | null;
}

import type { ClientStatus } from '../record/model.js';

/** In which order the list stands: newest activity first, or by name. */
export type ListSort = 'activity' | 'name';

/** What narrows the list; an empty part narrows nothing. `none` among ids stands for clients that belong to nobody. */
export interface Filters {
  readonly status: readonly ClientStatus[];
  readonly team: readonly string[];
  readonly practitioner: readonly string[];
  readonly bornFrom: string | null;
  readonly bornTo: string | null;
  readonly sort: ListSort;
}

/** Stands for "belongs to nobody" among ids. */
export const NOBODY = 'none';

/** Every status, in the order of a client's life with the practice. */
export const STATUSES: readonly ClientStatus[] = ['prospect', 'current', 'waiting_list', 'archived', 'deceased'];

/** What the list shows when no status is asked for: everything outside the archive. */
export const WORKING_STATUSES: readonly ClientStatus[] = ['prospect', 'current', 'waiting_list', 'deceased'];

/** Nothing narrowed, newest activity first. */
export const NO_FILTERS: Filters = { status: [], team: [], practitioner: [], bornFrom: null, bornTo: null, sort: 'activity' };

const ID = /^(?:none|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the filters of an address; whatever is no filter is passed over. */
export function readFilters(query: URLSearchParams): Filters {
  const list = (name: string): string[] => [...new Set((query.get(name) ?? '').split(',').filter((part) => part !== ''))];
  const ids = (name: string): string[] => list(name).filter((id) => ID.test(id));
  return {
    status: list('status').filter((word): word is ClientStatus => STATUSES.some((status) => status === word)),
    team: ids('team'),
    practitioner: ids('practitioner'),
    bornFrom: day(query.get('from')),
    bornTo: day(query.get('to')),
    sort: query.get('sort') === 'name' ? 'name' : 'activity',
  };
}

/** The same address with these filters: what is not narrowed is left out, other parts stay. */
export function writeFilters(query: URLSearchParams, { status, team, practitioner, bornFrom, bornTo, sort }: Filters): URLSearchParams {
  const next = new URLSearchParams(query);
  const put = (name: string, value: string): void => (value === '' ? next.delete(name) : next.set(name, value));
  put('status', status.join(','));
  put('team', team.join(','));
  put('practitioner', practitioner.join(','));
  put('from', bornFrom ?? '');
  put('to', bornTo ?? '');
  put('sort', sort === 'name' ? 'name' : '');
  return next;
}

/** Whether anything is narrowed; the order is no filter. */
export function isNarrowed({ status, team, practitioner, bornFrom, bornTo }: Filters): boolean {
  return status.length > 0 || team.length > 0 || practitioner.length > 0 || bornFrom !== null || bornTo !== null;
}

/** Whether the list must be asked as a search: dates of birth are sealed and known to the search only. */
export function needsSearch({ bornFrom, bornTo }: Filters): boolean {
  return bornFrom !== null || bornTo !== null;
}

/** The filters as `GET /clients` takes them. */
export function asQuery({ status, team, practitioner, sort }: Filters): URLSearchParams {
  const query = new URLSearchParams({ sort });
  if (status.length > 0) query.set('status', status.join(','));
  if (team.length > 0) query.set('team', team.join(','));
  if (practitioner.length > 0) query.set('practitioner', practitioner.join(','));
  return query;
}

/** The filters as `POST /clients/search` takes them. */
export function asSearch({ status, team, practitioner, bornFrom, bornTo, sort }: Filters) {
  return {
    ...(status.length > 0 && { status }),
    ...(team.length > 0 && { team }),
    ...(practitioner.length > 0 && { practitioner }),
    ...(bornFrom !== null && { bornFrom }),
    ...(bornTo !== null && { bornTo }),
    sort,
  };
}

/** The filters as `POST /clients/export` takes them: exactly the clients that the list shows, so without the archive unless asked for. */
export function asExport(filters: Filters) {
  const { sort: _, ...rest } = asSearch(filters);
  return { ...rest, status: filters.status.length > 0 ? filters.status : WORKING_STATUSES };
}

/** Whether the filters ask for clients that belong to nobody, which an export cannot be narrowed to. */
export function asksForNobody({ team, practitioner }: Filters): boolean {
  return team.includes(NOBODY) || practitioner.includes(NOBODY);
}

function day(text: string | null): string | null {
  if (text === null || !DAY.test(text)) return null;
  const at = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? null : text;
}

import { api } from '../../../shared/api/client.js';
import { ProblemError } from '../../../shared/api/problem.js';
import type { ClientCard } from '../record/model.js';
import type { BulkCommand, BulkResult } from './bulk.js';
import { inParts } from './bulk.js';
import type { ColumnName } from './columns.js';
import type { Filters } from './filters.js';
import { asExport, asSearch, needsSearch } from './filters.js';
import { COLUMNS_PATH, PAGE, pagePath } from './paths.js';

/** One page of clients; the total is known when the page was found by a search. */
export interface ClientPage {
  items: ClientCard[];
  nextCursor: string | null;
  total?: number;
}

/** Every request the list makes. Each throws the server's problem document. */
export const listRequests = {
  /** The next page; dates of birth are sealed, so a range of them is asked as a search. */
  page(filters: Filters, cursor: string | null, signal?: AbortSignal): Promise<ClientPage> {
    if (needsSearch(filters))
      return api.post<ClientPage>('/clients/search', { ...asSearch(filters), limit: PAGE, ...(cursor !== null && { cursor }) }, { signal });
    return api.get<ClientPage>(pagePath(filters, cursor), { signal });
  },

  /** How many clients the filters leave. */
  async count(filters: Filters, signal?: AbortSignal): Promise<number> {
    const { total } = await api.post<{ total: number }>('/clients/search', { ...asSearch(filters), limit: 1 }, { signal });
    return total;
  },

  /**
   * Does things to many clients and tells of each what came of it. When a later part fails altogether the earlier ones stand,
   * so its clients are told as refused; only when nothing was done does this throw.
   */
  async bulk(commands: readonly BulkCommand[]): Promise<BulkResult[]> {
    const results: BulkResult[] = [];
    for (const part of commands.flatMap(inParts)) {
      try {
        results.push(...(await api.post<{ results: BulkResult[] }>('/clients/bulk', part)).results);
      } catch (error) {
        if (!results.some(({ ok }) => ok)) throw error;
        results.push(...part.ids.map(({ id }) => ({ id, ok: false, code: error instanceof ProblemError ? error.code : 'unreachable' })));
      }
    }
    return results;
  },

  /** Downloads what the list shows. */
  export: (filters: Filters) => api.download('/clients/export', asExport(filters)),

  /** The kept columns; answers 404 while there are none. */
  columns: (signal?: AbortSignal) => api.get<{ value: unknown }>(COLUMNS_PATH, { signal }),
  keepColumns: (columns: readonly ColumnName[]) => api.put<void>(COLUMNS_PATH, { value: { columns } }),
};

import { queries, queryClient } from '../../../shared/api/query.js';
import { readFilters } from './filters.js';
import { columnsQuery } from './use-columns.js';
import { listQuery } from './use-clients.js';

/** Asks for everything that the list draws its first rows from; settles when all of it has come, or failed. */
export async function prefetchList(search: string): Promise<void> {
  await Promise.all([
    queryClient.prefetchQuery(queries.me),
    queryClient.prefetchQuery(queries.members),
    queryClient.prefetchQuery(queries.teams),
    queryClient.prefetchQuery(columnsQuery),
    queryClient.prefetchInfiniteQuery(listQuery(readFilters(new URLSearchParams(search)))),
  ]);
}

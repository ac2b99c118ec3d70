import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ClientCard } from '../record/model.js';
import type { Filters } from './filters.js';
import { listRequests } from './requests.js';

/** Where the list's answers are kept; whatever changes a client asks for `['clients']` again. */
export const listKeys = {
  list: (filters: Filters) => ['clients', 'list', filters] as const,
  count: ({ sort: _, ...filters }: Filters) => ['clients', 'count', filters] as const,
};

/** The pages of the list, as a screen and a prefetch ask for them. */
export const listQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: listKeys.list(filters),
    queryFn: ({ pageParam, signal }) => listRequests.page(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** The clients that the filters leave, page by page, and how many they are once that is known. */
export function useClients(filters: Filters) {
  const query = useInfiniteQuery(listQuery(filters));
  // A client that moved up between two pages is shown once, where it came first.
  const clients = useMemo(
    () =>
      [
        ...new Map(
          query.data?.pages
            .flatMap(({ items }) => items)
            .toReversed()
            .map((card): [string, ClientCard] => [card.id, card]),
        ).values(),
      ].toReversed(),
    [query.data],
  );
  const complete = query.isSuccess && !query.hasNextPage;
  const told = query.data?.pages[0]?.total;
  const count = useQuery({
    queryKey: listKeys.count(filters),
    queryFn: ({ signal }) => listRequests.count(filters, signal),
    enabled: query.isSuccess && !complete && told === undefined,
    staleTime: 30_000,
  });
  const total = complete ? clients.length : (told ?? count.data ?? null);
  return { query, clients, total };
}

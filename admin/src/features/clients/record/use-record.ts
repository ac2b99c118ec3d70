import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { recordRequests } from '../api/record-requests.js';
import type { ClientDetail } from './model.js';

/** Where the record's answers are kept. */
export const recordKeys = {
  client: (id: string) => ['client', id] as const,
  history: (id: string) => ['client', id, 'history'] as const,
  openings: (id: string, identifierId: string) => ['client', id, 'openings', identifierId] as const,
};

/** One client with everything its page shows. Each fetch is a recorded read, so it is not fetched again on a whim. */
export function useClient(id: string) {
  return useQuery({
    queryKey: recordKeys.client(id),
    queryFn: ({ signal }) => recordRequests.read(id, signal),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}

/** The history of a client, newest first, page by page. */
export function useHistory(id: string) {
  const query = useInfiniteQuery({
    queryKey: recordKeys.history(id),
    queryFn: ({ pageParam, signal }) => recordRequests.history(id, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchOnWindowFocus: false,
  });
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, entries };
}

/** What to do once the server has answered a change. */
export function useRecordCache(id: string) {
  const cache = useQueryClient();
  return useMemo(
    () => ({
      /** Shows this answer at once, and reads the history and the lists again. */
      store: (client: ClientDetail): void => {
        cache.setQueryData(recordKeys.client(id), client);
        void cache.invalidateQueries({ queryKey: recordKeys.history(id) });
        void cache.invalidateQueries({ queryKey: ['clients'] });
      },
      /** Changes what is shown without asking for the whole client again. */
      patch: (change: (client: ClientDetail) => ClientDetail): void => {
        cache.setQueryData<ClientDetail>(recordKeys.client(id), (client) => (client === undefined ? client : change(client)));
        void cache.invalidateQueries({ queryKey: recordKeys.history(id) });
      },
      /** Reads the client again, whatever is kept. */
      fresh: (): Promise<ClientDetail> =>
        cache.fetchQuery({ queryKey: recordKeys.client(id), queryFn: ({ signal }) => recordRequests.read(id, signal), staleTime: 0 }),
      /** Something of this client was opened: its history and its openings have grown. */
      opened: (identifierId: string): void => {
        void cache.invalidateQueries({ queryKey: recordKeys.openings(id, identifierId) });
        void cache.invalidateQueries({ queryKey: recordKeys.history(id) });
      },
    }),
    [cache, id],
  );
}

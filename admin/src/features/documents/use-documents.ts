import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { problemSentence } from '../../shared/text/problems.js';
import { toast } from '../../shared/ui/toast.js';
import type { BulkAct, DocumentState } from './model.js';
import { documentRequests } from './requests.js';
import type { DocumentSearch } from './requests.js';
import { documentsText as words } from './text.js';
import { onSettled, uploads } from './uploads.js';

/** Where answers about documents are kept. */
export const documentKeys = {
  all: ['documents'] as const,
  list: (clientId: string | null, state: DocumentState, search: DocumentSearch | null) =>
    ['documents', 'list', clientId, state, search] as const,
  one: (id: string) => ['documents', 'one', id] as const,
  thumbnails: (ids: readonly string[]) => ['documents', 'thumbnails', ...ids] as const,
};

/** Documents of a client or of the practice, newest first, or those that a search finds. Every read is on record. */
export function useDocuments(clientId: string | null, state: DocumentState, search: DocumentSearch | null) {
  const query = useInfiniteQuery({
    queryKey: documentKeys.list(clientId, state, search),
    queryFn: async ({ pageParam, signal }) =>
      search === null
        ? documentRequests.list(clientId, state, pageParam, signal)
        : { ...(await documentRequests.search(search, clientId, pageParam, signal)), counts: null },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchOnWindowFocus: false,
    staleTime: 30_000,
    placeholderData: (before) => before,
  });
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return { ...query, items, counts: query.data?.pages[0]?.counts ?? null };
}

/** Small pictures of the documents that a list shows. */
export function useThumbnails(ids: readonly string[]): ReadonlyMap<string, string> {
  const query = useQuery({
    queryKey: documentKeys.thumbnails(ids),
    queryFn: ({ signal }) => documentRequests.thumbnails(ids.slice(0, 200), signal),
    enabled: ids.length > 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    placeholderData: (before) => before,
  });
  return query.data ?? NONE;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Files on their way to a client; reads the lists again when one was looked at. */
export function useArriving(clientId: string) {
  const cache = useQueryClient();
  useEffect(
    () =>
      onSettled((document) => {
        void cache.invalidateQueries({ queryKey: ['documents', 'list'] });
        void cache.invalidateQueries({ queryKey: documentKeys.one(document.id) });
      }),
    [cache],
  );
  const all = useSyncExternalStore(uploads.subscribe, uploads.all);
  return useMemo(() => all.filter(({ target }) => target.clientId === clientId), [all, clientId]);
}

const BACK: Partial<Record<BulkAct, BulkAct>> = { archive: 'restore', remove: 'restore' };
const DONE = { archive: words.archived, restore: words.restored, remove: words.removed };

/** Does one thing with documents and offers the way back. */
export function useBulk(onDone?: () => void) {
  const cache = useQueryClient();
  const act = async ({ ids, act }: { ids: readonly string[]; act: BulkAct }) => {
    const outcomes = await documentRequests.bulk(ids, act);
    await cache.invalidateQueries({ queryKey: ['documents', 'list'] });
    return outcomes;
  };
  return useMutation({
    mutationFn: act,
    onSuccess: (outcomes, asked) => {
      const done = outcomes.filter(({ code }) => code === null).map(({ id }) => id);
      const back = BACK[asked.act];
      if (done.length > 0)
        toast({
          message: DONE[asked.act](done.length),
          about: 'documents',
          ...(back && { undo: async () => void (await act({ ids: done, act: back })) }),
        });
      if (done.length < outcomes.length) toast({ message: words.someLeft(outcomes.length - done.length), tone: 'danger' });
      onDone?.();
    },
    onError: (error) => toast({ message: problemSentence(error), tone: 'danger' }),
  });
}

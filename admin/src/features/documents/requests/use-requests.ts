import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { problemSentence } from '../../../shared/text/problems.js';
import { toast } from '../../../shared/ui/toast.js';
import { useAttended } from './use-attended.js';
import { wayBack } from './model.js';
import type { DocumentRequest, ItemState, RequestItem } from './model.js';
import { requestKeys, requestRequests } from './requests.js';
import { requestsText as words } from './text.js';

const LOOKS_MS = 10_000;

/**
 * What a client is asked for, the open ones first; looked at again every ten seconds while the page is in sight, somebody is at
 * it and something may still come. Each look is on record, so none is spent on an empty chair.
 */
export function useRequests(clientId: string) {
  const cache = useQueryClient();
  const attended = useAttended();
  const query = useQuery({
    queryKey: requestKeys.list(clientId),
    queryFn: ({ signal }) => requestRequests.list(clientId, signal),
    staleTime: 5_000,
    refetchInterval: ({ state: { data = [] } }) => attended && data.some(({ state }) => state === 'open' || state === 'sent') && LOOKS_MS,
    refetchIntervalInBackground: false,
  });
  // What a client sends stands among the documents as well.
  const sent = query.data
    ?.flatMap(({ items }) => items.flatMap(({ documents }) => documents.map(({ id, state }) => `${id} ${state}`)))
    .join();
  const before = useRef(sent);
  useEffect(() => {
    if (before.current !== undefined && before.current !== sent) void cache.invalidateQueries({ queryKey: ['documents', 'list'] });
    before.current = sent;
  }, [cache, sent]);
  return query;
}

/** Shows the service's answer about one request at once, a new one first. */
export function useRequestCache(clientId: string) {
  const cache = useQueryClient();
  const queryKey = requestKeys.list(clientId);
  return {
    take: async (answer: DocumentRequest): Promise<void> => {
      // A list that is on its way was read before this.
      await cache.cancelQueries({ queryKey });
      cache.setQueryData<DocumentRequest[]>(queryKey, (shown = []) =>
        shown.some(({ id }) => id === answer.id) ? shown.map((other) => (other.id === answer.id ? answer : other)) : [answer, ...shown],
      );
    },
    refresh: (): void => void cache.invalidateQueries({ queryKey }),
  };
}

/** A step of one item. */
export interface Step {
  item: RequestItem;
  to: ItemState;
  reason?: string;
}

/** Moves items of a request, each step with its way back where there is one. */
export function useSteps(request: DocumentRequest) {
  const { take, refresh } = useRequestCache(request.clientId);
  const move = async ({ item, to, reason }: Step): Promise<RequestItem | undefined> => {
    const answer = await requestRequests.move(request.id, item.id, { state: to, version: item.version, ...(reason && { reason }) });
    await take(answer);
    return answer.items.find(({ id }) => id === item.id);
  };
  const refused = (error: unknown): void => {
    toast({ message: problemSentence(error), tone: 'danger' });
    refresh();
  };
  return useMutation({
    mutationFn: move,
    onSuccess: (moved, { item, to }) => {
      const back = wayBack(item.state, to);
      toast({
        message: words.moved[to](item.label),
        about: item.id,
        ...(moved && back !== null && { undo: async () => void (await move({ item: moved, to: back }).catch(refused)) }),
      });
    },
    onError: refused,
  });
}

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** One act on a document. */
export type HistoryLine = Schemas['DocumentHistoryLineDto'];
/** Opens and downloads of one day. */
export type HistoryDay = Schemas['DocumentActDayDto'];
/** What kind of act. */
export type ActKind = HistoryLine['kind'];

/** What the history is narrowed to; days YYYY-MM-DD of the practice's calendar. */
export interface HistoryFilters {
  documentId: string | null;
  memberId: string | null;
  act: ActKind | null;
  from: string | null;
  to: string | null;
}

/** Filters as the service takes them. */
function asAsked({ documentId, memberId, act, from, to }: HistoryFilters): Record<string, string> {
  return {
    ...(documentId !== null && { documentId }),
    ...(memberId !== null && { memberId }),
    ...(act !== null && { acts: act }),
    ...(from !== null && { from }),
    ...(to !== null && { to }),
  };
}

/** The history of one document, newest first, page by page. Each fetch is on record, so it is not fetched again on a whim. */
export const useDocumentHistory = (id: string) =>
  useInfiniteQuery({
    queryKey: ['document', id, 'history'],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ limit: '50', ...(pageParam !== null && { cursor: pageParam }) });
      return api.get<Schemas['DocumentHistoryDto']>(`/documents/${id}/history?${query.toString()}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

/** The history of all documents, newest first, page by page. */
export const usePracticeHistory = (filters: HistoryFilters) =>
  useInfiniteQuery({
    queryKey: ['document-history', filters],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ ...asAsked(filters), limit: '50', ...(pageParam !== null && { cursor: pageParam }) });
      return api.get<Schemas['PracticeHistoryDto']>(`/document-history?${query.toString()}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // What was shown stays until what is asked for is there.
    placeholderData: keepPreviousData,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

/** Downloads the history as CSV; asks for a fresh proof. Throws the service's problem document. */
export async function exportHistory({ act, ...filters }: HistoryFilters): Promise<void> {
  await api.download('/document-history/export', { ...asAsked({ ...filters, act: null }), ...(act !== null && { acts: [act] }) });
}

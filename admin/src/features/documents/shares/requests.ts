import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { NewShare, Share } from './model.js';

const keyOf = (documentId: string) => ['document', documentId, 'shares'] as const;

/** Every share of a document, newest first. Reading them is on record, so it is not done on a whim. */
export const useShares = (documentId: string) =>
  useQuery({
    queryKey: keyOf(documentId),
    queryFn: async ({ signal }) => (await api.get<{ items: Share[] }>(`/documents/${documentId}/shares`, { signal })).items,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

/** Shares a document and shows the share at once. */
export function useShare(documentId: string, onDone: (share: Share) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (share: NewShare) => api.post<Share>(`/documents/${documentId}/shares`, share),
    onSuccess: (share) => {
      cache.setQueryData<Share[]>(keyOf(documentId), (shown) => [share, ...(shown ?? [])]);
      void cache.invalidateQueries({ queryKey: ['document', documentId, 'history'] });
      onDone(share);
    },
  });
}

/** Ends a share at once, for whoever is looking as well. */
export function useEndShare(documentId: string, onDone: (share: Share) => void, onError: (error: unknown) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post<Share>(`/document-shares/${id}/end`),
    onSuccess: (share) => {
      cache.setQueryData<Share[]>(keyOf(documentId), (shown) => shown?.map((other) => (other.id === share.id ? share : other)));
      void cache.invalidateQueries({ queryKey: ['document', documentId, 'history'] });
      onDone(share);
    },
    onError,
  });
}

import { api } from '../../shared/api/client.js';
import type { components } from '../../shared/api/schema.js';
import type { BulkAct, DocumentDetail, DocumentLine, DocumentLink, DocumentPage, DocumentState } from './model.js';

/** What documents are searched for. */
export type DocumentSearch = Partial<components['schemas']['DocumentSearchBody']>;

/** What is asked of the service about documents. */
export const documentRequests = {
  list: (clientId: string | null, state: DocumentState, cursor: string | null, signal: AbortSignal): Promise<DocumentPage> => {
    const query = new URLSearchParams({ state, limit: '50', ...(clientId !== null && { clientId }), ...(cursor !== null && { cursor }) });
    return api.get<DocumentPage>(`/documents?${query}`, { signal });
  },
  search: (
    asked: DocumentSearch,
    clientId: string | null,
    cursor: string | null,
    signal: AbortSignal,
  ): Promise<{ items: DocumentLine[]; nextCursor: string | null; total: number }> =>
    api.post(
      '/documents/search',
      { ...asked, limit: 50, ...(clientId !== null && { clientId }), ...(cursor !== null && { cursor }) },
      { signal },
    ),
  read: (id: string, signal?: AbortSignal): Promise<DocumentDetail> => api.get<DocumentDetail>(`/documents/${id}`, { signal }),
  change: (
    id: string,
    change: { version: number; name?: string; category?: string | null; expiresOn?: string | null },
  ): Promise<DocumentDetail> => api.patch<DocumentDetail>(`/documents/${id}`, change),
  move: (id: string, version: number, clientId: string): Promise<DocumentDetail> =>
    api.post<DocumentDetail>(`/documents/${id}/move`, { version, clientId }),
  bulk: async (ids: readonly string[], act: BulkAct): Promise<{ id: string; code: string | null }[]> =>
    (await api.post<{ items: { id: string; code: string | null }[] }>('/documents/bulk', { ids, act })).items,
  thumbnails: async (ids: readonly string[], signal: AbortSignal): Promise<Map<string, string>> => {
    const { items } = await api.post<{ items: { documentId: string; image: string }[] }>('/documents/thumbnails', { ids }, { signal });
    return new Map(items.map(({ documentId, image }) => [documentId, image]));
  },
  link: (id: string, purpose: 'view' | 'download', versionId?: string): Promise<DocumentLink> =>
    api.post<DocumentLink>(`/documents/${id}/links`, { purpose, ...(versionId !== undefined && { versionId }) }),
  bundle: (ids: readonly string[]): Promise<{ url: string; documents: number }> => api.post('/documents/bundles', { ids }),
};

/** Hands a link to the browser, which saves what comes. */
export function saveFrom(url: string): void {
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = '';
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}

import { api } from '../../../shared/api/client.js';
import type { DocumentRequest, ItemState, NewItem, NewRequest } from './model.js';

/** Where requests about a client are kept. */
export const requestKeys = { list: (clientId: string) => ['document-requests', clientId] as const };

/** What is asked of the service about requests for documents. */
export const requestRequests = {
  list: async (clientId: string, signal: AbortSignal): Promise<DocumentRequest[]> =>
    (await api.get<{ items: DocumentRequest[] }>(`/document-requests?${new URLSearchParams({ clientId })}`, { signal })).items,
  ask: (request: NewRequest): Promise<DocumentRequest> => api.post('/document-requests', request),
  askForMore: (id: string, items: NewItem[]): Promise<DocumentRequest> => api.post(`/document-requests/${id}/items`, { items }),
  sendAgain: (id: string): Promise<DocumentRequest> => api.post(`/document-requests/${id}/send-again`),
  close: (id: string): Promise<DocumentRequest> => api.post(`/document-requests/${id}/close`),
  move: (id: string, itemId: string, to: { state: ItemState; reason?: string; version: number }): Promise<DocumentRequest> =>
    api.post(`/document-requests/${id}/items/${itemId}`, to),
};

import { api } from '../../../shared/api/client.js';
import type { Checklist, ChecklistChange, DocumentRequest, ItemState, NewChecklist, NewItem, NewRequest } from './model.js';

/** Where requests about a client are kept. */
export const requestKeys = {
  checklists: ['document-checklists'] as const,
  list: (clientId: string) => ['document-requests', clientId] as const,
};

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

/** What is asked of the service about the practice's own checklists. */
export const checklistRequests = {
  list: async (signal: AbortSignal): Promise<Checklist[]> =>
    (await api.get<{ items: Checklist[] }>('/document-checklists', { signal })).items,
  add: (checklist: NewChecklist): Promise<Checklist> => api.post('/document-checklists', checklist),
  change: (id: string, checklist: ChecklistChange): Promise<Checklist> => api.put(`/document-checklists/${id}`, checklist),
  remove: (id: string): Promise<void> => api.del(`/document-checklists/${id}`),
};

import { api } from '../../../shared/api/client.js';
import type { ClientImport, ImportRowPage, RowOutcome } from '../import/model.js';

const at = (id: string, ...rest: string[]): string => ['/client-imports', encodeURIComponent(id), ...rest].join('/');

/** Every request the import makes, but the upload, which shows its progress. Each throws the server's problem document. */
export const importRequests = {
  list: (signal?: AbortSignal) => api.get<{ items: ClientImport[] }>('/client-imports', { signal }),
  read: (id: string, signal?: AbortSignal) => api.get<ClientImport>(at(id), { signal }),
  map: (id: string, mapping: ClientImport['mapping']) => api.put<ClientImport>(at(id, 'mapping'), { mapping }),
  step: (id: string, step: 'start' | 'pause' | 'cancel') => api.post<ClientImport>(at(id, step)),
  rows: (id: string, outcome: RowOutcome | null, cursor: string | null, signal?: AbortSignal) => {
    const query = new URLSearchParams({ ...(outcome && { outcome }), ...(cursor && { cursor }) }).toString();
    return api.get<ImportRowPage>(`${at(id, 'rows')}${query === '' ? '' : `?${query}`}`, { signal });
  },
};

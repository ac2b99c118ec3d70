import { api } from '../../../shared/api/client.js';
import type { ClientImport, ImportRowPage, RowOutcome } from '../import/model.js';

const at = (id: string, ...rest: string[]): string => ['/client-imports', encodeURIComponent(id), ...rest].join('/');

/** Every request the import makes. Each throws the server's problem document. */
export const importRequests = {
  list: (signal?: AbortSignal) => api.get<{ items: ClientImport[] }>('/client-imports', { signal }),
  read: (id: string, signal?: AbortSignal) => api.get<ClientImport>(at(id), { signal }),
  /** Sends a file's text. Headers carry ASCII only, names of files everything: the name goes percent-encoded. */
  upload: (file: Blob, fileName: string, onProgress: (share: number) => void, signal: AbortSignal) =>
    api.upload<ClientImport>('/client-imports', file, {
      headers: { 'content-type': 'text/csv', 'x-file-name': encodeURIComponent(fileName) },
      onProgress,
      signal,
    }),
  map: (id: string, mapping: ClientImport['mapping']) => api.put<ClientImport>(at(id, 'mapping'), { mapping }),
  step: (id: string, step: 'start' | 'pause' | 'cancel') => api.post<ClientImport>(at(id, step)),
  rows: (
    id: string,
    { outcome, cursor, limit = 50 }: { outcome: RowOutcome; cursor: string | null; limit?: number },
    signal?: AbortSignal,
  ) => {
    const query = new URLSearchParams({ outcome, limit: String(limit), ...(cursor !== null && { cursor }) });
    return api.get<ImportRowPage>(`${at(id, 'rows')}?${query}`, { signal });
  },
};

import { send } from './send.js';
import type { ClientImport, ImportRowPage, RowOutcome } from '../import/model.js';

const at = (id: string, ...rest: string[]): string => ['/client-imports', encodeURIComponent(id), ...rest].join('/');

/** Every request the import makes, but the upload, which shows its progress. Each throws the server's problem document. */
export const importRequests = {
  list: (signal?: AbortSignal) => send<{ items: ClientImport[] }>('GET', '/client-imports', { signal }),
  read: (id: string, signal?: AbortSignal) => send<ClientImport>('GET', at(id), { signal }),
  map: (id: string, mapping: ClientImport['mapping']) => send<ClientImport>('PUT', at(id, 'mapping'), { body: { mapping } }),
  step: (id: string, step: 'start' | 'pause' | 'cancel') => send<ClientImport>('POST', at(id, step)),
  rows: (id: string, outcome: RowOutcome | null, cursor: string | null, signal?: AbortSignal) => {
    const query = new URLSearchParams({ ...(outcome && { outcome }), ...(cursor && { cursor }) }).toString();
    return send<ImportRowPage>('GET', `${at(id, 'rows')}${query === '' ? '' : `?${query}`}`, { signal });
  },
};

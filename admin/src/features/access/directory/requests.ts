import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];
/** The practice's directory. */
export type Directory = Schemas['DirectoryDto'];
/** One token, without its secret. */
export type DirectoryToken = Schemas['DirectoryTokenDto'];

/** Where the directory is kept. */
export const directoryKey = ['access', 'directory'] as const;

/** The directory as it stands. */
export const useDirectory = () =>
  useQuery({ queryKey: directoryKey, queryFn: ({ signal }) => api.get<Directory>('/access/directory', { signal }), staleTime: 5_000 });

/** What is done about the directory. */
export const directoryRequests = {
  choose: (defaultTemplateId: string | null) => api.put<void>('/access/directory', { defaultTemplateId }),
  issue: (expiresAt: string) => api.post<Schemas['IssuedDirectoryTokenDto']>('/access/directory/tokens', { expiresAt }),
  end: (id: string) => api.del<void>(`/access/directory/tokens/${id}`),
};

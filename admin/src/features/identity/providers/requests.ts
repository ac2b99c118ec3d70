import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** A provider that people may link. */
export type Provider = Schemas['LinkedAccountDto']['provider'];
/** Where a way through a provider led. */
export type Returned = Schemas['ReturnedDto'];
/** One’s own linked accounts, and what this browser came back with. */
export type LinkedAccounts = Schemas['LinkedAccountsDto'];
/** One linked account. */
export type LinkedAccount = Schemas['LinkedAccountDto'];

/** Where one’s own linked accounts are kept. */
export const linkedKey = ['me', 'linked-accounts'] as const;

/** Where the browser goes to set out; a whole page, because it leaves Ironbark. */
export const setOutPath = (provider: Provider, purpose: 'sign_in' | 'link'): string => `/api/v1/auth/${provider}?purpose=${purpose}`;

/** The providers that are set up here; none while that is not known. */
export function useProviders(): readonly Provider[] {
  const asked = useQuery({
    queryKey: ['providers'],
    queryFn: async ({ signal }) => (await api.get<Schemas['ProvidersDto']>('/auth/providers', { signal })).items,
    staleTime: Infinity,
    retry: false,
  });
  return asked.data ?? [];
}

/** What is linked to one’s own account. */
export const useLinkedAccounts = () =>
  useQuery({ queryKey: linkedKey, queryFn: ({ signal }) => api.get<LinkedAccounts>('/me/linked-accounts', { signal }), staleTime: 0 });

/** Every request about providers that changes something. */
export const providerRequests = {
  goOn: () => api.post<Returned>('/auth/provider'),
  link: () => api.post<void>('/me/linked-accounts'),
  dismiss: () => api.del<void>('/me/linked-accounts/waiting'),
  unlink: (id: string) => api.del<void>(`/me/linked-accounts/${id}`),
};

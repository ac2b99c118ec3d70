import { useQuery } from '@tanstack/react-query';
import { api } from '../../shared/api/client.js';
import type { components } from '../../shared/api/schema.js';

type Schemas = components['schemas'];

/** The practice's rules for signing in. */
export type Security = Schemas['SecurityDto'];
/** What the practice asks for beside the mailbox. */
export type FactorPolicy = Security['factors'];
/** What a change came to. */
export type SecurityChanged = Schemas['SecurityChangedDto'];

/** Where the rules are kept. */
export const securityKey = ['organisation', 'security'] as const;

/** The rules as they stand. */
export const useSecurity = () =>
  useQuery({ queryKey: securityKey, queryFn: ({ signal }) => api.get<Security>('/organisation/security', { signal }), staleTime: 0 });

/** Sets after how many minutes without use sessions end. */
export const limitIdleness = (idleMinutes: number) => api.put<SecurityChanged>('/organisation/security', { idleMinutes });

/** Sets what signing in takes. */
export const askForFactors = (factors: FactorPolicy) => api.put<SecurityChanged>('/organisation/security', { factors });

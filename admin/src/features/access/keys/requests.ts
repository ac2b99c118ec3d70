import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import { ProblemError } from '../../../shared/api/problem.js';
import type { components } from '../../../shared/api/schema.js';
import { accessProblem } from '../problems.js';
import { accessKeys } from '../use-access.js';
import { keyText } from './text.js';

type Schemas = components['schemas'];
/** A program that acts in the practice, with its keys. */
export type Service = Schemas['ServiceDto'];
/** One key, without its secret. */
export type Key = Schemas['KeyDto'];

/** Every request of the API keys screen. */
export const keyRequests = {
  services: async (signal?: AbortSignal) => (await api.get<Schemas['ServicesDto']>('/access/services', { signal })).items,
  create: (values: { name: string; purpose: string }) => api.post<Service>('/access/services', values),
  remove: (id: string) => api.del<void>(`/access/services/${id}`),
  issue: (id: string, values: { expiresAt: string; networks: string[] }) =>
    api.post<Schemas['IssuedKeyDto']>(`/access/services/${id}/keys`, values),
  revoke: (id: string) => api.del<void>(`/access/keys/${id}`),
};

export const useServices = () =>
  useQuery({ queryKey: [...accessKeys.all, 'services'], queryFn: ({ signal }) => keyRequests.services(signal), staleTime: 5_000 });

/** One sentence on why a key was refused. */
export function keyProblem(problem: unknown): string {
  if (problem instanceof ProblemError && problem.code === 'access.too_many_keys') return keyText.tooManyKeys;
  if (problem instanceof ProblemError && problem.code === 'access.key_life') return keyText.refusedLife;
  return accessProblem(problem);
}

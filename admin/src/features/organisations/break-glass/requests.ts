import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';

/** The owners and their ways in. */
export type BreakGlass = components['schemas']['BreakGlassDto'];
/** An owner and their way in. */
export type GlassOwner = components['schemas']['GlassOwnerDto'];

/** Where the owners' ways in are kept. */
export const glassKey = ['organisation', 'break-glass'] as const;

/** The owners and their ways in, as they stand. */
export const useBreakGlass = () =>
  useQuery({ queryKey: glassKey, queryFn: ({ signal }) => api.get<BreakGlass>('/organisation/break-glass', { signal }), staleTime: 0 });

/** What is done about ways in. */
export const glassRequests = {
  name: (named: readonly string[]) => api.put<BreakGlass>('/organisation/break-glass', { named }),
  arm: (memberId: string, hours: number) => api.post<BreakGlass>('/organisation/break-glass/arm', { memberId, hours }),
  disarm: (memberId: string) => api.post<BreakGlass>('/organisation/break-glass/disarm', { memberId }),
};

import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** The list as it stands, and where the caller stands to it. */
export type Networks = Schemas['NetworksDto'];
/** Whether the list refuses, notes, or neither. */
export type NetworkMode = Networks['mode'];
/** One network and what the practice calls it. */
export type Network = Schemas['NetworkDto'];
/** What a list would have come to. */
export type NetworkPreview = Schemas['NetworkPreviewDto'];
/** Somebody at an address outside a list. */
export type Outside = Schemas['OutsideDto'];
/** Somebody who was refused in an hour, or would have been. */
export type Refusal = Schemas['NetworkRefusalDto'];

/** Where the list is kept. */
export const networksKey = ['organisation', 'networks'] as const;
/** Where refusals are kept. */
export const refusalsKey = ['organisation', 'network-refusals'] as const;

/** The list as it stands. Coming back to the page does not ask again: a list that is being written would be lost. */
export const useNetworks = () =>
  useQuery({
    queryKey: networksKey,
    queryFn: ({ signal }) => api.get<Networks>('/organisation/networks', { signal }),
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

/** Who was refused, or would have been, newest first. */
export const useRefusals = () =>
  useQuery({
    queryKey: refusalsKey,
    queryFn: async ({ signal }) => (await api.get<{ items: Refusal[] }>('/organisation/networks/refusals', { signal })).items,
    staleTime: 0,
  });

/** What a list would have come to in the last days; changes nothing. */
export const previewNetworks = (networks: readonly Network[]) => api.post<NetworkPreview>('/organisation/networks/preview', { networks });

/** Puts a list in force. */
export const saveNetworks = (body: Schemas['NetworksBody']) => api.put<Networks>('/organisation/networks', body);

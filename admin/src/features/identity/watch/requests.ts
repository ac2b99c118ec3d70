import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import { keys } from '../../../shared/api/query.js';
import type { components } from '../../../shared/api/schema.js';

type Schemas = components['schemas'];

/** One line of a person's own log. */
export type SignIn = Schemas['SignInLineDto'];
/** One line of the practice's log. */
export type PracticeSignIn = Schemas['PracticeSignInDto'];
/** What a day of the log came to. */
export type SignInDay = Schemas['SignInDayDto'];
/** A browser that signed in before. */
export type KnownDevice = Schemas['KnownDeviceDto'];
/** Which lines are shown. */
export type Shown = 'all' | 'signed_in' | 'refused';

/** Most lines that one's own log answers with. */
export const OWN_LINES = 50;

/** Where known browsers are kept. */
export const devicesKey = ['me', 'devices'] as const;

/** The newest lines of one's own log. */
export const useOwnSignIns = (shown: Shown) =>
  useQuery({
    queryKey: [...keys.signIns, shown],
    queryFn: async ({ signal }) => (await api.get<{ items: SignIn[] }>(`/me/sign-ins?show=${shown}`, { signal })).items,
    staleTime: 0,
  });

/** Days of the last thirty on which something happened. */
export const useSignInDays = (timeZone: string) =>
  useQuery({
    queryKey: [...keys.signIns, 'days', timeZone],
    queryFn: async ({ signal }) =>
      (await api.get<{ items: SignInDay[] }>(`/me/sign-ins/days?timeZone=${encodeURIComponent(timeZone)}`, { signal })).items,
    staleTime: 0,
  });

/** Browsers that signed in to one's account before. */
export const useDevices = (enabled = true) =>
  useQuery({
    enabled,
    queryKey: devicesKey,
    queryFn: async ({ signal }) => (await api.get<{ items: KnownDevice[] }>('/me/devices', { signal })).items,
    staleTime: 0,
  });

/** The practice's sign-ins, page by page. */
export const usePracticeSignIns = (shown: Shown) =>
  useInfiniteQuery({
    queryKey: ['organisation', 'sign-ins', shown],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({ show: shown, ...(pageParam !== null && { after: pageParam }) });
      return api.get<Schemas['PracticeSignInsDto']>(`/organisation/sign-ins?${query.toString()}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    refetchOnWindowFocus: false,
  });

/** What can be done about sign-ins. Each throws the service's problem document. */
export const watchRequests = {
  forget: (id: string) => api.del<void>(`/me/devices/${id}`),
  lock: () => api.post<void>('/auth/lock'),
  notMe: (token: string) => api.post<void>('/auth/not-me', { token }),
};

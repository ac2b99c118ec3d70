import { QueryClient, useQuery } from '@tanstack/react-query';
import { api } from './client.js';
import { ProblemError } from './problem.js';
import type { Me, Member, SignIn, Team } from './types.js';

/** Where shared answers are kept. */
export const keys = {
  me: ['me'] as const,
  signIns: ['me', 'sign-ins'] as const,
  members: ['members'] as const,
  teams: ['teams'] as const,
};

/** One cache for the page. What the service refused is not asked again; what failed on the way is, twice. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && (!(error instanceof ProblemError) || error.status >= 502),
      retryDelay: (attempt) => 400 * 2 ** attempt,
    },
    mutations: { retry: false },
  },
});

const MINUTES = 60_000;

/** Who is signed in. */
export function useMe() {
  return useQuery({ queryKey: keys.me, queryFn: ({ signal }) => api.get<Me>('/me', { signal }), staleTime: 5 * MINUTES });
}

/** Everybody in the practice, also those who left. */
export function useMembers() {
  return useQuery({
    queryKey: keys.members,
    queryFn: async ({ signal }) => (await api.get<{ items: Member[] }>('/members', { signal })).items,
    staleTime: 5 * MINUTES,
  });
}

/** The teams of the practice. */
export function useTeams() {
  return useQuery({
    queryKey: keys.teams,
    queryFn: async ({ signal }) => (await api.get<{ items: Team[] }>('/teams', { signal })).items,
    staleTime: 5 * MINUTES,
  });
}

/** The newest lines of one's own security log. */
export function useSignIns() {
  return useQuery({
    queryKey: keys.signIns,
    queryFn: async ({ signal }) => (await api.get<{ items: SignIn[] }>('/me/sign-ins', { signal })).items,
    staleTime: 0,
  });
}

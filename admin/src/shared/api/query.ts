import { QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './client.js';
import { ProblemError } from './problem.js';
import type { Me, Member, Team } from './types.js';

/** Where shared answers are kept. */
export const keys = {
  me: ['me'] as const,
  signIns: ['me', 'sign-ins'] as const,
  factors: ['me', 'factors'] as const,
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

/** The questions that many screens ask, as {@link useQuery} and a prefetch take them. */
export const queries = {
  me: queryOptions({ queryKey: keys.me, queryFn: ({ signal }) => api.get<Me>('/me', { signal }), staleTime: 5 * MINUTES }),
  members: queryOptions({
    queryKey: keys.members,
    queryFn: async ({ signal }) => (await api.get<{ items: Member[] }>('/members', { signal })).items,
    staleTime: 5 * MINUTES,
  }),
  teams: queryOptions({
    queryKey: keys.teams,
    queryFn: async ({ signal }) => (await api.get<{ items: Team[] }>('/teams', { signal })).items,
    staleTime: 5 * MINUTES,
  }),
};

/** Who is signed in. */
export const useMe = () => useQuery(queries.me);

/** Everybody in the practice, also those who left. */
export const useMembers = () => useQuery(queries.members);

/** The teams of the practice. */
export const useTeams = () => useQuery(queries.teams);

import { useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import { ProblemError } from '../../../shared/api/problem.js';
import type { components } from '../../../shared/api/schema.js';
import { accessProblem } from '../problems.js';
import { accessKeys } from '../use-access.js';
import { reviewText } from './text.js';

type Schemas = components['schemas'];
/** A review in the list. */
export type ReviewLine = Schemas['ReviewLineDto'];
/** A review with everything it looks at. */
export type Review = Schemas['ReviewDto'];
/** One grant under review. */
export type ReviewedLine = Review['items'][number];
/** What becomes of a line. */
export type Decision = 'approved' | 'revoked';

/** Every request of the Reviews screens. */
export const reviewRequests = {
  reviews: async (signal?: AbortSignal) => (await api.get<Schemas['ReviewsDto']>('/access/reviews', { signal })).items,
  review: (id: string, signal?: AbortSignal) => api.get<Review>(`/access/reviews/${id}`, { signal }),
  start: (values: { teamId: string | null; dueOn: string }) => api.post<Review>('/access/reviews', values),
  decide: (id: string, lineId: string, decision: Decision) => api.put<Review>(`/access/reviews/${id}/lines/${lineId}`, { decision }),
  close: (id: string) => api.post<ReviewLine>(`/access/reviews/${id}/close`),
  /** Where a review is downloaded from. */
  file: (id: string, format: 'csv' | 'pdf') => `/api/v1/access/reviews/${id}/export?format=${format}`,
};

/** Where reviews are kept. */
export const reviewKeys = {
  list: [...accessKeys.all, 'reviews'] as const,
  one: (id: string) => [...accessKeys.all, 'review', id] as const,
};

export const useReviews = () =>
  useQuery({ queryKey: reviewKeys.list, queryFn: ({ signal }) => reviewRequests.reviews(signal), staleTime: 5_000 });
export const useReview = (id: string) =>
  useQuery({ queryKey: reviewKeys.one(id), queryFn: ({ signal }) => reviewRequests.review(id, signal), staleTime: 5_000 });

/** One sentence on why a decision was refused. */
export function reviewProblem(problem: unknown): string {
  if (problem instanceof ProblemError && problem.code === 'access.review_closed') return reviewText.problem.closed;
  if (problem instanceof ProblemError && problem.code === 'access.review_undecided') return reviewText.problem.undecided;
  return accessProblem(problem);
}

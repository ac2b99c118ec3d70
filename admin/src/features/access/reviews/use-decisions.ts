import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../shared/ui/toast.js';
import { accessText } from '../text.js';
import { useFreshAccess } from '../use-access.js';
import { unquestioned, withDecision } from './model.js';
import { reviewKeys, reviewProblem, reviewRequests } from './requests.js';
import type { Decision, Review } from './requests.js';
import { reviewText } from './text.js';

/** How far approving several has come. */
export interface Running {
  done: number;
  all: number;
}

/** Deciding the lines of a review. A decision shows at once and is taken back when the service refuses it. */
export function useDecisions(review: Review) {
  const cache = useQueryClient();
  const fresh = useFreshAccess();
  const [running, setRunning] = useState<Running | null>(null);
  const queryKey = reviewKeys.one(review.id);

  const show = (lineId: string, decision: Decision): void => {
    cache.setQueryData<Review>(queryKey, (now) => now && withDecision(now, lineId, decision));
  };
  // An answer that was overtaken by a later one has fewer decisions in it.
  const take = (answer: Review): void => {
    cache.setQueryData<Review>(queryKey, (now) => (now !== undefined && answer.decided < now.decided ? now : answer));
  };
  const refused = (problem: unknown): void => {
    toast({ message: `${accessText.unchanged}. ${reviewProblem(problem)}`, tone: 'danger' });
    void cache.invalidateQueries({ queryKey });
  };

  const decide = useMutation({
    mutationFn: ({ lineId, decision }: { lineId: string; decision: Decision }) => reviewRequests.decide(review.id, lineId, decision),
    onMutate: async ({ lineId, decision }) => {
      await cache.cancelQueries({ queryKey });
      show(lineId, decision);
    },
    onSuccess: (answer, { decision }) => {
      take(answer);
      if (decision === 'revoked') fresh();
      else void cache.invalidateQueries({ queryKey: reviewKeys.list });
    },
    onError: refused,
  });

  const approveRest = useMutation({
    mutationFn: async () => {
      const lines = unquestioned(review.items);
      for (const [done, { id }] of lines.entries()) {
        setRunning({ done, all: lines.length });
        take(await reviewRequests.decide(review.id, id, 'approved'));
      }
      return lines.length;
    },
    onSuccess: (count) => toast({ message: reviewText.approvedRest(count) }),
    onError: refused,
    onSettled: () => {
      setRunning(null);
      void cache.invalidateQueries({ queryKey: reviewKeys.list });
    },
  });

  return {
    decide: (lineId: string, decision: Decision): void => decide.mutate({ lineId, decision }),
    approveRest: (): void => approveRest.mutate(),
    running,
  };
}

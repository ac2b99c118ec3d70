import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isProblem } from '../../../shared/api/problem.js';
import { accessRequests } from '../requests.js';

/** Opens a member's world. The page is loaded anew, so that nothing of one's own is left in it. */
export async function beginView(memberId: string): Promise<void> {
  await accessRequests.beginView(memberId);
  location.assign('/');
}

/** Goes back to one's own world. */
export async function endView(to = '/'): Promise<void> {
  await accessRequests.endView();
  location.assign(to);
}

/** A look that has ended by itself takes the page back to one's own world, whatever was asked for last. */
export function useViewEnd(): void {
  const cache = useQueryClient();
  useEffect(() => {
    let ending = false;
    const notice = (error: unknown): void => {
      if (ending || !isProblem(error, 'access.view_ended')) return;
      ending = true;
      endView().catch(() => (ending = false));
    };
    const stops = [
      cache.getQueryCache().subscribe(({ type, query }) => type === 'updated' && notice(query.state.error)),
      cache.getMutationCache().subscribe(({ type, mutation }) => type === 'updated' && notice(mutation.state.error)),
    ];
    return () => stops.forEach((stop) => stop());
  }, [cache]);
}

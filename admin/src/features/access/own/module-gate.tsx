import { useQueryClient } from '@tanstack/react-query';
import { Suspense, lazy, useEffect } from 'react';
import { Outlet } from 'react-router';
import { ProblemError } from '../../../shared/api/problem.js';
import { keys, useMe } from '../../../shared/api/query.js';
import type { ModuleName } from '../model.js';

const ModuleOffPage = lazy(() => import('./module-off-page.js'));

/** The screens of one module: shown while it is on for the reader; when it goes off, a page that says so takes their place. */
export function ModuleGate({ module }: { module: ModuleName }) {
  const me = useMe().data;
  useOwnAccessNews();
  if (me === undefined || me.member.modules.includes(module)) return <Outlet />;
  return (
    <Suspense fallback={null}>
      <ModuleOffPage module={module} me={me} />
    </Suspense>
  );
}

/** A refusal of something that was open a moment ago means that one's own access has changed: it is read again. */
function useOwnAccessNews(): void {
  const cache = useQueryClient();
  useEffect(() => {
    const reread = (error: unknown): void => {
      if (error instanceof ProblemError && error.code === 'access.not_permitted') void cache.invalidateQueries({ queryKey: keys.me });
    };
    const stops = [
      cache.getQueryCache().subscribe(({ type, query }) => {
        if (type === 'updated' && query.state.status === 'error') reread(query.state.error);
      }),
      cache.getMutationCache().subscribe(({ type, mutation }) => {
        if (type === 'updated' && mutation?.state.status === 'error') reread(mutation.state.error);
      }),
    ];
    return () => stops.forEach((stop) => stop());
  }, [cache]);
}

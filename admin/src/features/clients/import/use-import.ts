import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { importRequests } from '../api/import-requests.js';
import { counts } from './model.js';
import type { ClientImport, ImportState, RowOutcome } from './model.js';
import { rowsPerSecond, sighted } from './pace.js';
import type { Sighting } from './pace.js';

/** Where the imports' answers are kept. */
export const importKeys = {
  all: ['client-imports'] as const,
  one: (id: string) => ['client-imports', id] as const,
  rows: (id: string, outcome: RowOutcome) => ['client-imports', id, 'rows', outcome] as const,
};

const MOVING: ReadonlySet<ImportState> = new Set<ImportState>(['checking', 'running']);

/** One import; read every second while something happens and the tab is in front. */
export function useImport(id: string) {
  return useQuery({
    queryKey: importKeys.one(id),
    queryFn: ({ signal }) => importRequests.read(id, signal),
    refetchInterval: ({ state }) => (state.data !== undefined && MOVING.has(state.data.state) ? 1000 : false),
    refetchIntervalInBackground: false,
  });
}

/** Earlier imports, newest first; read again while one of them moves. */
export function useImports() {
  return useQuery({
    queryKey: importKeys.all,
    queryFn: ({ signal }) => importRequests.list(signal),
    refetchInterval: ({ state }) => (state.data?.items.some((job) => MOVING.has(job.state)) === true ? 1000 : false),
    refetchIntervalInBackground: false,
  });
}

/** The rows of an import with one outcome, page by page. */
export function useImportRows(job: ClientImport, outcome: RowOutcome) {
  return useInfiniteQuery({
    queryKey: importKeys.rows(job.id, outcome),
    queryFn: ({ pageParam, signal }) => importRequests.rows(job.id, { outcome, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: !MOVING.has(job.state),
  });
}

/** Start, pause, resume, cancel. */
export function useImportStep(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (step: 'start' | 'pause' | 'cancel') => importRequests.step(id, step),
    onSuccess: (job) => cache.setQueryData(importKeys.one(id), job),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: importKeys.all });
      void cache.invalidateQueries({ queryKey: ['clients'] });
    },
  });
}

/** Rows a second as seen while the import runs; `null` until it can be told. */
export function usePace(job: ClientImport): number | null {
  const [seen, setSeen] = useState<Sighting[]>([]);
  const { done } = counts(job);
  const running = job.state === 'running';
  useEffect(() => {
    setSeen((before) => (running ? sighted(before, { at: Date.now(), done }) : []));
  }, [done, running]);
  return rowsPerSecond(seen);
}

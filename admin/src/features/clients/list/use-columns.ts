import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ProblemError } from '../../../shared/api/problem.js';
import { toast } from '../../../shared/ui/toast.js';
import { COLUMNS, COLUMNS_PREFERENCE, readColumns, toggled } from './columns.js';
import type { ColumnName } from './columns.js';
import { listRequests } from './requests.js';
import { listText } from './text.js';

const KEY = ['me', 'preferences', COLUMNS_PREFERENCE] as const;

/** The kept columns, as the screen and a prefetch ask for them. */
export const columnsQuery = queryOptions({
  queryKey: KEY,
  queryFn: async ({ signal }): Promise<readonly ColumnName[]> => {
    try {
      return readColumns((await listRequests.columns(signal)).value);
    } catch (error) {
      if (error instanceof ProblemError && error.status === 404) return COLUMNS;
      throw error;
    }
  },
  staleTime: Infinity,
  retry: false,
});

/** The columns that this person has chosen, on every device; all of them until they choose. */
export function useColumns() {
  const cache = useQueryClient();
  const kept = useQuery(columnsQuery);
  const keeping = useMutation({
    mutationFn: listRequests.keepColumns,
    onMutate: (next) => {
      const before = cache.getQueryData<readonly ColumnName[]>(KEY);
      cache.setQueryData(KEY, next);
      return { before };
    },
    onError: (_error, _next, kept) => {
      cache.setQueryData(KEY, kept?.before);
      toast({ message: listText.columnsFailed, tone: 'danger' });
    },
  });
  const shown = kept.data ?? COLUMNS;
  return {
    shown,
    /** Until the choice is known the list waits, so that no column jumps. */
    ready: !kept.isPending,
    toggle: (name: ColumnName) => keeping.mutate(toggled(shown, name)),
    showAll: () => keeping.mutate(COLUMNS),
  };
}

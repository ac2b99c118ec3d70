import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { NO_FILTERS, readFilters, writeFilters } from './filters.js';
import type { Filters } from './filters.js';

/** The filters, kept in the address so that a list can be linked to and gone back to. */
export function useFilters() {
  const [query, setQuery] = useSearchParams();
  const filters = useMemo(() => readFilters(query), [query]);
  const change = useCallback(
    (part: Partial<Filters>): void => {
      setQuery((before) => writeFilters(before, { ...readFilters(before), ...part }), { replace: true });
    },
    [setQuery],
  );
  const clear = useCallback((): void => {
    setQuery((before) => writeFilters(before, { ...NO_FILTERS, sort: readFilters(before).sort }), { replace: true });
  }, [setQuery]);
  return { filters, change, clear };
}

import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api } from '../../../shared/api/client.js';
import type { Found } from './options.js';

const SHOWN = 8;
const DEBOUNCE_MS = 80;
const LONGEST = 254;

/** The longest text that the service searches for. */
export const LONGEST_SEARCH = LONGEST;

/**
 * What a text finds, while it is typed. The text is personal data: it travels in a body and is kept in memory only, for a
 * few seconds. A newer text ends the request of the older one; until it answers, the older answer stands.
 */
export function useClientSearch(typed: string) {
  const [settled] = useDebouncedValue(typed.trim(), DEBOUNCE_MS);
  const query = useQuery({
    queryKey: ['clients', 'search', settled],
    queryFn: ({ signal }) => api.post<Found>('/clients/search', { text: settled, limit: SHOWN }, { signal }),
    enabled: settled !== '' && typed.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: 30_000,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const asked = typed.trim();
  return {
    found: asked === '' ? undefined : query.data,
    /** The answer belongs to the text as it stands. */
    fresh: asked === '' || (settled === asked && !query.isPlaceholderData && !query.isFetching),
    error: asked === '' || query.isFetching ? null : query.error,
    /** Which text the answer belongs to; marks are drawn for it. */
    text: asked,
  };
}

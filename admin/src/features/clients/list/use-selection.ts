import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ClientCard } from '../record/model.js';

const NOTHING: ReadonlySet<string> = new Set();

/** Which of the shown clients are selected; what is no longer shown is no longer selected, and other filters begin anew. */
export function useSelection(clients: readonly ClientCard[], filters: unknown) {
  const [ids, setIds] = useState(NOTHING);
  useEffect(() => setIds(NOTHING), [filters]);
  const selected = useMemo(() => clients.filter(({ id }) => ids.has(id)), [clients, ids]);
  const shown = useMemo(() => new Set(selected.map(({ id }) => id)), [selected]);
  const clear = useCallback(() => setIds(NOTHING), []);
  return { ids: shown, selected, setIds, clear };
}

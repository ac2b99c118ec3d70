import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { draftKey, forgetDraft, keepDraft, readDraft } from '../draft-store.js';
import type { Draft } from '../draft-store.js';
import { changesBetween, valuesOf } from '../model.js';
import type { ClientDetail, ClientValues, FieldName } from '../model.js';

/** An edit of one client, kept in this tab with every keystroke until it is saved or discarded. */
export interface EditDraft {
  /** Where the edit began: what a merge compares with. */
  base: ClientValues;
  version: number;
  values: ClientValues;
  /** What would be sent. */
  changes: Partial<ClientValues>;
  change: <Name extends FieldName>(field: Name, value: ClientValues[Name]) => void;
  /** Begins anew from what is stored now, with the person's values kept: after a merge. */
  rebase: (client: ClientDetail, values: ClientValues) => void;
  discard: () => void;
  /** False when the browser refuses to keep it. */
  kept: boolean;
}

/** The draft kept for a client in this tab, if it says anything that is not stored. */
export function keptDraft(memberId: string, clientId: string): Draft | null {
  const draft = readDraft<Draft>(draftKey(memberId, clientId));
  return draft !== null && Object.keys(changesBetween(draft.base, draft.values)).length > 0 ? draft : null;
}

/** The edit of a client: continues a kept draft, or begins from what is stored. */
export function useDraft(client: ClientDetail, memberId: string): EditDraft {
  const key = draftKey(memberId, client.id);
  const [state, setState] = useState<Omit<Draft, 'keptAt'>>(() => keptDraft(memberId, client.id) ?? begin(client));
  const [kept, setKept] = useState(true);
  const changes = useMemo(() => changesBetween(state.base, state.values), [state]);
  const discarded = useRef(false);

  useEffect(() => {
    if (discarded.current) return;
    if (Object.keys(changes).length === 0) forgetDraft(key);
    else setKept(keepDraft(key, { ...state, keptAt: new Date().toISOString() } satisfies Draft));
  }, [changes, key, state]);

  const change = useCallback<EditDraft['change']>((field, value) => {
    discarded.current = false;
    setState((before) => ({ ...before, values: { ...before.values, [field]: value } }));
  }, []);
  const rebase = useCallback(
    (now: ClientDetail, values: ClientValues) => setState({ version: now.version, base: valuesOf(now), values }),
    [],
  );
  const discard = useCallback(() => {
    discarded.current = true;
    forgetDraft(key);
    setState(begin(client));
  }, [client, key]);
  return { ...state, changes, change, rebase, discard, kept };
}

function begin(client: ClientDetail): Omit<Draft, 'keptAt'> {
  const values = valuesOf(client);
  return { version: client.version, base: values, values };
}

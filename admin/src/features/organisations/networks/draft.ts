import { useCallback, useMemo, useState } from 'react';
import type { Network, NetworkMode, Networks } from './requests.js';

/** A network that is being written; the id lives on this screen only. */
export interface DraftRow extends Network {
  readonly id: number;
}

/** The list as it is being written. */
export interface Draft {
  readonly mode: NetworkMode;
  readonly rows: readonly DraftRow[];
}

let next = 1;
const row = ({ network, label }: Network): DraftRow => ({ id: next++, network, label });
const draftOf = ({ mode, networks }: Networks): Draft => ({ mode, rows: networks.map(row) });

/** The rows as the service takes them. */
export function networksOf({ rows }: Draft): Network[] {
  return rows.map(({ network, label }) => ({ network: network.trim(), label: label.trim() }));
}

/** A list being written, beginning with what is in force. */
export function useDraft(saved: Networks) {
  const [draft, setDraft] = useState(() => draftOf(saved));
  const networks = useMemo(() => networksOf(draft), [draft]);
  const changed =
    draft.mode !== saved.mode ||
    networks.length !== saved.networks.length ||
    networks.some(({ network, label }, at) => network !== saved.networks[at]?.network || label !== saved.networks[at]?.label);
  return {
    draft,
    networks,
    changed,
    setMode: useCallback((mode: NetworkMode) => setDraft((now) => ({ ...now, mode })), []),
    /** Returns the id of the row, so that the keyboard can be taken there. */
    add: useCallback((network: string, label: string): number => {
      const added = row({ network, label });
      setDraft((now) => ({ ...now, rows: [...now.rows, added] }));
      return added.id;
    }, []),
    change: useCallback(
      (id: number, values: Partial<Network>) =>
        setDraft((now) => ({ ...now, rows: now.rows.map((each) => (each.id === id ? { ...each, ...values } : each)) })),
      [],
    ),
    remove: useCallback((id: number) => setDraft((now) => ({ ...now, rows: now.rows.filter((each) => each.id !== id) })), []),
    reset: useCallback((to: Networks) => setDraft(draftOf(to)), []),
  };
}

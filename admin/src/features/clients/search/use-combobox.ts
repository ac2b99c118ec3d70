import { useCallback, useEffect, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Group, Option } from './options.js';

interface Combobox {
  groups: readonly Group[];
  /** The lines belong to the text as it stands; until then Enter waits. */
  fresh: boolean;
  typed: string;
  onChoose: (option: Option) => void;
  onEscape: () => void;
}

/** The keyboard of a combobox: arrows move among the lines, Enter opens, Ctrl-Enter makes a new client. */
export function useCombobox({ groups, fresh, typed, onChoose, onEscape }: Combobox) {
  const options = useMemo(() => groups.flatMap((group) => group.options), [groups]);
  const [pointed, setPointed] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const active = options.find(({ key }) => key === pointed) ?? options[0];

  useEffect(() => {
    setPointed(null);
    setWaiting(false);
  }, [typed]);
  useEffect(() => {
    if (!waiting || !fresh) return;
    setWaiting(false);
    if (active) onChoose(active);
  }, [waiting, fresh, active, onChoose]);

  const move = (by: number): void => {
    if (options.length === 0) return;
    const at = active ? options.indexOf(active) : -1;
    setPointed(options[(at + by + options.length) % options.length]?.key ?? null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const create = options.find((option) => option.kind === 'command' && option.command === 'new');
    switch (event.key) {
      case 'ArrowDown': move(1); break;
      case 'ArrowUp': move(-1); break;
      case 'Escape': onEscape(); break;
      case 'Enter':
        if (event.ctrlKey || event.metaKey) {
          if (create) onChoose(create);
        } else if (fresh || pointed !== null) {
          if (active) onChoose(active);
        } else setWaiting(true);
        break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { active, onKeyDown, point: useCallback((option: Option) => setPointed(option.key), []) };
}

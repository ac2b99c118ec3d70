import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
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
  const [pointedAt, setPointedAt] = useState<{ typed: string; key: string } | null>(null);
  // Another text begins at the top again.
  const pointed = pointedAt?.typed === typed ? pointedAt.key : null;
  const active = options.find(({ key }) => key === pointed) ?? options[0];
  const waitingFor = useRef<string | null>(null);

  useEffect(() => {
    if (waitingFor.current !== typed || !fresh) return;
    waitingFor.current = null;
    if (active) onChoose(active);
  }, [typed, fresh, active, onChoose]);

  const move = (by: number): void => {
    if (options.length === 0) return;
    const at = active ? options.indexOf(active) : -1;
    const next = options[(at + by + options.length) % options.length];
    if (next) setPointedAt({ typed, key: next.key });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    waitingFor.current = null;
    const create = options.find((option) => option.kind === 'command' && option.command === 'new');
    switch (event.key) {
      case 'ArrowDown':
        move(1);
        break;
      case 'ArrowUp':
        move(-1);
        break;
      case 'Escape':
        onEscape();
        break;
      case 'Enter':
        if (event.ctrlKey || event.metaKey) {
          if (create) onChoose(create);
        } else if (fresh || pointed !== null) {
          if (active) onChoose(active);
        } else waitingFor.current = typed;
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { active, onKeyDown, point: useCallback((option: Option) => setPointedAt({ typed, key: option.key }), [typed]) };
}

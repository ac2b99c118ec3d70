import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Moves among the rows of a table by keyboard: the row's link is focused, so Enter opens it as any link. */
export function useRowKeys(table: RefObject<HTMLElement | null>, onSelect: (id: string, range: boolean) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isElsewhere(event.target))
        return;
      const inside = event.target instanceof Node && table.current?.contains(event.target) === true;
      const key = event.key.toLowerCase();
      if (key === 'j' || (inside && key === 'arrowdown')) move(table.current, 1);
      else if (key === 'k' || (inside && key === 'arrowup')) move(table.current, -1);
      else if (key === 'x' && inside) {
        const id = document.activeElement?.closest('tr')?.dataset['id'];
        if (id === undefined) return;
        onSelect(id, event.shiftKey);
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [table, onSelect]);
}

function move(table: HTMLElement | null, by: number): void {
  const links = [...(table?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
  const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement));
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)];
  next?.focus({ preventScroll: true });
  next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

/** Typing in a field, or moving in a dialog or menu, is no moving among rows. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type="checkbox"])') ||
      target.closest('[role="dialog"], [role="menu"], [role="search"]') !== null)
  );
}

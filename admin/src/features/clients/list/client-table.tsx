import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useCallback, useRef } from 'react';
import type { MouseEvent } from 'react';
import { useNavigate } from 'react-router';
import { announce } from '../../../shared/ui/announce.js';
import { Check } from '../../../shared/ui/check.js';
import type { ClientCard } from '../record/model.js';
import { ClientRow } from './client-row.js';
import type { ColumnName } from './columns.js';
import type { ListSort } from './filters.js';
import { listText } from './text.js';
import type { Places } from './use-places.js';
import { useRowKeys } from './use-row-keys.js';
import classes from './table.module.css';

interface ClientTableProps {
  clients: readonly ClientCard[];
  columns: readonly ColumnName[];
  places: Places;
  sort: ListSort;
  onSort: (sort: ListSort) => void;
  selected: ReadonlySet<string>;
  onSelected: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;
}

/** The clients with sortable heads, a checkbox each, and the keyboard: J and K or arrows move, Enter opens, X selects. */
export function ClientTable({ clients, columns, places, sort, onSort, selected, onSelected }: ClientTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const last = useRef<string | null>(null);
  const shown = useRef(clients);
  shown.current = clients;
  const select = useCallback(
    (id: string, range: boolean): void => {
      const ids = shown.current.map((card) => card.id);
      const from = range && last.current !== null ? ids.indexOf(last.current) : -1;
      const to = ids.indexOf(id);
      last.current = id;
      onSelected((before) => {
        const next = new Set(before);
        const on = !before.has(id);
        for (const each of from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1)) {
          if (on) next.add(each);
          else next.delete(each);
        }
        return next;
      });
    },
    [onSelected],
  );
  useRowKeys(table, select);
  const navigate = useNavigate();
  // The name is the link that keyboards and screen readers open; pressing beside it does the same.
  const open = (event: MouseEvent<HTMLElement>): void => {
    const id = idToOpen(event);
    if (id === null) return;
    event.preventDefault();
    void navigate(`/clients/${id}`);
  };
  const all = clients.length > 0 && clients.every(({ id }) => selected.has(id));
  const order = (by: ListSort): void => {
    onSort(by);
    announce(`${listText.sortLabel}: ${listText.sortBy[by]}`);
  };
  return (
    <table ref={table} className={classes['table']}>
      <caption className={classes['hidden']}>
        {listText.table}. {listText.keys}
      </caption>
      <thead>
        <tr>
          <th scope="col" className={classes['cCheck']}>
            <label className={classes['checkTarget']}>
              <Check
                aria-label={listText.chooseAll}
                checked={all}
                indeterminate={!all && selected.size > 0}
                onChange={() => onSelected(() => new Set(all ? [] : clients.map(({ id }) => id)))}
              />
            </label>
          </th>
          <SortHead by="name" sort={sort} onSort={order}>
            {listText.name}
          </SortHead>
          {columns.map((name) =>
            name === 'activity' ? (
              <SortHead key={name} by="activity" sort={sort} onSort={order} className={classes[name]}>
                {listText.columns[name]}
              </SortHead>
            ) : (
              <th key={name} scope="col" className={classes[name]}>
                {listText.columns[name]}
              </th>
            ),
          )}
        </tr>
      </thead>
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- Enter presses the row's link, which is a click and comes here */}
      <tbody onClick={open}>
        {clients.map((card) => (
          <ClientRow key={card.id} card={card} columns={columns} places={places} selected={selected.has(card.id)} onSelect={select} />
        ))}
      </tbody>
    </table>
  );
}

/** The client that a press on the rows opens here; what opens a link elsewhere, such as Ctrl, is left to the browser. */
function idToOpen(event: MouseEvent<HTMLElement>): string | null {
  if (event.defaultPrevented || !(event.target instanceof Element)) return null;
  const own = event.target.closest('a, button, input, label');
  if (own === null && !(window.getSelection()?.isCollapsed ?? true)) return null;
  if (own !== null && (!own.matches('[data-row-link]') || event.button !== 0 || isModified(event))) return null;
  return event.target.closest<HTMLElement>('tr[data-id]')?.dataset['id'] ?? null;
}

function isModified({ ctrlKey, metaKey, shiftKey, altKey }: MouseEvent): boolean {
  return ctrlKey || metaKey || shiftKey || altKey;
}

interface SortHeadProps {
  by: ListSort;
  sort: ListSort;
  onSort: (sort: ListSort) => void;
  className?: string | undefined;
  children: string;
}

function SortHead({ by, sort, onSort, className, children }: SortHeadProps) {
  const on = sort === by;
  const Arrow = by === 'name' ? IconChevronUp : IconChevronDown;
  return (
    <th scope="col" className={className} aria-sort={on ? (by === 'name' ? 'ascending' : 'descending') : 'none'}>
      <button
        type="button"
        className={classes['sortHead']}
        data-on={on || undefined}
        title={by === 'name' ? listText.sortByName : listText.sortByActivity}
        onClick={() => onSort(by)}
      >
        {children}
        <Arrow size={13} stroke={1.8} aria-hidden />
      </button>
    </th>
  );
}

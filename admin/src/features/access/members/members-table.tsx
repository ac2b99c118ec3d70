import { Checkbox } from '@mantine/core';
import { useCallback, useRef } from 'react';
import { useRowKeys } from '../../clients/list/use-row-keys.js';
import type { MemberLine } from '../requests.js';
import type { Standing } from '../use-access.js';
import { MemberRow } from './member-row.js';
import { listText } from './text.js';
import classes from './table.module.css';

interface MembersTableProps {
  members: readonly MemberLine[];
  standing: Standing;
  selected: ReadonlySet<string>;
  onSelected: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void;
}

const COLUMNS = ['role', 'scope', 'modules', 'teams', 'state', 'seen'] as const;

/** The members, a checkbox each, and the keyboard: J and K or arrows move, Enter opens, X selects. */
export function MembersTable({ members, standing, selected, onSelected }: MembersTableProps) {
  const table = useRef<HTMLTableElement>(null);
  const last = useRef<string | null>(null);
  const shown = useRef(members);
  shown.current = members;
  const mayChange = standing.may('update');
  const select = useCallback(
    (id: string, range: boolean): void => {
      if (!mayChange) return;
      const ids = shown.current.map((member) => member.id);
      const from = range && last.current !== null ? ids.indexOf(last.current) : -1;
      const to = ids.indexOf(id);
      last.current = id;
      onSelected((before) => {
        const next = new Set(before);
        for (const each of from < 0 ? [id] : ids.slice(Math.min(from, to), Math.max(from, to) + 1)) {
          if (before.has(id)) next.delete(each);
          else next.add(each);
        }
        return next;
      });
    },
    [mayChange, onSelected],
  );
  useRowKeys(table, select);
  const all = members.length > 0 && members.every(({ id }) => selected.has(id));
  return (
    <table ref={table} className={classes['table']}>
      <caption className={classes['hidden']}>
        {listText.table}. {listText.keys}
      </caption>
      <thead>
        <tr>
          <th scope="col" className={classes['cCheck']}>
            {mayChange && (
              <label className={classes['checkTarget']}>
                <Checkbox
                  aria-label={listText.chooseAll}
                  checked={all}
                  indeterminate={!all && selected.size > 0}
                  onChange={() => onSelected(() => new Set(all ? [] : members.map(({ id }) => id)))}
                />
              </label>
            )}
          </th>
          <th scope="col">{listText.columns.member}</th>
          {COLUMNS.map((name) => (
            <th key={name} scope="col" className={classes[name]}>
              {listText.columns[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <MemberRow
            key={member.id}
            member={member}
            standing={standing}
            selected={selected.has(member.id)}
            onSelect={mayChange ? select : null}
          />
        ))}
      </tbody>
    </table>
  );
}

import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { fieldError } from '../../../shared/ui/field.js';
import { announce } from '../../../shared/ui/announce.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import type { DraftRow } from './draft.js';
import type { Network } from './requests.js';
import { networksText as words } from './text.js';
import classes from './networks.module.css';

interface ListEditorProps {
  rows: readonly DraftRow[];
  readOnly: boolean;
  /** Where the person is, when that is known. */
  address: string | null;
  /** What the service refused the list for. */
  error: unknown;
  onAdd: (network: string, label: string) => number;
  onChange: (id: number, values: Partial<Network>) => void;
  onRemove: (id: number) => void;
}

/** The networks, one a row: added, changed and taken away here; nothing of it is in force before it is saved. */
export function ListEditor({ rows, readOnly, address, error, onAdd, onChange, onRemove }: ListEditorProps) {
  const root = useRef<HTMLDivElement>(null);
  const wanted = useRef<{ id: number; field: 'network' | 'label' } | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const { id, field } = wanted.current;
    wanted.current = null;
    root.current?.querySelector<HTMLInputElement>(`[data-row="${id}"] [data-field="${field}"] input`)?.focus();
  }, [rows]);
  const add = (network: string): void => {
    wanted.current = { id: onAdd(network, ''), field: network === '' ? 'network' : 'label' };
  };
  const remove = (row: DraftRow, at: number): void => {
    const neighbour = rows[at + 1] ?? rows[at - 1];
    if (neighbour) wanted.current = { id: neighbour.id, field: 'network' };
    onRemove(row.id);
    announce(words.removed);
    if (!neighbour) root.current?.querySelector<HTMLButtonElement>('[data-add]')?.focus();
  };
  return (
    <div ref={root}>
      {rows.length === 0 ? (
        <EmptyState title={words.noneYet}>{words.noneYetHint}</EmptyState>
      ) : (
        <ul className={classes['rows']}>
          {rows.map((row, at) => (
            <li key={row.id} data-row={row.id}>
              <TextInput
                wrapperProps={{ 'data-field': 'network' }}
                label={words.network(at + 1)}
                value={row.network}
                readOnly={readOnly}
                maxLength={50}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                error={fieldError(error, `networks.${at}.network`)}
                onChange={(event) => onChange(row.id, { network: event.currentTarget.value })}
              />
              <TextInput
                wrapperProps={{ 'data-field': 'label' }}
                label={words.label(at + 1)}
                placeholder={words.labelHint}
                value={row.label}
                readOnly={readOnly}
                maxLength={80}
                autoComplete="off"
                error={fieldError(error, `networks.${at}.label`)}
                onChange={(event) => onChange(row.id, { label: event.currentTarget.value })}
              />
              {!readOnly && (
                <button type="button" aria-label={words.remove(row.network)} onClick={() => remove(row, at)}>
                  <IconTrash size={17} stroke={1.6} aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <div className={classes['adds']}>
          <Button data-add variant="default" size="xs" leftSection={<IconPlus size={15} stroke={1.7} />} onClick={() => add('')}>
            {words.add}
          </Button>
          {address !== null && !rows.some(({ network }) => isAlone(network, address)) && (
            <Button variant="default" size="xs" onClick={() => add(address)}>
              {words.addMine}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** Whether an entry is this address and nothing else. */
function isAlone(network: string, address: string): boolean {
  return [address, `${address}/32`, `${address}/128`].includes(network.trim());
}

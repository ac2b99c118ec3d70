import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { announce } from '../../../shared/ui/announce.js';
import { fieldError } from '../../../shared/ui/field.js';
import type { Category } from '../model.js';
import { documentsText } from '../text.js';
import { NO_ITEM, asSent, moved } from './item-list.js';
import type { DraftItem } from './item-list.js';
import { requestsText as words } from './text.js';
import classes from './requests.module.css';

const CATEGORIES = [
  { value: '', label: words.categoryNone },
  ...Object.entries(documentsText.categories).map(([value, label]) => ({ value, label })),
];

interface EditorProps {
  items: readonly DraftItem[];
  onChange: (items: readonly DraftItem[]) => void;
  /** What is wrong with the list as a whole. */
  error: string | null;
  /** What the service answered, for what it says of single items. */
  refused: unknown;
  autofocus?: boolean;
}

/** A checklist that is being written: every item can be changed, moved and taken away by keyboard alone. */
export function ItemEditor({ items, onChange, error, refused, autofocus = false }: EditorProps) {
  const titleId = useId();
  const list = useRef<HTMLOListElement>(null);
  // What has the keyboard once the list is drawn anew: a field of an item, by its key.
  const wanted = useRef<{ key: string; part: 'label' | 'up' | 'down' } | null>(null);
  useEffect(() => {
    const { key, part } = wanted.current ?? {};
    wanted.current = null;
    if (key === undefined || part === undefined) return;
    const row = list.current?.querySelector(`[data-key="${key}"]`);
    const target =
      row?.querySelector<HTMLElement>(`[data-part="${part}"]:not(:disabled)`) ?? row?.querySelector<HTMLElement>('[data-part="label"]');
    target?.focus();
  }, [items]);

  const change = (index: number, values: Partial<DraftItem>): void =>
    onChange(items.map((item, other) => (other === index ? { ...item, ...values, from: null } : item)));
  const add = (after: number): void => {
    const item = NO_ITEM();
    wanted.current = { key: item.key, part: 'label' };
    onChange([...items.slice(0, after + 1), item, ...items.slice(after + 1)]);
  };
  const move = (index: number, by: -1 | 1, part: 'label' | 'up' | 'down'): void => {
    const item = items[index];
    if (item === undefined || items[index + by] === undefined) return;
    wanted.current = { key: item.key, part };
    onChange(moved(items, index, by));
    announce(words.movedTo(nameOf(item, index), index + by + 1, items.length));
  };
  const remove = (index: number): void => {
    const item = items[index];
    const kept = items.filter((_, other) => other !== index);
    const left = kept.length === 0 ? [NO_ITEM()] : kept;
    wanted.current = { key: (left[index] ?? left.at(-1))?.key ?? '', part: 'label' };
    onChange(left);
    if (item) announce(words.removedItem(nameOf(item, index)));
  };
  const keyed = (event: KeyboardEvent, index: number): void => {
    if (event.key === 'Enter') {
      // Enter would send the whole form from the middle of a list.
      event.preventDefault();
      add(index);
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      move(index, event.key === 'ArrowUp' ? -1 : 1, 'label');
    }
  };
  // The service counts what was sent: empty items were not.
  const placeSent = (index: number): number => asSent(items.slice(0, index)).length;
  const wrong = (index: number, part: 'label' | 'hint' | 'category'): string | null =>
    fieldError(refused, `items.${placeSent(index)}.${part}`);

  return (
    <section className={classes['editor']} aria-labelledby={titleId}>
      <header>
        <h3 id={titleId}>
          {words.list} <span>{words.listCount(asSent(items).length)}</span>
        </h3>
        <small>{words.listHint}</small>
      </header>
      <ol ref={list}>
        {items.map((item, index) => (
          <li key={item.key} data-key={item.key} aria-label={words.item(index + 1)}>
            <TextInput
              className={classes['editLabel'] ?? ''}
              aria-label={words.itemLabel}
              placeholder={words.itemLabel}
              data-part="label"
              {...(autofocus && index === 0 && { 'data-autofocus': true })}
              value={item.label}
              maxLength={120}
              onChange={(event) => change(index, { label: event.currentTarget.value })}
              onKeyDown={(event) => keyed(event, index)}
              error={wrong(index, 'label') ?? (error !== null && index === 0 && asSent(items).length === 0 ? error : null)}
              autoComplete="off"
            />
            <NativeSelect
              className={classes['editCategory'] ?? ''}
              aria-label={words.itemCategory}
              value={item.category ?? ''}
              data={CATEGORIES}
              onChange={(event) =>
                change(index, { category: event.currentTarget.value === '' ? null : (event.currentTarget.value as Category) })
              }
              error={wrong(index, 'category')}
            />
            <TextInput
              className={classes['editHint'] ?? ''}
              size="xs"
              aria-label={words.itemHint}
              placeholder={words.itemHint}
              value={item.hint}
              maxLength={300}
              onChange={(event) => change(index, { hint: event.currentTarget.value })}
              onKeyDown={(event) => keyed(event, index)}
              error={wrong(index, 'hint')}
              autoComplete="off"
            />
            <div className={classes['editActs']}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                data-part="up"
                aria-label={words.up(nameOf(item, index))}
                disabled={index === 0}
                onClick={() => move(index, -1, 'up')}
              >
                <IconArrowUp size={15} stroke={1.5} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                data-part="down"
                aria-label={words.down(nameOf(item, index))}
                disabled={index === items.length - 1}
                onClick={() => move(index, 1, 'down')}
              >
                <IconArrowDown size={15} stroke={1.5} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={28}
                aria-label={words.remove(nameOf(item, index))}
                onClick={() => remove(index)}
              >
                <IconX size={15} stroke={1.5} />
              </ActionIcon>
            </div>
          </li>
        ))}
      </ol>
      {error !== null && asSent(items).length > 0 && (
        <p className={classes['bad']} role="alert">
          {error}
        </p>
      )}
      <Button
        variant="subtle"
        size="xs"
        leftSection={<IconPlus size={15} stroke={1.75} />}
        onClick={() => add(items.length - 1)}
        className={classes['add'] ?? ''}
      >
        {words.addItem}
      </Button>
    </section>
  );
}

function nameOf({ label }: DraftItem, index: number): string {
  return label.trim() === '' ? words.item(index + 1) : label.trim();
}

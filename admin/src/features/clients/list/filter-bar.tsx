import { Button } from '@mantine/core';
import { IconChevronLeft, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { FILTER_FIELDS, fieldsInUse, filterWords, WITHOUT } from './filter-words.js';
import type { FilterField } from './filter-words.js';
import type { Filters } from './filters.js';
import { FilterEditor } from './later.js';
import { Sheet } from './sheet.js';
import { listText } from './text.js';
import type { Places } from './use-places.js';
import classes from './list.module.css';
import sheet from './sheet.module.css';

interface FilterBarProps {
  filters: Filters;
  places: Places;
  onChange: (part: Partial<Filters>) => void;
  onClear: () => void;
}

/** The filters as chips, each of which opens to be changed, and the menu that adds another. */
export function FilterBar({ filters, places, onChange, onClear }: FilterBarProps) {
  const [open, setOpen] = useState<FilterField | 'menu' | null>(null);
  const [adding, setAdding] = useState<FilterField | null>(null);
  const used = fieldsInUse(filters);
  const close = (): void => setOpen(null);
  return (
    <div className={classes['chips']} role="group" aria-label={listText.filters}>
      {used.map((field) => {
        const words = filterWords(field, filters, places);
        return (
          <span key={field} className={classes['chip']}>
            <Sheet
              opened={open === field}
              onClose={close}
              title={listText.fields[field]}
              target={
                <button
                  type="button"
                  className={classes['chipWords']}
                  aria-haspopup="dialog"
                  aria-expanded={open === field}
                  aria-label={listText.edit(listText.fields[field], words)}
                  onClick={() => setOpen(open === field ? null : field)}
                >
                  <i>{listText.fields[field]}</i> <b>{words}</b>
                </button>
              }
            >
              <FilterEditor field={field} filters={filters} places={places} onChange={onChange} onDone={close} />
            </Sheet>
            <button
              type="button"
              className={classes['chipRemove']}
              aria-label={listText.remove(listText.fields[field])}
              onClick={() => {
                close();
                onChange(WITHOUT[field]);
              }}
            >
              <IconX size={12} stroke={2} aria-hidden />
            </button>
          </span>
        );
      })}
      <Sheet
        opened={open === 'menu'}
        onClose={close}
        title={listText.filterLabel}
        target={
          <button
            type="button"
            className={classes['addChip']}
            aria-haspopup="dialog"
            aria-expanded={open === 'menu'}
            onClick={() => {
              setAdding(null);
              setOpen(open === 'menu' ? null : 'menu');
            }}
          >
            <IconPlus size={14} stroke={1.6} aria-hidden />
            {listText.filter}
          </button>
        }
      >
        {adding === null ? (
          <ul className={sheet['menu']}>
            {FILTER_FIELDS.map((field) => (
              <li key={field}>
                <button type="button" onClick={() => setAdding(field)}>
                  {listText.fields[field]}
                </button>
              </li>
            ))}
          </ul>
        ) : (
          <>
            <button type="button" className={sheet['backTo']} onClick={() => setAdding(null)}>
              <IconChevronLeft size={14} stroke={1.6} aria-hidden />
              <span className={classes['hidden']}>{listText.back}</span>
              {listText.fields[adding]}
            </button>
            <FilterEditor field={adding} filters={filters} places={places} onChange={onChange} onDone={close} />
          </>
        )}
      </Sheet>
      {used.length > 1 && (
        <Button variant="subtle" size="xs" onClick={onClear}>
          {listText.clearFilters}
        </Button>
      )}
    </div>
  );
}

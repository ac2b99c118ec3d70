import { Button, Checkbox } from '@mantine/core';
import { IconChevronLeft, IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { Sheet } from '../../clients/list/sheet.js';
import sheet from '../../clients/list/sheet.module.css';
import chips from '../../clients/list/list.module.css';
import { FIELDS } from './filters.js';
import type { Choice, Field, Filters } from './filters.js';
import { listText } from './text.js';

interface FilterBarProps {
  filters: Filters;
  choices: Record<Field, readonly Choice[]>;
  onChange: (field: Field, chosen: readonly string[]) => void;
  onClear: () => void;
}

/** The filters as chips, each of which opens to be changed, and the menu that adds another. */
export function FilterBar({ filters, choices, onChange, onClear }: FilterBarProps) {
  const [open, setOpen] = useState<Field | 'menu' | null>(null);
  const [adding, setAdding] = useState<Field | null>(null);
  const used = FIELDS.filter((field) => filters[field].length > 0 && field !== adding);
  const close = (): void => {
    setOpen(null);
    setAdding(null);
  };
  const editor = (field: Field) => (
    <Choices
      label={listText.fields[field]}
      choices={choices[field]}
      chosen={filters[field]}
      onChange={(chosen) => onChange(field, chosen)}
    />
  );
  return (
    <div className={chips['chips']} role="group" aria-label={listText.filters}>
      {used.map((field) => {
        const label = listText.fields[field];
        const chosen = choices[field].filter(({ id }) => filters[field].includes(id)).map(({ name }) => name);
        const words = listText.and(chosen[0] ?? '', Math.max(0, chosen.length - 1));
        return (
          <span key={field} className={chips['chip']}>
            <Sheet
              opened={open === field}
              onClose={close}
              title={label}
              target={
                <button
                  type="button"
                  className={chips['chipWords']}
                  aria-haspopup="dialog"
                  aria-expanded={open === field}
                  aria-label={listText.edit(label, words)}
                  onClick={() => setOpen(open === field ? null : field)}
                >
                  <i>{label}</i> <b>{words}</b>
                </button>
              }
            >
              {editor(field)}
            </Sheet>
            <button
              type="button"
              className={chips['chipRemove']}
              aria-label={listText.remove(label)}
              onClick={() => {
                close();
                onChange(field, []);
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
            className={chips['addChip']}
            aria-haspopup="dialog"
            aria-expanded={open === 'menu'}
            onClick={() => (open === 'menu' ? close() : setOpen('menu'))}
          >
            <IconPlus size={14} stroke={1.6} aria-hidden />
            {listText.filter}
          </button>
        }
      >
        {adding === null ? (
          <ul className={sheet['menu']}>
            {FIELDS.map((field) => (
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
              {listText.fields[adding]}
            </button>
            {editor(adding)}
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

interface ChoicesProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

function Choices({ label, choices, chosen: before, onChange }: ChoicesProps) {
  // The address follows a moment later; the tick must not wait for it.
  const [chosen, setChosen] = useState<readonly string[]>(before);
  return (
    <Checkbox.Group
      aria-label={label}
      value={[...chosen]}
      onChange={(next) => {
        setChosen(next);
        onChange(next);
      }}
    >
      <div className={sheet['choices']}>
        {choices.map(({ id, name }) => (
          <Checkbox key={id} value={id} label={name} className={sheet['choice']} />
        ))}
      </div>
    </Checkbox.Group>
  );
}

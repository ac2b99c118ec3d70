import { Button, MultiSelect, Popover, Select, TextInput } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import { NO_FILTERS, filterCount } from './filter-model.js';
import type { DocumentFilters, DocumentKind, Expiry, FoundCategory } from './filter-model.js';
import { documentsText as words } from './text.js';
import classes from './documents.module.css';

const CATEGORIES = [...Object.entries(words.categories), ['none', words.uncategorised] as const].map(([value, label]) => ({
  value,
  label,
}));
const KINDS = Object.entries(words.filters.kinds).map(([value, label]) => ({ value, label }));
const EXPIRIES = Object.entries(words.filters.expiries).map(([value, label]) => ({ value, label }));

interface FiltersProps {
  filters: DocumentFilters;
  onChange: (filters: DocumentFilters) => void;
}

/** A button that opens what a list can be narrowed to. */
export function Filters({ filters, onChange }: FiltersProps) {
  const count = filterCount(filters);
  const set = (change: Partial<DocumentFilters>): void => onChange({ ...filters, ...change });
  return (
    <Popover width={350} position="bottom-end" shadow="md" trapFocus withinPortal returnFocus>
      <Popover.Target>
        <Button variant="default" size="xs" leftSection={<IconFilter size={15} stroke={1.5} />}>
          {count === 0 ? words.filters.open : words.filters.opened(count)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes['filters'] ?? ''} aria-label={words.filters.open}>
        <MultiSelect
          label={words.filters.kind}
          data={KINDS}
          value={filters.types}
          clearable
          searchable
          comboboxProps={{ withinPortal: false }}
          onChange={(types) => set({ types: types as DocumentKind[] })}
        />
        <MultiSelect
          label={words.category}
          data={CATEGORIES}
          value={filters.categories}
          clearable
          searchable
          comboboxProps={{ withinPortal: false }}
          onChange={(categories) => set({ categories: categories as FoundCategory[] })}
        />
        <Select
          label={words.filters.expiry}
          data={EXPIRIES}
          value={filters.expiry}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(expiry) => set({ expiry: (expiry ?? 'any') as Expiry })}
        />
        <div className={classes['days']}>
          <TextInput
            type="date"
            label={words.filters.addedFrom}
            value={filters.addedFrom}
            onChange={(event) => set({ addedFrom: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={words.filters.addedTo}
            value={filters.addedTo}
            onChange={(event) => set({ addedTo: event.currentTarget.value })}
          />
        </div>
        <Button variant="subtle" size="xs" disabled={count === 0} onClick={() => onChange(NO_FILTERS)}>
          {words.filters.clear}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

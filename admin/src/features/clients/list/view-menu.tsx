import { Button } from '@mantine/core';
import { IconColumns3, IconSortDescending } from '@tabler/icons-react';
import { useState } from 'react';
import type { ColumnName } from './columns.js';
import type { ListSort } from './filters.js';
import { ColumnsChoice, SortChoice } from './later.js';
import { Sheet } from './sheet.js';
import { listText } from './text.js';
import classes from './list.module.css';

interface SortMenuProps {
  sort: ListSort;
  onChange: (sort: ListSort) => void;
}

/** In which order the clients stand; the heads of the columns do the same. */
export function SortMenu({ sort, onChange }: SortMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <Sheet
      opened={open}
      onClose={() => setOpen(false)}
      title={listText.sortLabel}
      width={210}
      place="bottom-end"
      target={
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconSortDescending size={15} stroke={1.6} />}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-label={`${listText.sortLabel}: ${listText.sortBy[sort]}`}
          onClick={() => setOpen(!open)}
        >
          <span className={classes['viewWords']}>{listText.sortBy[sort]}</span>
        </Button>
      }
    >
      <SortChoice
        sort={sort}
        onChange={(next) => {
          onChange(next);
          setOpen(false);
        }}
      />
    </Sheet>
  );
}

interface ColumnsMenuProps {
  shown: readonly ColumnName[];
  onToggle: (name: ColumnName) => void;
  onShowAll: () => void;
}

/** Which columns are shown; the choice is the person's own, on every device. */
export function ColumnsMenu({ shown, onToggle, onShowAll }: ColumnsMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <Sheet
      opened={open}
      onClose={() => setOpen(false)}
      title={listText.columnsLabel}
      width={220}
      place="bottom-end"
      target={
        <Button
          variant="subtle"
          color="gray"
          size="xs"
          leftSection={<IconColumns3 size={15} stroke={1.6} />}
          aria-haspopup="dialog"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {listText.columnsButton}
        </Button>
      }
    >
      <ColumnsChoice shown={shown} onToggle={onToggle} onShowAll={onShowAll} />
    </Sheet>
  );
}

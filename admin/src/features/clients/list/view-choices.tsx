import { Button, Checkbox, Radio } from '@mantine/core';
import { COLUMNS } from './columns.js';
import type { ColumnName } from './columns.js';
import type { ListSort } from './filters.js';
import { listText } from './text.js';
import sheet from './sheet.module.css';

const SORTS: readonly ListSort[] = ['activity', 'name'];

/** The orders the list can stand in. */
export function SortChoice({ sort, onChange }: { sort: ListSort; onChange: (sort: ListSort) => void }) {
  return (
    <Radio.Group aria-label={listText.sortLabel} value={sort} onChange={(next) => onChange(next === 'name' ? 'name' : 'activity')}>
      <div className={sheet['choices']}>
        {SORTS.map((name) => (
          <Radio key={name} value={name} label={listText.sortBy[name]} className={sheet['choice']} />
        ))}
      </div>
    </Radio.Group>
  );
}

interface ColumnsChoiceProps {
  shown: readonly ColumnName[];
  onToggle: (name: ColumnName) => void;
  onShowAll: () => void;
}

/** Every column with a tick where it is shown, and the way back to all of them. */
export function ColumnsChoice({ shown, onToggle, onShowAll }: ColumnsChoiceProps) {
  return (
    <>
      <div className={sheet['choices']} role="group" aria-label={listText.columnsLabel}>
        {COLUMNS.map((name) => (
          <Checkbox
            key={name}
            label={listText.columns[name]}
            checked={shown.includes(name)}
            onChange={() => onToggle(name)}
            className={sheet['choice']}
          />
        ))}
      </div>
      {shown.length < COLUMNS.length && (
        <div className={sheet['menuEnd']}>
          <Button variant="subtle" size="xs" onClick={onShowAll}>
            {listText.columnsAll}
          </Button>
        </div>
      )}
    </>
  );
}

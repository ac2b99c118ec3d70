import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { DayInput } from '../record/edit/day-input.js';
import { holdsAll } from '../search/highlight.js';
import type { FilterField } from './filter-words.js';
import { NOBODY, STATUSES } from './filters.js';
import type { Filters } from './filters.js';
import { listText } from './text.js';
import type { Choice, Places } from './use-places.js';
import sheet from './sheet.module.css';

const MANY = 8;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

interface FilterEditorProps {
  field: FilterField;
  filters: Filters;
  places: Places;
  onChange: (part: Partial<Filters>) => void;
  onDone: () => void;
}

/** Chooses what one filter asks for; choices take effect at once, days when they are both written. */
export function FilterEditor({ field, filters, places, onChange, onDone }: FilterEditorProps) {
  if (field === 'born') return <BornEditor filters={filters} onChange={onChange} onDone={onDone} />;
  const choices: Record<typeof field, readonly Choice[]> = {
    status: STATUSES.map((status) => ({ id: status, name: listText.statuses[status] })),
    team: [...places.teams, { id: NOBODY, name: listText.noTeam }],
    practitioner: [...places.members, { id: NOBODY, name: listText.noPractitioner }],
  };
  return (
    <ChoiceEditor
      label={listText.fields[field]}
      choices={choices[field]}
      chosen={filters[field]}
      onChange={(chosen) => onChange({ [field]: chosen })}
    />
  );
}

interface ChoiceEditorProps {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

function ChoiceEditor({ label, choices, chosen: before, onChange }: ChoiceEditorProps) {
  const [find, setFind] = useState('');
  // The address follows a moment later; the tick must not wait for it.
  const [chosen, setChosen] = useState<readonly string[]>(before);
  const choose = (next: string[]): void => {
    setChosen(next);
    onChange(next);
  };
  const shown = choices.filter(({ name }) => holdsAll(name, find));
  return (
    <>
      {choices.length > MANY && (
        <TextInput
          className={sheet['find']}
          aria-label={listText.find(label)}
          placeholder={listText.find(label)}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      <Checkbox.Group aria-label={label} value={[...chosen]} onChange={choose}>
        <div className={sheet['choices']}>
          {shown.map(({ id, name }) => (
            <Checkbox key={id} value={id} label={name} className={sheet['choice']} />
          ))}
          {shown.length === 0 && <p className={sheet['nothing']}>{listText.nothingFound}</p>}
        </div>
      </Checkbox.Group>
    </>
  );
}

function BornEditor({ filters, onChange, onDone }: Pick<FilterEditorProps, 'filters' | 'onChange' | 'onDone'>) {
  const [from, setFrom] = useState(filters.bornFrom);
  const [to, setTo] = useState(filters.bornTo);
  const [checked, setChecked] = useState(false);
  const wrong = (value: string | null): string | null => (checked && value !== null && !DAY.test(value) ? listText.badDay : null);
  const backwards = from !== null && to !== null && DAY.test(from) && DAY.test(to) && from > to;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if ([from, to].some((value) => value !== null && !DAY.test(value)) || backwards) return;
    onChange({ bornFrom: from, bornTo: to });
    onDone();
  };
  return (
    <form className={sheet['bornForm']} onSubmit={submit} noValidate>
      <DayInput label={listText.bornFrom} value={from} onChange={setFrom} error={wrong(from)} />
      <DayInput
        label={listText.bornTo}
        value={to}
        onChange={setTo}
        error={wrong(to) ?? (checked && backwards ? listText.backwards : null)}
      />
      <Button type="submit" disabled={from === null && to === null && filters.bornFrom === null && filters.bornTo === null}>
        {listText.apply}
      </Button>
    </form>
  );
}

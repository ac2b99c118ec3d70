import { TextInput } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useMay } from '../../../shared/api/use-may.js';
import { BulkBar } from '../../../shared/ui/bulk-bar.js';
import type { ClientCard } from '../record/model.js';
import { holdsAll } from '../search/highlight.js';
import { meantFor } from './bulk.js';
import type { BulkAction, Placement } from './bulk.js';
import { Sheet } from './sheet.js';
import { listText } from './text.js';
import type { Choice, Places } from './use-places.js';
import sheet from './sheet.module.css';

const MANY = 8;

interface SelectionBarProps {
  selected: readonly ClientCard[];
  places: Places;
  busy: boolean;
  onAct: (action: BulkAction, to?: Placement, toName?: string) => void;
  onClear: () => void;
}

/** What can be done with the selected clients; each act says how many it meant and can be taken back. */
export function SelectionBar({ selected, places, busy, onAct, onClear }: SelectionBarProps) {
  const may = useMay('clients');
  return (
    <BulkBar count={selected.length} onClear={onClear}>
      {may('update') && <AssignMenu places={places} busy={busy} onAssign={(to, name) => onAct('assign', to, name)} />}
      {may('delete') && meantFor('archive', selected).length > 0 && (
        <button type="button" disabled={busy} onClick={() => onAct('archive')}>
          <IconArchive size={17} stroke={1.6} aria-hidden />
          {listText.archive}
        </button>
      )}
      {may('delete') && meantFor('restore', selected).length > 0 && (
        <button type="button" disabled={busy} onClick={() => onAct('restore')}>
          <IconArchiveOff size={17} stroke={1.6} aria-hidden />
          {listText.restore}
        </button>
      )}
    </BulkBar>
  );
}

interface AssignMenuProps {
  places: Places;
  busy: boolean;
  onAssign: (to: Placement, name: string) => void;
}

function AssignMenu({ places: { members, teams }, busy, onAssign }: AssignMenuProps) {
  const [open, setOpen] = useState(false);
  const [find, setFind] = useState('');
  const close = (): void => {
    setOpen(false);
    setFind('');
  };
  const assign = (to: Placement, name: string): void => {
    close();
    onAssign(to, name);
  };
  return (
    <Sheet
      opened={open}
      onClose={close}
      title={listText.assignLabel}
      place="top-start"
      width={240}
      target={
        <button type="button" disabled={busy} aria-haspopup="dialog" aria-expanded={open} onClick={() => (open ? close() : setOpen(true))}>
          <IconUser size={17} stroke={1.6} aria-hidden />
          {listText.assign}
        </button>
      }
    >
      {members.length + teams.length > MANY && (
        <TextInput
          className={sheet['find']}
          aria-label={listText.findAssignee}
          placeholder={listText.findAssignee}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      <div className={sheet['assign']}>
        <Choices
          label={listText.toPractitioner}
          choices={members}
          none={listText.noPractitioner}
          find={find}
          onChoose={(id, name) => assign({ practitionerId: id }, id === null ? listText.nobody : name)}
        />
        <Choices
          label={listText.toTeam}
          choices={teams}
          none={listText.noTeam}
          find={find}
          onChoose={(id, name) => assign({ teamId: id }, id === null ? listText.noTeamWord : name)}
        />
      </div>
    </Sheet>
  );
}

interface ChoicesProps {
  label: string;
  choices: readonly Choice[];
  none: string;
  find: string;
  onChoose: (id: string | null, name: string) => void;
}

function Choices({ label, choices, none, find, onChoose }: ChoicesProps) {
  const fitting = [...choices, { id: null, name: none }].filter(({ name }) => holdsAll(name, find));
  if (fitting.length === 0) return null;
  return (
    <section aria-label={label}>
      <p className={sheet['menuHead']}>{label}</p>
      <ul className={sheet['menu']}>
        {fitting.map(({ id, name }) => (
          <li key={id}>
            <button type="button" onClick={() => onChoose(id, name)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

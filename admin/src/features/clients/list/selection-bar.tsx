import { Menu, TextInput, UnstyledButton } from '@mantine/core';
import { IconArchive, IconArchiveOff, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { BulkBar } from '../../../shared/ui/bulk-bar.js';
import type { ClientCard } from '../record/model.js';
import { holdsAll } from '../search/highlight.js';
import { meantFor } from './bulk.js';
import type { BulkAction, Placement } from './bulk.js';
import { listText } from './text.js';
import type { Choice, Places } from './use-places.js';
import classes from './list.module.css';

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
  if (selected.length === 0) return null;
  return (
    <BulkBar count={selected.length} onClear={onClear}>
      <AssignMenu places={places} busy={busy} onAssign={(to, name) => onAct('assign', to, name)} />
      {meantFor('archive', selected).length > 0 && <button type="button" disabled={busy} onClick={() => onAct('archive')}><IconArchive size={17} stroke={1.6} aria-hidden />{listText.archive}</button>}
      {meantFor('restore', selected).length > 0 && <button type="button" disabled={busy} onClick={() => onAct('restore')}><IconArchiveOff size={17} stroke={1.6} aria-hidden />{listText.restore}</button>}
    </BulkBar>
  );
}

interface AssignMenuProps {
  places: Places;
  busy: boolean;
  onAssign: (to: Placement, name: string) => void;
}

function AssignMenu({ places: { members, teams }, busy, onAssign }: AssignMenuProps) {
  const [find, setFind] = useState('');
  const fitting = (choices: readonly Choice[]): readonly Choice[] => choices.filter(({ name }) => holdsAll(name, find));
  return (
    <Menu position="top-start" offset={12} onClose={() => setFind('')} transitionProps={{ duration: 0 }}>
      <Menu.Target><UnstyledButton disabled={busy} aria-label={listText.assignLabel}><IconUser size={17} stroke={1.6} aria-hidden />{listText.assign}</UnstyledButton></Menu.Target>
      <Menu.Dropdown className={classes['assign']}>
        {members.length + teams.length > MANY && <TextInput className={classes['find']} size="xs" aria-label={listText.find(listText.toPractitioner)} placeholder={listText.find(listText.toPractitioner)} value={find} onChange={(event) => setFind(event.currentTarget.value)} />}
        <Menu.Label>{listText.toPractitioner}</Menu.Label>
        {fitting(members).map(({ id, name }) => <Menu.Item key={id} onClick={() => onAssign({ practitionerId: id }, name)}>{name}</Menu.Item>)}
        {find === '' && <Menu.Item onClick={() => onAssign({ practitionerId: null }, listText.nobody)}>{listText.noPractitioner}</Menu.Item>}
        <Menu.Label>{listText.toTeam}</Menu.Label>
        {fitting(teams).map(({ id, name }) => <Menu.Item key={id} onClick={() => onAssign({ teamId: id }, name)}>{name}</Menu.Item>)}
        {find === '' && <Menu.Item onClick={() => onAssign({ teamId: null }, listText.noTeamWord)}>{listText.noTeam}</Menu.Item>}
      </Menu.Dropdown>
    </Menu>
  );
}

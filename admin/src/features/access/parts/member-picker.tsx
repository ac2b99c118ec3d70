import { Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Avatar } from '../../../shared/ui/avatar.js';
import { holdsAll } from '../../clients/search/highlight.js';
import { listText } from '../members/text.js';
import form from './form.module.css';

/** Somebody who can be chosen. */
export interface Pickable {
  id: string;
  displayName: string;
  title: string;
}

interface MemberPickerProps {
  label: string;
  members: readonly Pickable[];
  chosen: readonly string[];
  onChange: (ids: string[]) => void;
}

const MANY = 8;

/** Members to be ticked, found by any part of name or title. */
export function MemberPicker({ label, members, chosen, onChange }: MemberPickerProps) {
  const [find, setFind] = useState('');
  // Whoever is chosen when it opens stands first; ticking moves nobody.
  const [first] = useState(() => new Set(chosen));
  const ordered = [...members.filter(({ id }) => first.has(id)), ...members.filter(({ id }) => !first.has(id))];
  const shown = ordered.filter(({ displayName, title }) => holdsAll(`${displayName} ${title}`, find));
  return (
    <div className={form['group']}>
      {members.length > MANY && (
        <TextInput
          aria-label={listText.find}
          placeholder={listText.find}
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          autoComplete="off"
        />
      )}
      <Checkbox.Group aria-label={label} value={[...chosen]} onChange={onChange}>
        <div className={form['list']}>
          {shown.map(({ id, displayName, title }) => (
            <label key={id} className={form['pick']}>
              <Checkbox value={id} />
              <Avatar id={id} name={displayName} />
              <span>
                <b>{displayName}</b>
                <small>{title}</small>
              </span>
            </label>
          ))}
          {shown.length === 0 && <p className={form['lead']}>{listText.nothingFound}</p>}
        </div>
      </Checkbox.Group>
    </div>
  );
}

import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useClientSearch } from './use-client-search.js';
import classes from './client-field.module.css';

const words = {
  findClient: 'Find a client',
  findHint: 'Name, file number or an exact identifier',
  found: 'Clients found',
  noneFound: 'No client you may see is called that',
  otherClient: 'Another client',
};

/** A client that was chosen. */
export interface ChosenClient {
  id: string;
  name: string;
}

/** Finds one client, by what the reader may see. */
export function ClientField({ chosen, onChoose }: { chosen: ChosenClient | null; onChoose: (client: ChosenClient | null) => void }) {
  const [text, setText] = useState('');
  const { found, fresh } = useClientSearch(text);
  const listId = useId();
  if (chosen !== null)
    return (
      <div className={classes['chosen']}>
        <b>{chosen.name}</b>
        <Button size="xs" variant="default" onClick={() => onChoose(null)}>
          {words.otherClient}
        </Button>
      </div>
    );
  return (
    <div>
      <TextInput
        label={words.findClient}
        placeholder={words.findHint}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-controls={listId}
        autoComplete="off"
      />
      <ul id={listId} className={classes['found']} aria-label={words.found} aria-live="polite">
        {found?.items.map(({ id, displayName, fileNumber }) => (
          <li key={id}>
            <button type="button" onClick={() => onChoose({ id, name: displayName })}>
              <b>{displayName}</b> <span>{fileNumber}</span>
            </button>
          </li>
        ))}
        {found?.items.length === 0 && fresh && <li className={classes['nothing']}>{words.noneFound}</li>}
      </ul>
    </div>
  );
}

import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useClientSearch } from '../../clients/search/use-client-search.js';
import { checkText } from './text.js';
import classes from './check.module.css';

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
          {checkText.otherClient}
        </Button>
      </div>
    );
  return (
    <div>
      <TextInput
        label={checkText.findClient}
        placeholder={checkText.findHint}
        leftSection={<IconSearch size={15} stroke={1.6} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        aria-controls={listId}
        autoComplete="off"
      />
      <ul id={listId} className={classes['found']} aria-label={checkText.found} aria-live="polite">
        {found?.items.map(({ id, displayName, fileNumber }) => (
          <li key={id}>
            <button type="button" onClick={() => onChoose({ id, name: displayName })}>
              <b>{displayName}</b> <span>{fileNumber}</span>
            </button>
          </li>
        ))}
        {found?.items.length === 0 && fresh && <li className={classes['nothing']}>{checkText.noneFound}</li>}
      </ul>
    </div>
  );
}

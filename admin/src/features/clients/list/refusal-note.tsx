import { Button, CloseButton } from '@mantine/core';
import { Link } from 'react-router';
import { listText } from './text.js';
import type { Refusals } from './use-bulk.js';
import classes from './list.module.css';

interface RefusalNoteProps {
  refusals: Refusals;
  onSelect: (ids: ReadonlySet<string>) => void;
  onDismiss: () => void;
}

/** Which clients an act left unchanged, by name, and why. */
export function RefusalNote({ refusals: { of, refused }, onSelect, onDismiss }: RefusalNoteProps) {
  return (
    <div className={classes['refusals']} role="status">
      <div>
        <b>{listText.failedSome(refused.length, of)}</b>
        <ul>
          {refused.map(({ id, name, code }) => (
            <li key={id}>
              <Link to={`/clients/${id}`}>{name}</Link> <span>{listText.reason(code)}</span>
            </li>
          ))}
        </ul>
      </div>
      <Button variant="default" size="xs" onClick={() => onSelect(new Set(refused.map(({ id }) => id)))}>
        {listText.selectAgain(refused.length)}
      </Button>
      <CloseButton aria-label={listText.dismiss} onClick={onDismiss} />
    </div>
  );
}

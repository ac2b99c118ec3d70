import { CloseButton } from '@mantine/core';
import { Link } from 'react-router';
import { listText } from './text.js';
import type { Refusals } from './use-bulk.js';
import classes from './list.module.css';

/** Which clients an act left unchanged, by name, and why. */
export function RefusalNote({ refusals: { of, refused }, onDismiss }: { refusals: Refusals; onDismiss: () => void }) {
  return (
    <div className={classes['refusals']} role="status">
      <div>
        <b>{listText.failedSome(refused.length, of)}</b>
        <ul>{refused.map(({ id, name, code }) => <li key={id}><Link to={`/clients/${id}`}>{name}</Link> <span>{listText.reason(code)}</span></li>)}</ul>
      </div>
      <CloseButton aria-label={listText.dismiss} onClick={onDismiss} />
    </div>
  );
}

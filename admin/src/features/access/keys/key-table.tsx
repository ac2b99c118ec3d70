import { Button } from '@mantine/core';
import { useState } from 'react';
import { ago, dateIn, day, dayTime } from '../../../shared/text/dates.js';
import { Status } from '../../../shared/ui/status.js';
import type { Key, Service } from './requests.js';
import { keysText } from './text.js';
import page from '../parts/page.module.css';
import parts from '../parts/parts.module.css';
import classes from './keys.module.css';

const DAY_MS = 86_400_000;
/** From so many days before its end a key is said to end soon. */
const SOON_DAYS = 14;
const columns = keysText.columns;

interface KeyTableProps {
  service: Service;
  /** Null for whoever may not revoke. */
  onRevoke: ((key: Key) => void) | null;
  foot: string | null;
}

/** The keys of an account: those that work, and on demand those that no longer do. */
export function KeyTable({ service: { name, keys }, onRevoke, foot }: KeyTableProps) {
  const [all, setAll] = useState(false);
  const live = keys.filter(({ state }) => state === 'live');
  const ended = keys.filter(({ state }) => state !== 'live');
  const shown = all ? [...live, ...ended] : live;
  return (
    <>
      {shown.length > 0 && (
        <table className={classes['table']}>
          <caption className={parts['hidden']}>{keysText.table(name)}</caption>
          <thead>
            <tr>
              {(['made', 'used', 'expires', 'networks', 'state'] as const).map((column) => (
                <th key={column} scope="col">
                  {columns[column]}
                </th>
              ))}
              <td />
            </tr>
          </thead>
          <tbody>
            {shown.map((key) => (
              <KeyRow key={key.id} line={key} onRevoke={key.state === 'live' ? onRevoke : null} />
            ))}
          </tbody>
        </table>
      )}
      {(foot !== null || ended.length > 0) && (
        <p className={classes['foot']}>
          {foot !== null && <span>{foot}</span>}
          {ended.length > 0 && (
            <button type="button" className={page['link']} aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? keysText.hideEnded : keysText.showEnded(ended.length)}
            </button>
          )}
        </p>
      )}
    </>
  );
}

function KeyRow({ line, onRevoke }: { line: Key; onRevoke: ((key: Key) => void) | null }) {
  const { madeAt, usedAt, expiresAt, networks, state } = line;
  return (
    <tr data-ended={state !== 'live' || undefined}>
      <th scope="row" data-label={columns.made}>
        <time dateTime={madeAt}>{dayTime(madeAt)}</time>
      </th>
      <td data-label={columns.used} title={usedAt === null ? undefined : dayTime(usedAt)}>
        {usedAt === null ? (
          <span className={page['dim']}>{keysText.never}</span>
        ) : (
          ago(usedAt).replace(/^[a-z]/, (letter) => letter.toUpperCase())
        )}
      </td>
      <td data-label={columns.expires} title={dayTime(expiresAt)}>
        {day(dateIn(expiresAt))}
      </td>
      <td data-label={columns.networks} className={classes['networks']}>
        {networks.length === 0 ? <span className={page['dim']}>{keysText.anywhere}</span> : networks.join(', ')}
      </td>
      <td data-label={columns.state}>
        <KeyState line={line} />
      </td>
      <td className={classes['act']}>
        {onRevoke !== null && (
          <Button size="xs" variant="subtle" color="red" aria-label={keysText.revokeKey(dayTime(madeAt))} onClick={() => onRevoke(line)}>
            {keysText.revoke}
          </Button>
        )}
      </td>
    </tr>
  );
}

function KeyState({ line: { state, expiresAt } }: { line: Key }) {
  if (state === 'revoked') return <Status kind="archived">{keysText.state.revoked}</Status>;
  if (state === 'expired') return <Status kind="none">{keysText.state.expired}</Status>;
  const days = Math.floor((new Date(expiresAt).getTime() - Date.now()) / DAY_MS);
  if (days <= SOON_DAYS) return <Status kind="soon">{keysText.soon(days)}</Status>;
  return <Status kind="current">{keysText.state.live}</Status>;
}

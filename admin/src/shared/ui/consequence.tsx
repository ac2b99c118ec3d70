import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';
import { sharedText } from '../text/catalogue.js';
import classes from './consequence.module.css';

interface ConsequenceProps {
  title: string;
  /** What is in force now. */
  now: ReactNode;
  /** What would change, counted where it can be. */
  changes: readonly { count?: number; text: ReactNode }[];
  /** Ways out beside it. */
  ways?: ReactNode;
  /** The verb with its object and count. */
  confirmLabel: string;
  cancelLabel?: string;
  onConfirm: () => void;
  onCancel?: () => void;
  danger?: boolean;
  busy?: boolean;
}

/** What an act would do, said before it is done: what is in force, what changes, the way out, then the verb. */
export function Consequence({
  title,
  now,
  changes,
  ways,
  confirmLabel,
  cancelLabel = sharedText.cancel,
  onConfirm,
  onCancel,
  danger = false,
  busy = false,
}: ConsequenceProps) {
  const titleId = useId();
  const root = useRef<HTMLElement>(null);
  useEffect(() => root.current?.focus(), []);
  return (
    <section ref={root} tabIndex={-1} className={classes['step']} data-danger={danger || undefined} aria-labelledby={titleId}>
      <div className={classes['top']}>
        <IconAlertTriangle size={18} stroke={1.6} aria-hidden />
        <div>
          <h2 id={titleId}>{title}</h2>
          <p>{now}</p>
        </div>
      </div>
      <ul>
        {changes.map(({ count, text }, index) => (
          <li key={index}>
            {count !== undefined && <b>{count.toLocaleString('en-AU')}</b>} {text}
          </li>
        ))}
      </ul>
      <div className={classes['foot']}>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {cancelLabel}
          </Button>
        )}
        <Button {...(danger && { color: 'red' })} loading={busy} onClick={onConfirm}>
          {confirmLabel}
        </Button>
        {ways !== undefined && <span className={classes['ways']}>{ways}</span>}
      </div>
    </section>
  );
}

import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './parts.module.css';

interface NoteProps {
  tone?: 'plain' | 'warn' | 'danger';
  title?: string;
  children?: ReactNode;
  /** Read out when it comes. */
  live?: boolean;
}

/** A short word beside what it is about. */
export function Note({ tone = 'plain', title, children, live = false }: NoteProps) {
  const Icon = tone === 'plain' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div className={classes['note']} data-tone={tone} {...(live && { role: 'status' })}>
      <Icon size={17} stroke={1.6} aria-hidden />
      <div>
        {title !== undefined && <b>{title}</b>}
        {children}
      </div>
    </div>
  );
}

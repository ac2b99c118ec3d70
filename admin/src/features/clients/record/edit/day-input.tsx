import { ActionIcon, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { day } from '../../../../shared/text/dates.js';
import { parseDay } from '../calendar.js';
import { recordText } from '../text.js';
import classes from './edit.module.css';

interface DayInputProps {
  label: string;
  /** ISO day; text that is no day yet is handed on as typed, so that a draft never loses it. */
  value: string | null;
  onChange: (value: string | null) => void;
  error?: ReactNode;
  description?: ReactNode;
  required?: boolean;
  className?: string;
  'data-autofocus'?: boolean;
}

const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** A day typed the Australian way, or picked from the browser's own calendar. */
export function DayInput({ label, value, onChange, error, description, required, className, ...rest }: DayInputProps) {
  const [text, setText] = useState(shown(value));
  const [left, setLeft] = useState(false);
  const sent = useRef(value);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(shown(value));
  }, [value]);

  const send = (next: string | null): void => {
    sent.current = next;
    onChange(next);
  };
  const wrong = value !== null && !ISO.test(value) && left;
  return (
    <div className={[classes['day'], className].filter(Boolean).join(' ')}>
      <TextInput
        label={label}
        required={required ?? false}
        description={description}
        value={text}
        placeholder="3 Feb 2026"
        inputMode="text"
        autoComplete="off"
        error={error ?? (wrong ? recordText.edit.dayWrong : undefined)}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          send(typed.trim() === '' ? null : (parseDay(typed) ?? typed));
        }}
        onFocus={() => setLeft(false)}
        onBlur={() => {
          setLeft(true);
          setText(shown(sent.current));
        }}
        rightSection={
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={recordText.edit.openCalendar(label)}
            onClick={() => picker.current?.showPicker()}
          >
            <IconCalendar size={16} stroke={1.5} />
          </ActionIcon>
        }
        {...rest}
      />
      <input
        ref={picker}
        type="date"
        className={classes['picker']}
        tabIndex={-1}
        aria-label={recordText.edit.openCalendar(label)}
        value={value !== null && ISO.test(value) ? value : ''}
        onChange={(event) => {
          const picked = event.currentTarget.value === '' ? null : event.currentTarget.value;
          setText(shown(picked));
          send(picked);
        }}
      />
    </div>
  );
}

function shown(value: string | null): string {
  return value !== null && ISO.test(value) ? day(value) : (value ?? '');
}

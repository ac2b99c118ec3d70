import { useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { identityText } from './text.js';
import classes from './door.module.css';

const LENGTH = 6;

interface CodeFieldProps {
  value: string;
  onChange: (digits: string) => void;
  /** Called with the whole code as soon as it is there. */
  onComplete: (code: string) => void;
  /** What the digits are; the code of another device unless said. */
  label?: string;
  hint: ReactNode;
  /** Takes the keyboard when it appears. */
  autoFocus?: boolean;
  /** Without the line above it. */
  plain?: boolean;
  error: string | null;
  busy: boolean;
}

/** Six digits in six boxes: one real field lies over them, so that typing, pasting and a phone's suggestion all work. */
export function CodeField({
  value,
  onChange,
  onComplete,
  label = identityText.codeTitle,
  hint,
  autoFocus = false,
  plain = false,
  error,
  busy,
}: CodeFieldProps) {
  const id = useId();
  const [focused, setFocused] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const take = (text: string): void => {
    const digits = text.replace(/\D/g, '').slice(0, LENGTH);
    onChange(digits);
    if (digits.length === LENGTH && digits !== value) onComplete(digits);
  };
  const box = (at: number) => (
    <span key={at} data-next={(at === value.length && !busy) || undefined}>
      {value[at] ?? (at === value.length && !busy ? <b /> : null)}
    </span>
  );
  return (
    <div className={classes['code']} data-plain={plain || undefined}>
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-hint`} className={classes['hint']}>
        {hint}
      </p>
      <div className={classes['boxes']} data-focused={focused || undefined} data-wrong={error !== null || undefined}>
        {[0, 1, 2].map(box)}
        <i aria-hidden />
        {[3, 4, 5].map(box)}
        <input
          ref={field}
          id={id}
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          pattern="[0-9]*"
          spellCheck={false}
          value={value}
          readOnly={busy}
          autoFocus={autoFocus}
          {...(autoFocus && { 'data-autofocus': true })}
          aria-invalid={error !== null}
          aria-describedby={`${id}-hint ${id}-error`}
          onChange={(event) => take(event.currentTarget.value)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onSelect={(event) => event.currentTarget.setSelectionRange(value.length, value.length)}
        />
      </div>
      <p id={`${id}-error`} className={error === null ? classes['hint'] : classes['problem']} role="status" style={{ marginTop: 8 }}>
        {busy ? identityText.checking : error}
      </p>
    </div>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { announce } from '../../../shared/ui/announce.js';
import { signOnText as words } from './text.js';
import classes from './sign-on.module.css';

/** A value to take elsewhere. */
export function Copyable({ label, value }: { label: string; value: string }) {
  const [copied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(value).then(
      () => {
        setCopied(true);
        announce(words.copied);
      },
      () => setCopied(false),
    );
  };
  return (
    <div className={classes['copy']}>
      <TextInput readOnly label={label} value={value} onFocus={(event) => event.currentTarget.select()} />
      <Button variant="default" aria-label={words.copyNamed(label)} onClick={copy}>
        {copied ? words.copied : words.copy}
      </Button>
    </div>
  );
}

import { Button, Modal, TextInput } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { announce } from '../../../shared/ui/announce.js';
import { Note } from '../parts/note.js';
import { keyText } from './text.js';
import form from '../parts/form.module.css';
import classes from './keys.module.css';

interface ShownKeyProps {
  value: string;
  title?: string;
  /** What it is called, where it is not a key. */
  label?: string;
  /** What it is for, before the header that carries it. */
  use?: string;
  onClose: () => void;
}

/** The one time a key is seen. Only the button closes it: a slip beside the dialog must not lose the key. */
export function ShownKey({ value, title = keyText.shownTitle, label = keyText.key, use = keyText.use, onClose }: ShownKeyProps) {
  const field = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
      announce(keyText.copied);
    } catch {
      setCopied(false);
      field.current?.select();
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size={560} closeOnClickOutside={false} closeOnEscape={false} withCloseButton={false}>
      <div className={form['form']}>
        <Note tone="warn">{keyText.shownLead}</Note>
        <div className={classes['shown']}>
          <TextInput
            ref={field}
            readOnly
            label={label}
            value={value}
            onFocus={(event) => event.currentTarget.select()}
            spellCheck={false}
            autoComplete="off"
          />
          <Button
            data-autofocus
            leftSection={copied === true ? <IconCheck size={16} stroke={1.8} /> : <IconCopy size={16} stroke={1.6} />}
            onClick={() => void copy()}
          >
            {copied === true ? keyText.copied : keyText.copy}
          </Button>
        </div>
        {copied === false && (
          <Note tone="danger" live>
            {keyText.copyRefused}
          </Note>
        )}
        <div>
          <p className={form['lead']}>{use}</p>
          <code className={classes['code']}>Authorization: Bearer {value.slice(0, 8)}…</code>
        </div>
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {keyText.done}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

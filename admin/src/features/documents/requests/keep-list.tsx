import { Button, TextInput } from '@mantine/core';
import { IconBookmark } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { problemSentence } from '../../../shared/text/problems.js';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import type { DraftItem } from './item-list.js';
import { requestsText as words } from './text.js';
import { useKeepChecklists } from './use-checklists.js';
import classes from './requests.module.css';

/** Keeps the list that is being written, under a name, for whoever asks next. */
export function KeepList({ title, items }: { title: string; items: readonly DraftItem[] }) {
  const { add } = useKeepChecklists();
  const [name, setName] = useState<string | null>(null);
  const [checked, setChecked] = useState(false);
  // The same checklist however often it is sent.
  const id = useRef(crypto.randomUUID());
  const button = useRef<HTMLButtonElement>(null);
  const open = name !== null;
  const box = useRef<HTMLDivElement>(null);
  // Else it opens behind the buttons that stand below.
  useEffect(() => {
    if (open) box.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  const leave = (): void => {
    setName(null);
    setChecked(false);
    add.reset();
    requestAnimationFrame(() => button.current?.focus());
  };
  if (name === null)
    return (
      <Button
        ref={button}
        className={classes['keep'] ?? ''}
        variant="subtle"
        size="xs"
        leftSection={<IconBookmark size={15} stroke={1.5} />}
        onClick={() => setName(title)}
      >
        {words.keepList}
      </Button>
    );
  const keep = (): void => {
    setChecked(true);
    if (name.trim() === '') return;
    add.mutate(
      { id: id.current, name, title, items },
      {
        onSuccess: (kept) => {
          id.current = crypto.randomUUID();
          toast({ message: words.kept(kept.name) });
          leave();
        },
      },
    );
  };
  const other = add.isError && fieldError(add.error, 'name') === null ? problemSentence(add.error) : null;
  return (
    <div ref={box} className={classes['keeping']}>
      <TextInput
        label={words.keepName}
        description={words.keepHint}
        value={name}
        maxLength={60}
        autoFocus
        autoComplete="off"
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Enter would send the request.
          event.preventDefault();
          keep();
        }}
        error={fieldError(add.error, 'name') ?? other ?? (checked && name.trim() === '' ? words.listNameMissing : null)}
      />
      <div className={classes['acts']}>
        <Button variant="default" onClick={leave}>
          {words.cancel}
        </Button>
        <Button variant="light" loading={add.isPending} onClick={keep}>
          {words.keepIt}
        </Button>
      </div>
    </div>
  );
}

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useMay } from '../../../shared/api/use-may.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import { Note } from '../../access/parts/note.js';
import { asSent } from './item-list.js';
import type { DraftItem } from './item-list.js';
import { ItemEditor } from './item-editor.js';
import { MOST_AT_ONCE } from './model.js';
import type { Checklist } from './model.js';
import { requestsText as words } from './text.js';
import { draftOf, useChecklists, useKeepChecklists } from './use-checklists.js';
import classes from './requests.module.css';

/** The practice's own checklists: each is changed or removed, with a way back. */
export function ChecklistsView({ onBack }: { onBack: () => void }) {
  const may = useMay('documents');
  const checklists = useChecklists();
  const { remove } = useKeepChecklists();
  const [editing, setEditing] = useState<Checklist | null>(null);
  if (editing) return <ChecklistForm checklist={editing} onDone={() => setEditing(null)} />;
  return (
    <div className={classes['form']}>
      <p className={classes['lead']}>{words.listsLead}</p>
      {checklists.isError && <ErrorState error={checklists.error} title={words.listsFailed} retry={() => void checklists.refetch()} />}
      {checklists.data?.length === 0 && <EmptyState title={words.listsNone}>{words.listsNoneHint}</EmptyState>}
      <ul className={classes['ownLists']}>
        {checklists.data?.map((checklist) => (
          <li key={checklist.id}>
            <span>
              <b>{checklist.name}</b>
              <small>{words.itemCount(checklist.items.length)}</small>
            </span>
            <span className={classes['acts']}>
              {may('update') && (
                <Button variant="default" size="xs" aria-label={words.editList(checklist.name)} onClick={() => setEditing(checklist)}>
                  {words.edit}
                </Button>
              )}
              {may('delete') && (
                <Button
                  variant="default"
                  size="xs"
                  aria-label={words.removeList(checklist.name)}
                  loading={remove.isPending && remove.variables.id === checklist.id}
                  onClick={() => remove.mutate(checklist)}
                >
                  {words.removeShort}
                </Button>
              )}
            </span>
          </li>
        ))}
      </ul>
      <div className={classes['foot']}>
        <div className={classes['buttons']}>
          <Button data-autofocus onClick={onBack}>
            {words.listsBack}
          </Button>
        </div>
      </div>
    </div>
  );
}

function ChecklistForm({ checklist, onDone }: { checklist: Checklist; onDone: () => void }) {
  const { change } = useKeepChecklists();
  const [values, setValues] = useState({ name: checklist.name, title: checklist.title });
  const [items, setItems] = useState<readonly DraftItem[]>(() => draftOf(checklist));
  const [checked, setChecked] = useState(false);
  const count = asSent(items).length;
  const listWrong =
    count === 0 ? words.listMissing : count > MOST_AT_ONCE ? words.listTooMany(MOST_AT_ONCE) : fieldError(change.error, 'items');
  const nameWrong = values.name.trim() === '' ? words.listNameMissing : null;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (nameWrong !== null || count === 0 || count > MOST_AT_ONCE) return;
    const { id, version } = checklist;
    change.mutate(
      { id, version, ...values, items },
      {
        onSuccess: ({ name }) => {
          toast({ message: words.savedList(name) });
          onDone();
        },
      },
    );
  };
  const inField = fieldError(change.error, 'name') ?? fieldError(change.error, 'title') ?? fieldError(change.error, 'items');
  return (
    <form className={classes['form']} onSubmit={submit} noValidate>
      <div className={classes['halves']}>
        <TextInput
          data-autofocus
          label={words.listName}
          value={values.name}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          error={fieldError(change.error, 'name') ?? (checked ? nameWrong : null)}
        />
        <TextInput
          label={words.requestTitle}
          description={words.titleHint}
          value={values.title}
          maxLength={120}
          autoComplete="off"
          onChange={(event) => setValues({ ...values, title: event.currentTarget.value })}
          error={fieldError(change.error, 'title')}
        />
      </div>
      <ItemEditor items={items} onChange={setItems} error={checked ? listWrong : null} refused={change.error} />
      <div className={classes['foot']}>
        {change.isError && inField === null && (
          <Note tone="danger" live>
            {problemSentence(change.error)}
          </Note>
        )}
        <div className={classes['buttons']}>
          <Button variant="default" onClick={onDone}>
            {words.cancel}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {words.save}
          </Button>
        </div>
      </div>
    </form>
  );
}

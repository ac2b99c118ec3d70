import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { recordRequests } from '../../api/record-requests.js';
import { isProblem } from '../../../../shared/api/problem.js';
import { fieldProblems, problemText } from '../../api/problems.js';
import { differingFields, valuesOf } from '../model.js';
import type { ClientDetail, ClientValues, FieldName } from '../model.js';
import { recordText } from '../text.js';
import { EditFields } from './edit-fields.js';
import { NO_ERRORS } from './field-props.js';
import type { Assignees } from './field-props.js';
import { MergeScreen } from './merge-screen.js';
import { ProblemList } from './problem-list.js';
import type { EditDraft } from './use-draft.js';
import type { ViewContext } from '../value-view.js';
import classes from './edit.module.css';

const words = recordText.edit;

/** What somebody stored while this edit was open, and who it was, as far as it can be told. */
export interface SavedMeanwhile {
  client: ClientDetail;
  savedBy: string | null;
  savedByYou: boolean;
}

interface EditFormProps {
  client: ClientDetail;
  draft: EditDraft;
  assignees: Assignees;
  context: ViewContext;
  /** Reads what is stored now, after somebody else saved. */
  readAgain: () => Promise<SavedMeanwhile>;
  onSaved: (client: ClientDetail) => void;
  onClose: () => void;
}

/** The details of a client as a form in their own place. What is typed is kept; a lost race becomes a merge, never a lost update. */
export function EditForm({ client, draft, assignees, context, readAgain, onSaved, onClose }: EditFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState(NO_ERRORS);
  const [theirs, setTheirs] = useState<(SavedMeanwhile & { again: boolean }) | null>(null);
  const [asking, setAsking] = useState(false);
  const count = Object.keys(draft.changes).length;

  const save = useMutation({
    mutationFn: (send: { version: number; changes: Partial<ClientValues> }) => recordRequests.change(client.id, send.version, send.changes),
    onSuccess: (saved) => {
      draft.discard();
      onSaved(saved);
    },
    onError: async (problem) => {
      if (isProblem(problem, 'clients.changed_meanwhile')) {
        const again = theirs !== null;
        const now = await readAgain().catch(() => null);
        if (now === null) return;
        // Something else of the client changed, such as an identifier: nobody has to choose anything.
        if (!again && differingFields(draft.base, valuesOf(now.client)).length === 0) {
          draft.rebase(now.client, draft.values);
          save.mutate({ version: now.client.version, changes: draft.changes });
        } else setTheirs({ ...now, again });
        return;
      }
      const refused = fieldProblems(problem);
      setErrors(refused);
      if (refused.size > 0) {
        setTheirs(null);
        requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-problems]')?.focus());
      }
    },
  });

  const change = <Name extends FieldName>(field: Name, value: ClientValues[Name]): void => {
    draft.change(field, value);
    if ([...errors.keys()].some((path) => path === field || path.startsWith(`${field}.`))) {
      setErrors(new Map([...errors].filter(([path]) => path !== field && !path.startsWith(`${field}.`))));
    }
  };

  if (theirs !== null) {
    return (
      <MergeScreen
        key={theirs.client.version}
        client={theirs.client}
        savedBy={theirs.savedBy}
        savedByYou={theirs.savedByYou}
        again={theirs.again}
        base={draft.base}
        yours={draft.values}
        assignees={assignees}
        context={context}
        saving={save.isPending}
        failure={
          save.error !== null && !isProblem(save.error, 'clients.changed_meanwhile') ? problemText(save.error, recordText.problems) : null
        }
        onSave={(values, changes) => {
          draft.rebase(theirs.client, values);
          if (Object.keys(changes).length === 0) {
            draft.discard();
            onSaved(theirs.client);
          } else save.mutate({ version: theirs.client.version, changes });
        }}
        onBack={() => {
          save.reset();
          setTheirs(null);
        }}
      />
    );
  }

  const failure =
    save.error !== null && errors.size === 0 && !isProblem(save.error, 'clients.changed_meanwhile')
      ? problemText(save.error, recordText.problems)
      : null;
  return (
    <form
      ref={form}
      aria-label={words.title}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (count > 0 && !save.isPending) save.mutate({ version: draft.version, changes: draft.changes });
      }}
    >
      {errors.size > 0 && <ProblemList errors={errors} kind={client.kind} container={form} />}
      <EditFields kind={client.kind} values={draft.values} onChange={change} errors={errors} assignees={assignees} />
      <div className={classes['saveBar']}>
        {asking ? (
          <>
            <span className={classes['said']}>
              <strong>{words.discardTitle(count)}</strong> {words.discardText}
            </span>
            <Button variant="default" data-autofocus onClick={() => setAsking(false)}>
              {words.keepEditing}
            </Button>
            <Button
              color="red"
              onClick={() => {
                draft.discard();
                onClose();
              }}
            >
              {words.discardVerb}
            </Button>
          </>
        ) : (
          <>
            <span className={failure === null ? classes['said'] : `${classes['said']} ${classes['problem']}`} role="status">
              {failure ?? (count === 0 ? words.noChanges : draft.kept ? words.kept : words.notKept)}
            </span>
            <Button variant="default" onClick={() => (count === 0 ? onClose() : setAsking(true))}>
              {count === 0 ? words.close : words.discard}
            </Button>
            <Button type="submit" disabled={count === 0} loading={save.isPending}>
              {count === 0 ? words.saveNone : count === 1 ? words.saveOne : words.save(count)}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

import { Autocomplete, Button, NativeSelect, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldProblems, problemText } from '../api/problems.js';
import { recordRequests } from '../api/record-requests.js';
import { DayInput } from './edit/day-input.js';
import { NO_ERRORS } from './edit/field-props.js';
import type { ClientDetail, RelationshipKind } from './model.js';
import { recordText } from './text.js';
import { listProps } from './edit/list-props.js';
import classes from './record.module.css';

const words = recordText.people;

/** Adds somebody around a client: found among the clients as one types, or just a name. */
export function PersonForm({
  clientId,
  onAdded,
  onClose,
}: {
  clientId: string;
  onAdded: (client: ClientDetail, name: string) => void;
  onClose: () => void;
}) {
  const [kind, setKind] = useState<RelationshipKind>('partner');
  const [who, setWho] = useState('');
  const [note, setNote] = useState('');
  const [since, setSince] = useState<string | null>(null);
  const [errors, setErrors] = useState(NO_ERRORS);
  const [text] = useDebouncedValue(who.trim(), 250);
  const found = useQuery({
    queryKey: ['client-search', text],
    queryFn: ({ signal }) => recordRequests.search(text, signal),
    enabled: text.length >= 2,
    staleTime: 30_000,
    gcTime: 60_000,
  });
  const options = (found.data?.items ?? [])
    .filter(({ id }) => id !== clientId)
    .map((card) => ({ id: card.id, label: `${card.displayName} · ${card.fileNumber}`, name: card.displayName }));
  const chosen = options.find(({ label }) => label === who);
  const add = useMutation({
    mutationFn: () =>
      recordRequests.addRelationship(clientId, {
        kind,
        note: note.trim() || null,
        since,
        ...(chosen === undefined ? { otherName: who.trim() } : { otherClientId: chosen.id }),
      }),
    onSuccess: (answer) => {
      onAdded(answer, chosen?.name ?? who.trim());
      onClose();
    },
    onError: (problem) => setErrors(fieldProblems(problem)),
  });
  return (
    <form
      className={classes['form']}
      aria-label={words.first}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <div className={classes['pair']}>
        <Autocomplete
          {...listProps}
          label={words.who}
          description={words.whoHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={[...new Set(options.map(({ label }) => label))]}
          filter={({ options: all }) => all}
          value={who}
          onChange={setWho}
          data-autofocus
          autoFocus
          error={errors.get('otherName') ?? errors.get('otherClientId')}
        />
        <NativeSelect
          label={words.kind}
          value={kind}
          data={Object.entries(recordText.relationship).map(([value, label]) => ({ value, label }))}
          error={errors.get('kind')}
          onChange={(event) => setKind(event.currentTarget.value as RelationshipKind)}
        />
      </div>
      <div className={classes['pair']}>
        <DayInput label={`${words.since} (${recordText.edit.optional})`} value={since} onChange={setSince} error={errors.get('since')} />
        <Textarea
          label={`${words.note} (${recordText.edit.optional})`}
          autosize
          minRows={1}
          value={note}
          error={errors.get('note')}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      {add.isError && errors.size === 0 && (
        <p className={classes['problem']} role="alert">
          {problemText(add.error, recordText.problems)}
        </p>
      )}
      <div className={classes['buttons']}>
        <Button type="submit" disabled={who.trim() === ''} loading={add.isPending}>
          {words.save}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

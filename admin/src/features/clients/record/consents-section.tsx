import { Autocomplete, Button, NativeSelect, Textarea } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { Status } from '../../../shared/ui/status.js';
import { fieldProblems, problemText } from '../api/problems.js';
import { recordRequests } from '../api/record-requests.js';
import { day } from '../../../shared/text/dates.js';
import { DayInput } from './edit/day-input.js';
import { NO_ERRORS } from './edit/field-props.js';
import type { ClientDetail, Consent, ConsentKind } from './model.js';
import { recordText } from './text.js';
import { toast } from '../../../shared/ui/toast.js';
import { useRecordCache } from './use-record.js';
import { listProps } from './edit/list-props.js';
import classes from './record.module.css';

const words = recordText.consents;

/** What the client agreed to, when and how, and what was withdrawn. */
export function ConsentsSection({ client, today, locked }: { client: ClientDetail; today: string; locked: boolean }) {
  const cache = useRecordCache(client.id);
  const [open, setOpen] = useState<string | null>(null);
  const standing = [...client.consents].sort(
    (a, b) => Number(a.withdrawnOn !== null) - Number(b.withdrawnOn !== null) || b.givenOn.localeCompare(a.givenOn),
  );
  const store = (answer: ClientDetail): void => {
    cache.store(answer);
    setOpen(null);
  };
  return (
    <section className={classes['section']} aria-labelledby="consents-title">
      <header>
        <h2 id="consents-title">{words.title}</h2>
        {!locked && open !== 'new' && client.consents.length > 0 && (
          <button type="button" className={`${classes['link']} ${classes['end']}`} onClick={() => setOpen('new')}>
            <IconPlus size={14} aria-hidden /> {words.add}
          </button>
        )}
      </header>
      {client.consents.length === 0 && open !== 'new' && (
        <EmptyState
          title={words.none}
          action={
            locked ? undefined : (
              <Button variant="default" size="xs" leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
                {words.add}
              </Button>
            )
          }
        >
          {words.noneHint}
        </EmptyState>
      )}
      <ul className={classes['rows']}>
        {open === 'new' && (
          <li data-form>
            <GiveForm
              clientId={client.id}
              today={today}
              onClose={() => setOpen(null)}
              onSaved={(answer) => {
                store(answer);
                toast({ message: words.recorded });
              }}
            />
          </li>
        )}
        {standing.map((consent) => (
          <li key={consent.id} {...(open === consent.id && { 'data-form': true })}>
            {open === consent.id ? (
              <WithdrawForm
                clientId={client.id}
                consent={consent}
                today={today}
                onClose={() => setOpen(null)}
                onSaved={(answer) => {
                  store(answer);
                  toast({ message: words.withdrew });
                }}
              />
            ) : (
              <>
                <span className={classes['label']}>
                  {recordText.consent[consent.kind]}
                  <small>{consent.method}</small>
                </span>
                <span>
                  {consent.withdrawnOn === null ? (
                    <Status kind="current">{words.given(day(consent.givenOn))}</Status>
                  ) : (
                    <Status kind="archived">{words.withdrawn(day(consent.withdrawnOn))}</Status>
                  )}
                  {consent.note !== null && (
                    <small className={classes['dim']} style={{ display: 'block', whiteSpace: 'pre-line' }}>
                      {consent.note}
                    </small>
                  )}
                </span>
                <span className={classes['rowEnd']}>
                  {consent.withdrawnOn === null && !locked && (
                    <button
                      type="button"
                      className={classes['link']}
                      aria-label={words.withdrawTitle(recordText.consent[consent.kind])}
                      onClick={() => setOpen(consent.id)}
                    >
                      {words.withdraw}
                    </button>
                  )}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FormProps {
  clientId: string;
  today: string;
  onSaved: (client: ClientDetail) => void;
  onClose: () => void;
}

function GiveForm({ clientId, today, onSaved, onClose }: FormProps) {
  const [kind, setKind] = useState<ConsentKind>('privacy_collection');
  const [givenOn, setGivenOn] = useState<string | null>(today);
  const [method, setMethod] = useState('');
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState(NO_ERRORS);
  const save = useMutation({
    mutationFn: () =>
      recordRequests.addConsent(clientId, { kind, givenOn: givenOn ?? '', method: method.trim(), note: note.trim() || null }),
    onSuccess: onSaved,
    onError: (problem) => setErrors(fieldProblems(problem)),
  });
  return (
    <form
      className={classes['form']}
      aria-label={words.add}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div className={classes['pair']}>
        <NativeSelect
          label={words.kind}
          autoFocus
          value={kind}
          data={Object.entries(recordText.consent).map(([value, label]) => ({ value, label }))}
          error={errors.get('kind')}
          onChange={(event) => setKind(event.currentTarget.value as ConsentKind)}
        />
        <Autocomplete
          {...listProps}
          label={words.method}
          data={[...recordText.consentMethods]}
          value={method}
          onChange={setMethod}
          error={errors.get('method')}
        />
      </div>
      <div className={classes['pair']}>
        <DayInput label={words.givenOn} value={givenOn} onChange={setGivenOn} error={errors.get('givenOn')} />
        <Textarea
          label={`${words.note} (${recordText.edit.optional})`}
          autosize
          minRows={1}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={errors.get('note')}
        />
      </div>
      {save.isError && errors.size === 0 && (
        <p className={classes['problem']} role="alert">
          {problemText(save.error, recordText.problems)}
        </p>
      )}
      <div className={classes['buttons']}>
        <Button type="submit" loading={save.isPending}>
          {words.save}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

function WithdrawForm({ clientId, consent, today, onSaved, onClose }: FormProps & { consent: Consent }) {
  const [withdrawnOn, setWithdrawnOn] = useState<string | null>(today);
  const [note, setNote] = useState('');
  const [errors, setErrors] = useState(NO_ERRORS);
  const label = words.withdrawTitle(recordText.consent[consent.kind]);
  const save = useMutation({
    mutationFn: () => recordRequests.withdrawConsent(clientId, consent.id, { withdrawnOn: withdrawnOn ?? '', note: note.trim() || null }),
    onSuccess: onSaved,
    onError: (problem) => setErrors(fieldProblems(problem)),
  });
  return (
    <form
      className={classes['form']}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <strong>{label}</strong>
      <div className={classes['pair']}>
        <DayInput label={words.withdrawnOn} value={withdrawnOn} onChange={setWithdrawnOn} error={errors.get('withdrawnOn')} />
        <Textarea
          label={`${words.note} (${recordText.edit.optional})`}
          autosize
          minRows={1}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={errors.get('note')}
        />
      </div>
      {save.isError && errors.size === 0 && (
        <p className={classes['problem']} role="alert">
          {problemText(save.error, recordText.problems)}
        </p>
      )}
      <div className={classes['buttons']}>
        <Button type="submit" color="red" loading={save.isPending}>
          {words.withdrawVerb}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

import { Button, Modal, SegmentedControl, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { ProblemError } from '../../../shared/api/problem.js';
import { dateIn, day } from '../../../shared/text/dates.js';
import { announce } from '../../../shared/ui/announce.js';
import { Note } from '../parts/note.js';
import { useFreshAccess } from '../use-access.js';
import { networksIn, networksProblem } from './networks.js';
import { keyProblem, keyRequests } from './requests.js';
import type { Service } from './requests.js';
import { keyText } from './text.js';
import { ShownKey } from './shown-key.js';
import form from '../parts/form.module.css';

const DAY_MS = 86_400_000;
const LIVES = ['30', '90', '365'] as const;
type Life = (typeof LIVES)[number];

interface KeyDialogProps {
  service: Service;
  /** The account may do nothing yet. */
  idle: boolean;
  onClose: () => void;
}

/** Makes a key, then shows it: once. */
export function KeyDialog({ service, idle, onClose }: KeyDialogProps) {
  const fresh = useFreshAccess();
  const [key, setKey] = useState<string | null>(null);
  const shown = (made: string): void => {
    setKey(made);
    fresh();
    announce(keyText.made);
  };
  if (key !== null) return <ShownKey value={key} onClose={onClose} />;
  return (
    <Modal opened onClose={onClose} title={keyText.title(service.name)} size={480}>
      <KeyForm service={service} idle={idle} onMade={shown} onClose={onClose} />
    </Modal>
  );
}

function KeyForm({ service, idle, onMade, onClose }: KeyDialogProps & { onMade: (key: string) => void }) {
  const lifeId = useId();
  const [life, setLife] = useState<Life>('90');
  const [text, setText] = useState('');
  const [checked, setChecked] = useState(false);
  const networks = networksIn(text);
  const wrong = networksProblem(networks);
  const ends = new Date(Date.now() + Number(life) * DAY_MS);
  const issue = useMutation({
    mutationFn: () => keyRequests.issue(service.id, { expiresAt: ends.toISOString(), networks }),
    // The key lives on the screen alone.
    gcTime: 0,
    onSuccess: ({ key }) => onMade(key),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (wrong === null) issue.mutate();
  };
  const refusedNetworks = refusalOfNetworks(issue.error);
  return (
    <form className={form['form']} onSubmit={submit} noValidate>
      {idle && <Note tone="warn">{keyText.nothingYet}</Note>}
      {service.keys.some(({ state }) => state === 'live') && <Note>{keyText.second}</Note>}
      <fieldset className={form['group']}>
        <legend id={lifeId}>{keyText.life}</legend>
        <SegmentedControl
          data-autofocus
          aria-labelledby={lifeId}
          value={life}
          onChange={(next) => setLife(LIVES.find((each) => each === next) ?? life)}
          data={LIVES.map((value) => ({ value, label: keyText.lives[value] }))}
        />
        <p className={form['lead']} aria-live="polite">
          {keyText.until(day(dateIn(ends)))}
        </p>
      </fieldset>
      <Textarea
        label={keyText.networks}
        description={keyText.networksHint}
        value={text}
        rows={3}
        onChange={(event) => {
          setText(event.currentTarget.value);
          issue.reset();
        }}
        error={refusedNetworks ?? (checked ? wrong : null)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      {issue.isError && refusedNetworks === null && (
        <Note tone="danger" live>
          {keyProblem(issue.error)}
        </Note>
      )}
      <div className={form['buttons']}>
        <Button variant="default" onClick={onClose}>
          {keyText.cancel}
        </Button>
        <Button type="submit" loading={issue.isPending}>
          {keyText.create}
        </Button>
      </div>
    </form>
  );
}

function refusalOfNetworks(error: unknown): string | null {
  if (!(error instanceof ProblemError)) return null;
  return error.errors.find(({ field }) => field.startsWith('networks'))?.message ?? null;
}

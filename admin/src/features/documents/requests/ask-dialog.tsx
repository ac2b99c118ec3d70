import { Button, Modal, Switch, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { FormEvent } from 'react';
import { ProblemError } from '../../../shared/api/problem.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { announce } from '../../../shared/ui/announce.js';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import { Note } from '../../access/parts/note.js';
import { DayInput } from '../../clients/record/edit/day-input.js';
import { nameText } from '../../clients/record/model.js';
import type { ClientDetail } from '../../clients/record/model.js';
import { recordKeys } from '../../clients/record/use-record.js';
import { BeginWith } from './begin-with.js';
import { ChecklistsView } from './checklists-view.js';
import { NO_ITEM, asSent, withPreset, withoutPreset } from './item-list.js';
import type { DraftItem } from './item-list.js';
import { ItemEditor } from './item-editor.js';
import { KeepList } from './keep-list.js';
import { MOST_AT_ONCE } from './model.js';
import type { DocumentRequest, NewRequest } from './model.js';
import { titleOf } from './presets.js';
import type { Preset } from './presets.js';
import { requestRequests } from './requests.js';
import { requestsText as words } from './text.js';
import { useRequestCache } from './use-requests.js';
import classes from './requests.module.css';

const ADDRESS = /^\S+@\S+\.\S+$/;
const ISO = /^\d{4}-\d{2}-\d{2}$/;

/** What the record that is on the page already knows; it is not read again for this. */
function known(client: ClientDetail | undefined): { email: string; name: string; doNotContact: boolean } {
  const emails = client?.details.emails ?? [];
  return {
    email: (emails.find(({ main }) => main) ?? emails[0])?.value ?? '',
    name: client?.kind === 'person' ? nameText(client.legalName) : '',
    doNotContact: client?.details.doNotContact ?? false,
  };
}

/** What is wrong with a list before it is sent; null when nothing is. */
function listProblem(items: readonly DraftItem[], error: unknown): string | null {
  const sent = asSent(items).length;
  if (sent === 0) return words.listMissing;
  return sent > MOST_AT_ONCE ? words.listTooMany(MOST_AT_ONCE) : fieldError(error, 'items');
}

/** Asks a client for documents: of whom, by when, and what. */
export function AskDialog({ clientId, today, onClose }: { clientId: string; today: string; onClose: () => void }) {
  const cache = useQueryClient();
  const { take } = useRequestCache(clientId);
  const [{ doNotContact, ...who }] = useState(() => known(cache.getQueryData<ClientDetail>(recordKeys.client(clientId))));
  const [values, setValues] = useState({ title: '', ...who, message: '', dueOn: null as string | null, reminders: true });
  const [ownTitle, setOwnTitle] = useState(false);
  const [pressed, setPressed] = useState<readonly Preset[]>([]);
  const [items, setItems] = useState<readonly DraftItem[]>(() => [NO_ITEM()]);
  const [checked, setChecked] = useState(false);
  const [managing, setManaging] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const ask = useMutation({
    mutationFn: (request: NewRequest) => requestRequests.ask(request),
    onSuccess: async (request) => {
      await take(request);
      toast({ message: words.sent(request.to.email) });
      onClose();
    },
  });
  const set = (change: Partial<typeof values>): void => setValues({ ...values, ...change });
  const press = (preset: Preset): void => {
    const on = !pressed.some(({ key }) => key === preset.key);
    const next = on ? [...pressed, preset] : pressed.filter(({ key }) => key !== preset.key);
    const listed = on ? withPreset(items, preset) : withoutPreset(items, preset);
    announce(on ? words.presetAdded(preset.name, asSent(listed).length - asSent(items).length) : words.presetTaken(preset.name));
    setPressed(next);
    setItems(listed);
    if (!ownTitle) set({ title: titleOf(next) });
  };
  const wrong = {
    title: values.title.trim() === '' ? words.titleMissing : null,
    email: ADDRESS.test(values.email.trim()) ? null : words.emailMissing,
    dueOn: values.dueOn === null ? null : !ISO.test(values.dueOn) ? words.dueWrong : values.dueOn < today ? words.duePast : null,
  };
  const listWrong = listProblem(items, ask.error);
  const error = (field: keyof typeof wrong): string | null => fieldError(ask.error, field) ?? (checked ? wrong[field] : null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    const { title, email, name, message, dueOn, reminders } = values;
    if (Object.values(wrong).some((sentence) => sentence !== null) || listProblem(items, null) !== null) {
      // Once the fields are marked, the first of them has the keyboard.
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    ask.mutate({
      clientId,
      title: title.trim(),
      email: email.trim(),
      ...(name.trim() !== '' && { name: name.trim() }),
      ...(message.trim() !== '' && { message: message.trim() }),
      ...(dueOn !== null && { dueOn }),
      reminders,
      items: asSent(items),
    });
  };
  if (managing)
    return (
      <Modal opened onClose={onClose} title={words.listsTitle} size={760}>
        <ChecklistsView onBack={() => setManaging(false)} />
      </Modal>
    );
  return (
    <Modal opened onClose={onClose} title={words.askTitle} size={760}>
      <form ref={form} className={classes['form']} onSubmit={submit} noValidate>
        <p className={classes['lead']}>{words.askLead}</p>
        {doNotContact && <Note tone="warn">{words.doNotContact}</Note>}
        <BeginWith pressed={new Set(pressed.map(({ key }) => key))} onPress={press} onManage={() => setManaging(true)} />
        <div className={classes['pair']}>
          <TextInput
            label={words.requestTitle}
            description={words.titleHint}
            value={values.title}
            maxLength={120}
            onChange={(event) => {
              setOwnTitle(event.currentTarget.value !== '');
              set({ title: event.currentTarget.value });
            }}
            error={error('title')}
            autoComplete="off"
          />
          <DayInput label={words.dueLabel} value={values.dueOn} onChange={(dueOn) => set({ dueOn })} error={error('dueOn')} />
        </div>
        <div className={classes['halves']}>
          <TextInput
            type="email"
            label={words.email}
            value={values.email}
            onChange={(event) => set({ email: event.currentTarget.value })}
            error={error('email')}
            autoComplete="off"
          />
          <TextInput
            label={words.name}
            value={values.name}
            maxLength={120}
            onChange={(event) => set({ name: event.currentTarget.value })}
            error={fieldError(ask.error, 'name')}
            autoComplete="off"
          />
        </div>
        <Textarea
          label={words.message}
          description={words.messageHint}
          value={values.message}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={1000}
          onChange={(event) => set({ message: event.currentTarget.value })}
          error={fieldError(ask.error, 'message')}
        />
        <Switch
          label={words.reminders}
          description={values.dueOn === null ? words.remindersQuiet : words.remindersDue}
          checked={values.reminders}
          onChange={(event) => set({ reminders: event.currentTarget.checked })}
        />
        <ItemEditor items={items} onChange={setItems} error={checked ? listWrong : null} refused={ask.error} />
        {asSent(items).length > 0 && <KeepList title={values.title} items={items} />}
        <Foot
          error={ask.error}
          fields={['title', 'email', 'name', 'dueOn', 'message']}
          busy={ask.isPending}
          label={words.send}
          onClose={onClose}
        />
      </form>
    </Modal>
  );
}

/** Adds to what a client is asked for. */
export function MoreDialog({ request, onClose }: { request: DocumentRequest; onClose: () => void }) {
  const { take } = useRequestCache(request.clientId);
  const [items, setItems] = useState<readonly DraftItem[]>(() => [NO_ITEM()]);
  const [checked, setChecked] = useState(false);
  const add = useMutation({
    mutationFn: () => requestRequests.askForMore(request.id, asSent(items)),
    onSuccess: async (answer) => {
      await take(answer);
      toast({ message: words.sentMore(asSent(items).length) });
      onClose();
    },
  });
  const listWrong = listProblem(items, add.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (listProblem(items, null) === null) add.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={words.moreTitle(request.title)} size={760}>
      <form className={classes['form']} onSubmit={submit} noValidate>
        <p className={classes['lead']}>{words.moreLead(request.to.name ?? request.to.email)}</p>
        <ItemEditor items={items} onChange={setItems} error={checked ? listWrong : null} refused={add.error} autofocus />
        <Foot error={add.error} fields={[]} busy={add.isPending} label={words.sendMore} onClose={onClose} />
      </form>
    </Modal>
  );
}

interface FootProps {
  error: unknown;
  /** Fields of the form that say themselves what they were refused for; items do always. */
  fields: readonly string[];
  busy: boolean;
  label: string;
  onClose: () => void;
}

/** The buttons, always in sight, and what no field can say. */
function Foot({ error, fields, busy, label, onClose }: FootProps) {
  const told = error instanceof ProblemError && error.errors.some(({ field }) => fields.includes(field) || field.startsWith('items'));
  return (
    <div className={classes['foot']}>
      {error !== null && !told && (
        <Note tone="danger" live>
          {problemSentence(error)}
        </Note>
      )}
      <div className={classes['buttons']}>
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {label}
        </Button>
      </div>
    </div>
  );
}

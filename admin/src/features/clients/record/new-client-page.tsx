import { Button, SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { IconChevronRight } from '@tabler/icons-react';
import { useMay } from '../../../shared/api/use-may.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { toast } from '../../../shared/ui/toast.js';
import { fieldProblems, problemText } from '../api/problems.js';
import { recordRequests } from '../api/record-requests.js';
import { forgetDraft, keepDraft, readDraft } from './draft-store.js';
import { errorsUnder, NO_ERRORS } from './edit/field-props.js';
import { EditFields } from './edit/edit-fields.js';
import { ProblemList } from './edit/problem-list.js';
import { NO_VALUES, changesBetween, nameText, tidy, valuesOfKind } from './model.js';
import type { ClientDetail, ClientKind, ClientValues, FieldName } from './model.js';
import { NewIdentifiers } from './new-identifiers.js';
import { identifierInput } from './identifier-form.js';
import type { IdentifierDraft } from './identifier-form.js';
import { PossibleDuplicates } from './possible-duplicates.js';
import { recordText } from './text.js';
import { UnsavedGuard } from './unsaved-guard.js';
import { usePractice } from './use-practice.js';
import editClasses from './edit/edit.module.css';
import classes from './record.module.css';

const words = recordText.newClient;

interface NewDraft {
  kind: ClientKind;
  values: ClientValues;
  identifiers: IdentifierDraft[];
}

/** Creates a client: only the name is needed. Possible duplicates are shown while one types. */
export default function NewClientPage() {
  const practice = usePractice();
  const may = useMay('clients');
  useTitle(words.title);
  if (practice === null) return <div className={classes['page']} aria-busy="true" />;
  if (!may('create')) return <NotYours />;
  return <NewClientForm practice={practice} />;
}

/** Said instead of the form to whoever may not create a client, so that nobody fills it in for nothing. */
function NotYours() {
  return (
    <div className={classes['page']}>
      <div className={classes['title']}>
        <h1>{words.title}</h1>
      </div>
      <EmptyState
        title={words.notYours}
        action={
          <Button component={Link} to="/clients" variant="default">
            {recordText.load.toList}
          </Button>
        }
      >
        {words.notYoursHint}
      </EmptyState>
    </div>
  );
}

function NewClientForm({ practice }: { practice: NonNullable<ReturnType<typeof usePractice>> }) {
  const navigate = useNavigate();
  const location = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const key = `ironbark.draft.${practice.memberId}.new`;
  const began = useMemo(() => begin(practice, nameFrom(location.state)), [practice.memberId]);
  const [draft, setDraft] = useState<NewDraft>(() => (nameFrom(location.state) === null ? readDraft<NewDraft>(key) : null) ?? began);
  const [errors, setErrors] = useState(NO_ERRORS);
  const [created, setCreated] = useState<ClientDetail | null>(null);
  const dirty = Object.keys(changesBetween(began.values, draft.values)).length > 0 || draft.identifiers.length > 0;

  useEffect(() => {
    if (created !== null) return;
    if (dirty) keepDraft(key, draft);
    else forgetDraft(key);
  }, [created, dirty, draft, key]);
  useEffect(() => form.current?.querySelector<HTMLElement>('input[type="text"], input:not([type])')?.focus(), []);

  const change = <Name extends FieldName>(field: Name, value: ClientValues[Name]): void => {
    setDraft((before) => ({ ...before, values: { ...before.values, [field]: value } }));
    if (errors.size > 0) setErrors(new Map([...errors].filter(([path]) => path !== field && !path.startsWith(`${field}.`))));
  };
  const create = useMutation({
    mutationFn: async () => {
      const values = valuesOfKind(draft.kind, draft.values);
      const typed = draft.identifiers.filter(({ value }) => value.trim() !== '');
      // What is refused is told by its place among those that were sent.
      if (typed.length < draft.identifiers.length) setDraft({ ...draft, identifiers: typed });
      return recordRequests.create({
        kind: draft.kind,
        ...changesBetween(NO_VALUES, values),
        legalName: tidy('legalName', values) as ClientValues['legalName'],
        status: values.status,
        identifiers: typed.map(identifierInput),
      });
    },
    onSuccess: (client) => {
      forgetDraft(key);
      setCreated(client);
      toast({ message: words.created(client.displayName) });
    },
    onError: (problem) => {
      setErrors(fieldProblems(problem));
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[data-problems]')?.focus());
    },
  });

  // Once the guard knows that nothing is left to lose.
  useEffect(() => {
    if (created !== null) void navigate(`/clients/${created.id}`, { replace: true });
  }, [created, navigate]);

  return (
    <div className={classes['page']}>
      <UnsavedGuard dirty={dirty && created === null} within="/clients/new" />
      <nav className={classes['crumb']} aria-label={recordText.header.crumb}>
        <Link to="/clients">{recordText.header.clients}</Link>
        <IconChevronRight size={12} aria-hidden />
        <span aria-current="page">{words.title}</span>
      </nav>
      <div className={classes['title']}>
        <h1>{words.title}</h1>
      </div>
      <p className={classes['note']} style={{ margin: '2px 0 16px' }}>
        {words.intro}
      </p>
      <form
        ref={form}
        aria-label={words.title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!create.isPending) create.mutate();
        }}
      >
        {errors.size > 0 && <ProblemList errors={errors} kind={draft.kind} container={form} />}
        <SegmentedControl
          aria-label={words.kind}
          value={draft.kind}
          onChange={(kind) => setDraft({ ...draft, kind: kind as ClientKind })}
          mb={20}
          data={[
            { value: 'person', label: words.person },
            { value: 'entity', label: words.entity },
          ]}
        />
        <EditFields
          quick
          level={2}
          kind={draft.kind}
          values={draft.values}
          onChange={change}
          errors={errors}
          assignees={practice.assignees}
          only={['names']}
        />
        <PossibleDuplicates kind={draft.kind} values={valuesOfKind(draft.kind, draft.values)} />
        <EditFields
          quick
          level={2}
          kind={draft.kind}
          values={draft.values}
          onChange={change}
          errors={errors}
          assignees={practice.assignees}
          only={['about', 'contact', 'practice']}
        />
        <NewIdentifiers
          kind={draft.kind}
          drafts={draft.identifiers}
          onChange={(identifiers) => setDraft({ ...draft, identifiers })}
          errors={errorsUnder(errors, 'identifiers')}
        />
        <div className={editClasses['saveBar']}>
          <span
            className={create.isError && errors.size === 0 ? `${editClasses['said']} ${editClasses['problem']}` : editClasses['said']}
            role="status"
          >
            {create.isError && errors.size === 0
              ? problemText(create.error, recordText.problems)
              : dirty && created === null
                ? recordText.edit.kept
                : ''}
          </span>
          {dirty && created === null && (
            <Button
              variant="subtle"
              color="gray"
              onClick={() => {
                setDraft(begin(practice, null));
                setErrors(NO_ERRORS);
              }}
            >
              {words.startOver}
            </Button>
          )}
          <Button variant="default" component={Link} to="/clients">
            {words.cancel}
          </Button>
          <Button type="submit" loading={create.isPending} disabled={nameText(draft.values.legalName) === ''}>
            {words.create}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** A fresh form: given to the person who fills it in, and to their team when they have one. */
function begin(practice: { memberId: string; teamId: string | null }, name: string | null): NewDraft {
  return {
    kind: 'person',
    identifiers: [],
    values: {
      ...NO_VALUES,
      phones: [{ label: null, value: '', main: true }],
      emails: [{ label: null, value: '', main: true }],
      legalName: splitName(name ?? ''),
      practitionerId: practice.memberId,
      teamId: practice.teamId,
    },
  };
}

/** The name somebody searched for in vain, handed over in memory: a name never stands in an address. */
function nameFrom(state: unknown): string | null {
  if (typeof state !== 'object' || state === null) return null;
  const { name } = state as { name?: unknown };
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : null;
}

function splitName(text: string): ClientValues['legalName'] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return { family: words.at(-1) ?? '', given: words.slice(0, -1).join(' '), familyFirst: false };
}

import { Button, NativeSelect, Select, TextInput, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { fieldProblems, problemText } from '../api/problems.js';
import type { IdentifierInput } from '../api/record-requests.js';
import { DayInput } from './edit/day-input.js';
import { NO_ERRORS } from './edit/field-props.js';
import type { FieldErrors } from './edit/field-props.js';
import { countryChoices } from './places.js';
import type { Identifier, IdentifierKind } from './model.js';
import { recordText } from './text.js';
import { listProps } from './edit/list-props.js';
import classes from './record.module.css';

const words = recordText.identifiers;
/** Kinds whose issuing country says something. */
const WITH_COUNTRY: ReadonlySet<IdentifierKind> = new Set<IdentifierKind>(['passport', 'other']);
const WITH_ISSUER: ReadonlySet<IdentifierKind> = new Set<IdentifierKind>(['passport', 'other', 'dha_file']);
const WITH_EXPIRY: ReadonlySet<IdentifierKind> = new Set<IdentifierKind>(['passport', 'visa_grant', 'medicare', 'ndis', 'dva', 'other']);

/** An identifier as it is typed; empty parts are nothing. */
export interface IdentifierDraft {
  kind: IdentifierKind;
  value: string;
  country: string | null;
  issuedBy: string;
  expiresOn: string | null;
  note: string;
}

/** An identifier nobody has typed anything of. */
export const emptyIdentifier = (kind: IdentifierKind): IdentifierDraft => ({
  kind,
  value: '',
  country: null,
  issuedBy: '',
  expiresOn: null,
  note: '',
});

/** What is sent for a typed identifier. */
export function identifierInput(draft: IdentifierDraft): IdentifierInput {
  const { kind, value, country, issuedBy, expiresOn, note } = draft;
  return { kind, value: value.trim(), country, issuedBy: issuedBy.trim() || null, expiresOn, note: note.trim() || null };
}

interface IdentifierFieldsProps {
  draft: IdentifierDraft;
  onChange: (draft: IdentifierDraft) => void;
  errors: FieldErrors;
  /** The sealed number that stays when none is typed. */
  masked?: string;
}

/** The fields of one identifier; which are shown depends on its kind. */
export function IdentifierFields({ draft, onChange, errors, masked }: IdentifierFieldsProps) {
  const set = (part: Partial<IdentifierDraft>): void => onChange({ ...draft, ...part });
  const { kind } = draft;
  return (
    <>
      <div className={classes['pair']}>
        <NativeSelect
          label={words.kind}
          value={kind}
          disabled={masked !== undefined}
          error={errors.get('kind')}
          data={Object.entries(recordText.identifier).map(([value, label]) => ({ value, label }))}
          onChange={(event) => set({ kind: event.currentTarget.value as IdentifierKind })}
        />
        <TextInput
          label={words.value}
          value={draft.value}
          autoComplete="off"
          spellCheck={false}
          placeholder={masked}
          error={errors.get('value')}
          description={masked === undefined ? recordText.identifierHint[kind] : words.keepValue}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          onChange={(event) => set({ value: event.currentTarget.value })}
        />
      </div>
      {(WITH_COUNTRY.has(kind) || WITH_ISSUER.has(kind)) && (
        <div className={classes['pair']}>
          {WITH_COUNTRY.has(kind) && (
            <Select
              {...listProps}
              label={words.country}
              searchable
              clearable
              clearButtonProps={{ 'aria-label': recordText.edit.clear }}
              limit={60}
              placeholder={recordText.edit.choose}
              data={countryChoices()}
              value={draft.country}
              error={errors.get('country')}
              onChange={(country) => set({ country })}
            />
          )}
          {WITH_ISSUER.has(kind) && (
            <TextInput
              label={`${words.issuedBy} (${words.optional})`}
              value={draft.issuedBy}
              autoComplete="off"
              error={errors.get('issuedBy')}
              onChange={(event) => set({ issuedBy: event.currentTarget.value })}
            />
          )}
        </div>
      )}
      <div className={classes['pair']}>
        {WITH_EXPIRY.has(kind) && (
          <DayInput
            label={`${words.expiresOn} (${words.optional})`}
            value={draft.expiresOn}
            error={errors.get('expiresOn')}
            onChange={(expiresOn) => set({ expiresOn })}
          />
        )}
        <Textarea
          label={`${words.note2} (${words.optional})`}
          autosize
          minRows={1}
          maxRows={4}
          value={draft.note}
          error={errors.get('note')}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

interface IdentifierFormProps {
  /** The identifier that is changed; a new one without it. */
  identifier?: Identifier;
  first: IdentifierKind;
  save: (input: IdentifierInput) => Promise<void>;
  onClose: () => void;
}

/** Adds or changes one identifier in its own place; refusals appear at the field they are about. */
export function IdentifierForm({ identifier, first, save, onClose }: IdentifierFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<IdentifierDraft>(() =>
    identifier === undefined
      ? emptyIdentifier(first)
      : {
          ...emptyIdentifier(identifier.kind),
          country: identifier.country,
          issuedBy: identifier.issuedBy ?? '',
          expiresOn: identifier.expiresOn,
          note: identifier.note ?? '',
        },
  );
  const [errors, setErrors] = useState(NO_ERRORS);
  useEffect(() => form.current?.querySelector<HTMLElement>('select:not(:disabled), input:not(:disabled)')?.focus(), []);
  const sealing = useMutation({
    mutationFn: () => save(identifierInput(draft)),
    onSuccess: onClose,
    onError: (problem) => {
      setErrors(fieldProblems(problem));
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    },
  });
  return (
    <form
      ref={form}
      className={classes['form']}
      aria-label={identifier === undefined ? words.addTitle : words.editTitle(recordText.identifier[identifier.kind])}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        sealing.mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <IdentifierFields
        draft={draft}
        errors={errors}
        {...(identifier && { masked: identifier.masked })}
        onChange={(next) => {
          setDraft(next);
          if (errors.size > 0) setErrors(NO_ERRORS);
        }}
      />
      {sealing.isError && errors.size === 0 && (
        <p className={classes['problem']} role="alert">
          {problemText(sealing.error, recordText.problems)}
        </p>
      )}
      <div className={classes['buttons']}>
        <Button type="submit" loading={sealing.isPending}>
          {words.save}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words.cancel}
        </Button>
      </div>
    </form>
  );
}

import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { isProblem } from '../../../shared/api/problem.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTemplates } from '../../access/use-access.js';
import { fieldsOf, useConnectionDraft } from './draft.js';
import type { Draft } from './draft.js';
import { signOnKey, signOnRequests } from './requests.js';
import type { Connection } from './requests.js';
import { SamlFields } from './saml-fields.js';
import { signOnText as words } from './text.js';
import page from '../security.module.css';
import classes from './sign-on.module.css';

const TRUSTS = ['claims', 'always', 'never'] as const;

/** What Ironbark is told of a provider, and what it makes of whoever comes from there. */
export function ProviderForm({ connection, readOnly }: { connection: Connection; readOnly: boolean }) {
  const cache = useQueryClient();
  const { draft, set, changed, reset } = useConnectionDraft(connection);
  const save = useMutation({
    mutationFn: () => signOnRequests.save(connection.id, fieldsOf(connection, draft)),
    onSuccess: () => {
      toast({ message: words.saved });
      void cache.invalidateQueries({ queryKey: signOnKey });
    },
  });
  const change = (values: Partial<Draft>): void => {
    save.reset();
    set(values);
  };
  const { error } = save;
  return (
    <form
      className={classes['fields']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !save.isPending) save.mutate();
      }}
    >
      {connection.kind === 'oidc' ? (
        <OidcFields connection={connection} draft={draft} readOnly={readOnly} error={error} onChange={change} />
      ) : (
        <SamlFields draft={draft} readOnly={readOnly} error={error} onChange={change} />
      )}
      <WhoComes connection={connection} draft={draft} readOnly={readOnly} error={error} onChange={change} />
      {save.isError && (
        <p className={page['refused']} role="alert">
          {isIssuerRefused(connection, error) ? words.issuerRefused : problemSentence(error)}
        </p>
      )}
      {!readOnly && (
        <div className={page['acts']}>
          <Button type="submit" disabled={!changed} loading={save.isPending}>
            {words.save}
          </Button>
          {changed ? (
            <Button variant="subtle" onClick={reset}>
              {words.discard}
            </Button>
          ) : (
            <span>{connection.oidc === null && connection.saml === null ? words.empty : words.unchanged}</span>
          )}
          {changed && connection.stage === 'tested' && <span>{words.draftAgain}</span>}
        </div>
      )}
    </form>
  );
}

/** The issuer is the one address that OpenID Connect asks for: a refused address is said where it stands. */
function isIssuerRefused({ kind }: Connection, error: unknown): boolean {
  return kind === 'oidc' && isProblem(error, 'request.address_refused');
}

interface FieldsProps {
  connection: Connection;
  draft: Draft;
  readOnly: boolean;
  error: unknown;
  onChange: (values: Partial<Draft>) => void;
}

function OidcFields({ connection, draft, readOnly, error, onChange }: FieldsProps) {
  return (
    <>
      <TextInput
        label={words.issuer}
        description={words.issuerHint}
        placeholder={words.issuerPlaceholder}
        value={draft.issuer}
        readOnly={readOnly}
        maxLength={500}
        spellCheck={false}
        error={fieldError(error, 'oidc.issuer') ?? (isIssuerRefused(connection, error) ? problemSentence(error) : null)}
        onChange={({ currentTarget }) => onChange({ issuer: currentTarget.value })}
      />
      <TextInput
        label={words.clientId}
        value={draft.clientId}
        readOnly={readOnly}
        maxLength={300}
        autoComplete="off"
        spellCheck={false}
        error={fieldError(error, 'oidc.clientId')}
        onChange={({ currentTarget }) => onChange({ clientId: currentTarget.value })}
      />
      {!readOnly && (
        <TextInput
          type="password"
          label={words.clientSecret}
          description={connection.oidc?.hasSecret === true ? words.secretKept : words.secretHint}
          value={draft.clientSecret}
          maxLength={500}
          autoComplete="off"
          error={fieldError(error, 'oidc.clientSecret')}
          onChange={({ currentTarget }) => onChange({ clientSecret: currentTarget.value })}
        />
      )}
    </>
  );
}

function WhoComes({ connection, draft, readOnly, error, onChange }: FieldsProps) {
  const legendId = useId();
  const roles = useTemplates().data ?? [];
  return (
    <fieldset className={classes['group']} aria-labelledby={legendId} disabled={readOnly}>
      <legend id={legendId}>{words.who}</legend>
      <TextInput
        label={words.name}
        description={words.nameHint}
        value={draft.name}
        maxLength={60}
        error={fieldError(error, 'name')}
        onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
      <NativeSelect
        label={words.trust}
        description={words.trustHint}
        value={draft.trust}
        data={TRUSTS.map((value) => ({ value, label: words.trusts[value] }))}
        onChange={({ currentTarget: { value } }) => onChange({ trust: TRUSTS.find((each) => each === value) ?? draft.trust })}
      />
      <Checkbox
        label={words.jit}
        description={words.jitHint}
        checked={draft.jit}
        onChange={({ currentTarget }) => onChange({ jit: currentTarget.checked })}
      />
      {draft.jit && (
        <NativeSelect
          label={words.role}
          value={draft.role}
          data={[{ value: '', label: words.noRole }, ...roles.map(({ id, name }) => ({ value: id, label: name }))]}
          error={fieldError(error, 'defaultTemplateId')}
          onChange={({ currentTarget }) => onChange({ role: currentTarget.value })}
        />
      )}
      {connection.kind === 'saml' && (
        <Checkbox
          label={words.idpInitiated}
          description={words.idpInitiatedHint}
          checked={draft.idpInitiated}
          onChange={({ currentTarget }) => onChange({ idpInitiated: currentTarget.checked })}
        />
      )}
    </fieldset>
  );
}

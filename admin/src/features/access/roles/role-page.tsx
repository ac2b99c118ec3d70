import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { fieldError } from '../../../shared/ui/field.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { beyond, noAccess, sameAccess } from '../model.js';
import { Crumb } from '../parts/crumb.js';
import { Note } from '../parts/note.js';
import { ScopeChoice } from '../parts/scope-choice.js';
import { SwitchMatrix } from '../parts/switch-matrix.js';
import { accessProblem, toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { Template, TemplateValues } from '../requests.js';
import { accessText } from '../text.js';
import { useFreshAccess, useStanding, useTemplates } from '../use-access.js';
import type { Standing } from '../use-access.js';
import { Holders, useHolders } from './holders.js';
import { rolesText } from './text.js';
import page from '../parts/page.module.css';
import classes from './roles.module.css';

/** One role, or a new one: its scope and switches, and who holds it. */
export default function RolePage() {
  const { id } = useParams();
  const templates = useTemplates();
  const standing = useStanding();
  const slow = useSlow(templates.isPending || standing === null);
  const template = templates.data?.find((each) => each.id === id) ?? null;
  if (standing !== null && (id === undefined || template !== null))
    return <RoleEditor key={template === null ? 'new' : `${template.id}-${template.version}`} template={template} standing={standing} />;
  return (
    <div className={page['page']}>
      <Crumb trail={[[accessText.tabs.roles, '/team/roles']]} here="" />
      {slow && <SkeletonRows rows={10} columns={3} />}
      {templates.isError && <ErrorState title={rolesText.failed} error={templates.error} retry={() => void templates.refetch()} />}
      {templates.isSuccess && (
        <EmptyState
          title={rolesText.gone}
          action={
            <Button component={Link} to="/team/roles" variant="default" size="xs">
              {rolesText.toRoles}
            </Button>
          }
        >
          {rolesText.goneHint}
        </EmptyState>
      )}
    </div>
  );
}

function RoleEditor({ template, standing }: { template: Template | null; standing: Standing }) {
  const navigate = useNavigate();
  const fresh = useFreshAccess();
  const start: TemplateValues = template ?? { name: '', ...noAccess() };
  const [values, setValues] = useState<TemplateValues>({ name: start.name, scope: start.scope, switches: start.switches });
  const [checked, setChecked] = useState(false);
  const [removing, setRemoving] = useState(false);
  const holders = useHolders(template);
  const above = beyond(values, standing);
  const tooMuch = above.scope || above.switches.length > 0;
  const mayChange = standing.may(template === null ? 'create' : 'update');
  const changed = template === null || values.name.trim() !== template.name || !sameAccess(values, template);
  useTitle(template?.name ?? rolesText.newTitle);

  const save = useMutation({
    mutationFn: () => {
      const body = { ...values, name: values.name.trim() };
      return template === null
        ? accessRequests.createTemplate(body)
        : accessRequests.changeTemplate(template.id, { ...body, version: template.version });
    },
    onSuccess: (saved) => {
      toast({ message: template === null ? rolesText.created(saved.name) : rolesText.saved(saved.name) });
      fresh();
      if (template === null) void navigate('/team/roles');
    },
  });
  const remove = useMutation({
    mutationFn: () => accessRequests.removeTemplate(template?.id ?? ''),
    onSuccess: () => {
      toast({ message: rolesText.removed(start.name) });
      void navigate('/team/roles');
      fresh();
    },
    onError: toastRefused,
    onSettled: () => setRemoving(false),
  });
  const submit = (): void => {
    setChecked(true);
    if (values.name.trim() !== '') save.mutate();
  };
  const nameError = fieldError(save.error, 'name') ?? (checked && values.name.trim() === '' ? rolesText.nameMissing : null);

  return (
    <div className={page['page']}>
      <Crumb trail={[[accessText.tabs.roles, '/team/roles']]} here={template?.name ?? rolesText.newTitle} />
      <header className={page['pageHead']}>
        <h1>{template?.name ?? rolesText.newTitle}</h1>
      </header>
      <div className={page['two']}>
        <section className={page['section']}>
          {!mayChange && <p className={page['hint']}>{rolesText.mayNot}</p>}
          <TextInput
            className={classes['name']}
            label={rolesText.name}
            value={values.name}
            readOnly={!mayChange}
            maxLength={80}
            onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
            error={nameError}
            autoComplete="off"
          />
          {tooMuch && (
            <Note tone="warn" title={accessText.aboveOwn.title}>
              {accessText.aboveOwn.text}
            </Note>
          )}
          <h3 className={classes['part']}>{rolesText.scope}</h3>
          <ScopeChoice
            across
            value={values.scope}
            widest={standing.scope}
            disabled={!mayChange}
            onChange={(scope) => setValues({ ...values, scope })}
          />
          <h3 className={classes['part']}>{rolesText.switches}</h3>
          <SwitchMatrix
            switches={values.switches}
            word={standing.word}
            own={standing.switches}
            before={template?.switches}
            onChange={mayChange ? (switches) => setValues({ ...values, switches }) : undefined}
          />
        </section>
        {template !== null && (
          <Holders
            template={template}
            holders={holders}
            mayApply={standing.may('update') && !tooMuch}
            unsaved={changed}
            onRemove={standing.may('delete') ? () => setRemoving(true) : null}
          />
        )}
      </div>
      {mayChange && changed && (
        <div className={page['saveBar']}>
          <span aria-live="polite">
            {save.isError ? accessProblem(save.error) : template !== null && !sameAccess(values, template) ? holders.effect : ''}
          </span>
          <Button variant="default" component={Link} to="/team/roles">
            {rolesText.discard}
          </Button>
          <Button loading={save.isPending} disabled={tooMuch} onClick={submit}>
            {template === null ? rolesText.create : rolesText.save}
          </Button>
        </div>
      )}
      <ConfirmDialog
        opened={removing}
        danger
        title={rolesText.removeTitle(start.name)}
        confirmLabel={rolesText.removeConfirm}
        busy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={() => setRemoving(false)}
      >
        {rolesText.removeText}
      </ConfirmDialog>
    </div>
  );
}

import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import { Note } from '../parts/note.js';
import { accessProblem } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { TeamLine, TeamValues } from '../requests.js';
import { useAccessTeams, useFreshAccess, useTemplates } from '../use-access.js';
import { teamsText } from './text.js';
import { treeOf, withBelow } from './tree.js';
import form from '../parts/form.module.css';

interface TeamDialogProps {
  /** Null for a new one. */
  team: TeamLine | null;
  /** Under which a new one begins. */
  parent: TeamLine | null;
  onClose: () => void;
}

/** Names a team, says where it stands and what it gives. */
export function TeamDialog({ team, parent, onClose }: TeamDialogProps) {
  const teams = useAccessTeams().data ?? [];
  const templates = useTemplates().data ?? [];
  const fresh = useFreshAccess();
  const [values, setValues] = useState<TeamValues>({
    name: team?.name ?? '',
    parentId: team?.parentId ?? parent?.id ?? null,
    defaultTemplateId: team?.defaultTemplateId ?? null,
  });
  const [checked, setChecked] = useState(false);
  const taken = team === null ? new Set<string>() : withBelow(teams, team.id);
  const save = useMutation({
    mutationFn: () => {
      const body = { ...values, name: values.name.trim() };
      return team === null ? accessRequests.createTeam(body) : accessRequests.changeTeam(team.id, body);
    },
    onSuccess: ({ name }) => {
      toast({ message: team === null ? teamsText.created(name) : teamsText.saved(name) });
      fresh();
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (values.name.trim() !== '') save.mutate();
  };
  const reaches = team !== null && team.memberIds.length > 0 && values.defaultTemplateId !== team.defaultTemplateId;
  const title = team !== null ? teamsText.editTitle(team.name) : parent !== null ? teamsText.newBelow(parent.name) : teamsText.newTitle;
  return (
    <Modal opened onClose={onClose} title={title} size={460}>
      <form className={form['form']} onSubmit={submit} noValidate>
        <TextInput
          data-autofocus
          label={teamsText.name}
          value={values.name}
          maxLength={120}
          onChange={(event) => setValues({ ...values, name: event.currentTarget.value })}
          error={fieldError(save.error, 'name') ?? (checked && values.name.trim() === '' ? teamsText.nameMissing : null)}
          autoComplete="off"
        />
        <NativeSelect
          label={teamsText.parent}
          description={teamsText.parentHint}
          value={values.parentId ?? ''}
          onChange={(event) => setValues({ ...values, parentId: event.currentTarget.value || null })}
          data={[
            { value: '', label: teamsText.top },
            ...treeOf(teams)
              .filter((branch) => !taken.has(branch.team.id))
              .map((branch) => ({ value: branch.team.id, label: `${'\u2003'.repeat(branch.level)}${branch.team.name}` })),
          ]}
        />
        <NativeSelect
          label={teamsText.role}
          description={teamsText.roleHint}
          value={values.defaultTemplateId ?? ''}
          onChange={(event) => setValues({ ...values, defaultTemplateId: event.currentTarget.value || null })}
          data={[{ value: '', label: teamsText.noRole }, ...templates.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        {reaches && <Note tone="warn">{teamsText.roleChange(team.memberIds.length)}</Note>}
        {save.isError && (
          <Note tone="danger" live>
            {accessProblem(save.error)}
          </Note>
        )}
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {teamsText.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {team === null ? teamsText.create : teamsText.save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

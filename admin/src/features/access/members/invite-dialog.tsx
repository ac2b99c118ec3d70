import { Button, Checkbox, Modal, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldError } from '../../../shared/ui/field.js';
import { toast } from '../../../shared/ui/toast.js';
import { beyond, noAccess } from '../model.js';
import type { Access, Role } from '../model.js';
import { Note } from '../parts/note.js';
import { ScopeChoice } from '../parts/scope-choice.js';
import { SwitchMatrix } from '../parts/switch-matrix.js';
import { accessProblem } from '../problems.js';
import { accessRequests } from '../requests.js';
import { accessText } from '../text.js';
import { useAccessTeams, useFreshAccess, useTemplates } from '../use-access.js';
import type { Standing } from '../use-access.js';
import { inviteText } from './text.js';
import form from '../parts/form.module.css';

/** Asks somebody into the practice: who they are, what they may do, where they belong. */
export function InviteDialog({ standing, onClose }: { standing: Standing; onClose: () => void }) {
  const templates = useTemplates().data ?? [];
  const teams = useAccessTeams().data ?? [];
  const fresh = useFreshAccess();
  const [who, setWho] = useState({ email: '', displayName: '', title: '' });
  const [role, setRole] = useState<Role>('member');
  const [chosenWay, setWay] = useState<'template' | 'hand'>('template');
  const [templateId, setTemplateId] = useState('');
  const [access, setAccess] = useState<Access>(noAccess);
  const [teamIds, setTeamIds] = useState<string[]>([]);
  const [checked, setChecked] = useState(false);
  const way = templates.length === 0 ? 'hand' : chosenWay;
  const template = templates.find(({ id }) => id === templateId) ?? templates[0];
  const given = way === 'template' ? template : access;
  const above = given === undefined ? null : beyond(given, standing);
  const tooMuch = role !== 'owner' && above !== null && (above.scope || above.switches.length > 0);

  const send = useMutation({
    mutationFn: () =>
      accessRequests.invite({
        ...who,
        role,
        teamIds,
        ...(way === 'template' && template ? { templateId: template.id } : access),
      }),
    onSuccess: (member) => {
      fresh();
      toast({ message: inviteText.sent(member.displayName) });
      onClose();
    },
  });
  const missing = (name: 'email' | 'displayName', sentence: string): string | null =>
    fieldError(send.error, name) ?? (checked && who[name].trim() === '' ? sentence : null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (who.email.trim() !== '' && who.displayName.trim() !== '' && !tooMuch) send.mutate();
  };

  return (
    <Modal opened onClose={onClose} title={inviteText.title} size={way === 'hand' && role !== 'owner' ? 640 : 520}>
      <form className={form['form']} onSubmit={submit} noValidate>
        <p className={form['lead']}>{inviteText.lead}</p>
        <div className={form['pair']}>
          <TextInput
            data-autofocus
            label={inviteText.name}
            value={who.displayName}
            onChange={(event) => setWho({ ...who, displayName: event.currentTarget.value })}
            error={missing('displayName', inviteText.missing.name)}
            autoComplete="off"
          />
          <TextInput
            label={inviteText.jobTitle}
            description={inviteText.jobTitleHint}
            value={who.title}
            onChange={(event) => setWho({ ...who, title: event.currentTarget.value })}
            error={fieldError(send.error, 'title')}
            autoComplete="off"
          />
        </div>
        <TextInput
          type="email"
          label={inviteText.email}
          value={who.email}
          onChange={(event) => setWho({ ...who, email: event.currentTarget.value })}
          error={missing('email', inviteText.missing.email)}
          autoComplete="off"
        />
        <NativeSelect
          label={inviteText.standing}
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as Role)}
          data={(['member', 'admin', ...(standing.role === 'owner' ? (['owner'] as const) : [])] as const).map((value) => ({
            value,
            label: inviteText.standings[value],
          }))}
        />
        {role === 'owner' ? (
          <Note>{inviteText.ownerHint}</Note>
        ) : (
          <fieldset className={form['group']}>
            <legend>{inviteText.access}</legend>
            {templates.length === 0 ? (
              <p className={form['lead']}>{inviteText.noRoles}</p>
            ) : (
              <SegmentedControl
                aria-label={inviteText.access}
                value={way}
                onChange={(next) => setWay(next === 'hand' ? 'hand' : 'template')}
                data={[
                  { value: 'template', label: inviteText.byRole },
                  { value: 'hand', label: inviteText.byHand },
                ]}
              />
            )}
            {way === 'template' ? (
              <NativeSelect
                aria-label={inviteText.roleLabel}
                value={template?.id ?? ''}
                onChange={(event) => setTemplateId(event.currentTarget.value)}
                data={templates.map(({ id, name, scope }) => ({ value: id, label: `${name}: ${accessText.scope[scope].toLowerCase()}` }))}
                error={fieldError(send.error, 'templateId')}
              />
            ) : (
              <>
                <ScopeChoice value={access.scope} onChange={(scope) => setAccess({ ...access, scope })} widest={standing.scope} />
                <SwitchMatrix
                  switches={access.switches}
                  word={standing.word}
                  own={standing.switches}
                  onChange={(switches) => setAccess({ ...access, switches })}
                />
              </>
            )}
            {tooMuch && (
              <Note tone="danger" title={accessText.aboveOwn.title} live>
                {accessText.aboveOwn.text}
              </Note>
            )}
          </fieldset>
        )}
        {teams.length > 0 && (
          <Checkbox.Group label={inviteText.teams} description={inviteText.teamsHint} value={teamIds} onChange={setTeamIds}>
            <div className={form['checks']}>
              {teams.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        {send.isError && (
          <Note tone="danger" live>
            {accessProblem(send.error)}
          </Note>
        )}
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {inviteText.cancel}
          </Button>
          <Button type="submit" loading={send.isPending} disabled={tooMuch}>
            {inviteText.send}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

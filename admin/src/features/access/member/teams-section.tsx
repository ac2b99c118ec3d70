import { Button, Checkbox, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../shared/ui/toast.js';
import { toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { MemberLine } from '../requests.js';
import { useAccessTeams, useFreshAccess, useTemplates } from '../use-access.js';
import { memberText } from './text.js';
import form from '../parts/form.module.css';
import page from '../parts/page.module.css';
import classes from './member.module.css';

/** Which teams a member belongs to, and changing that. */
export function TeamsSection({ member, mayChange }: { member: MemberLine; mayChange: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <section className={page['section']} aria-labelledby="teams">
      <header className={page['sectionHead']}>
        <h2 id="teams">{memberText.teams}</h2>
        {mayChange && (
          <button
            type="button"
            className={page['link']}
            onClick={() => setOpen(true)}
            aria-label={memberText.teamsTitle(member.displayName)}
          >
            {memberText.changeTeams}
          </button>
        )}
      </header>
      {member.teams.length === 0 ? (
        <p className={page['dim']}>{memberText.noTeams}</p>
      ) : (
        <ul className={classes['teams']}>
          {member.teams.map(({ id, name }) => (
            <li key={id}>{name}</li>
          ))}
        </ul>
      )}
      {open && <TeamsDialog member={member} onClose={() => setOpen(false)} />}
    </section>
  );
}

function TeamsDialog({ member: { id, displayName, teams: before }, onClose }: { member: MemberLine; onClose: () => void }) {
  const teams = useAccessTeams().data ?? [];
  const templates = useTemplates().data ?? [];
  const fresh = useFreshAccess();
  const was = before.map((team) => team.id);
  const [chosen, setChosen] = useState<string[]>(was);
  const save = useMutation({
    mutationFn: () => accessRequests.setTeams(id, chosen),
    onSuccess: () => {
      const undo = async (): Promise<void> => {
        await accessRequests.setTeams(id, was).catch(toastRefused);
        fresh();
      };
      toast({ message: memberText.teamsSaved(displayName), undo });
      fresh();
      onClose();
    },
    onError: toastRefused,
  });
  return (
    <Modal opened onClose={onClose} title={memberText.teamsTitle(displayName)} size={460}>
      <div className={form['form']}>
        {teams.length === 0 && <p className={form['lead']}>{memberText.noTeamsYet}</p>}
        <Checkbox.Group aria-label={memberText.teams} value={chosen} onChange={setChosen}>
          <div className={form['list']}>
            {teams.map((team) => {
              const role = templates.find((template) => template.id === team.defaultTemplateId);
              return (
                <label key={team.id} className={form['pick']}>
                  <Checkbox value={team.id} />
                  <span>
                    <b>{team.name}</b>
                    {role && <small>{memberText.teamsGive(role.name)}</small>}
                  </span>
                </label>
              );
            })}
          </div>
        </Checkbox.Group>
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {memberText.cancel}
          </Button>
          <Button loading={save.isPending} disabled={chosen.toSorted().join() === was.toSorted().join()} onClick={() => save.mutate()}>
            {memberText.save2}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

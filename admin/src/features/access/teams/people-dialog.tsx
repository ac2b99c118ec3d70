import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from '../../../shared/ui/toast.js';
import { MemberPicker } from '../parts/member-picker.js';
import { toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { TeamLine } from '../requests.js';
import { useAccessMembers, useFreshAccess, useTemplates } from '../use-access.js';
import { teamsText } from './text.js';
import form from '../parts/form.module.css';

/** Chooses who is in a team, and says what joining and leaving comes to. */
export function PeopleDialog({
  team: { id, name, memberIds: before, defaultTemplateId },
  onClose,
}: {
  team: TeamLine;
  onClose: () => void;
}) {
  const members = useAccessMembers().data ?? [];
  const role = (useTemplates().data ?? []).find((template) => template.id === defaultTemplateId);
  const fresh = useFreshAccess();
  const [chosen, setChosen] = useState<string[]>(before);
  const joins = chosen.filter((member) => !before.includes(member)).length;
  const leaves = before.filter((member) => !chosen.includes(member)).length;
  const save = useMutation({
    mutationFn: () => accessRequests.setTeamMembers(id, chosen),
    onSuccess: () => {
      const undo = async (): Promise<void> => {
        await accessRequests.setTeamMembers(id, before).catch(toastRefused);
        fresh();
      };
      toast({ message: teamsText.peopleSaved(name), undo });
      fresh();
      onClose();
    },
    onError: toastRefused,
  });
  const sentence = [...(joins > 0 ? [teamsText.joins(joins)] : []), ...(leaves > 0 ? [teamsText.leaves(leaves)] : [])].join(', ');
  return (
    <Modal opened onClose={onClose} title={teamsText.peopleTitle(name)} size={460}>
      <div className={form['form']}>
        <MemberPicker label={teamsText.peopleTitle(name)} members={members} chosen={chosen} onChange={setChosen} />
        <p className={form['lead']} aria-live="polite">
          {sentence === '' ? teamsText.noChange : `${sentence}. ${role ? teamsText.andRole(role.name) : ''}`}
        </p>
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {teamsText.cancel}
          </Button>
          <Button loading={save.isPending} disabled={joins + leaves === 0} onClick={() => save.mutate()}>
            {teamsText.savePeople}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

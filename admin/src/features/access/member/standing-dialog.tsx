import { Button, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { toast } from '../../../shared/ui/toast.js';
import type { Role } from '../model.js';
import { Note } from '../parts/note.js';
import { accessProblem } from '../problems.js';
import { accessRequests } from '../requests.js';
import { accessText } from '../text.js';
import { useFreshAccess } from '../use-access.js';
import { memberText } from './text.js';
import form from '../parts/form.module.css';
import parts from '../parts/parts.module.css';

interface StandingDialogProps {
  id: string;
  name: string;
  role: Role;
  mayMakeOwners: boolean;
  onClose: () => void;
}

/** Makes somebody owner, administrator or member, each with what it means. */
export function StandingDialog({ id, name, role: before, mayMakeOwners, onClose }: StandingDialogProps) {
  const group = useId();
  const fresh = useFreshAccess();
  const [role, setRole] = useState(before);
  const save = useMutation({
    mutationFn: () => accessRequests.setRole(id, role),
    onSuccess: () => {
      toast({ message: memberText.standingSaved(name, accessText.role[role]) });
      fresh();
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={memberText.standingTitle(name)} size={460}>
      <div className={form['form']}>
        <fieldset className={parts['options']}>
          <legend className={parts['hidden']}>{memberText.standing}</legend>
          {(['owner', 'admin', 'member'] as const).map((each) => (
            <label key={each} className={parts['option']}>
              <input
                type="radio"
                name={group}
                value={each}
                checked={role === each}
                disabled={each === 'owner' && !mayMakeOwners}
                onChange={() => setRole(each)}
              />
              <span>
                <b>{accessText.role[each]}</b>
                <small>{memberText.standingMeaning[each]}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {save.isError && (
          <Note tone="danger" live>
            {accessProblem(save.error)}
          </Note>
        )}
        <div className={form['buttons']}>
          <Button variant="default" onClick={onClose}>
            {memberText.cancel}
          </Button>
          <Button loading={save.isPending} disabled={role === before} onClick={() => save.mutate()}>
            {memberText.saveStanding}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

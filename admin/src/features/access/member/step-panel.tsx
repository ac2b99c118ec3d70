import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { Consequence } from '../../../shared/ui/consequence.js';
import { toast } from '../../../shared/ui/toast.js';
import { modulesOn } from '../model.js';
import { toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { MemberRecord } from '../requests.js';
import { accessText } from '../text.js';
import { useFreshAccess } from '../use-access.js';
import { memberText } from './text.js';
import classes from './member.module.css';

/** A step that is asked about once more. */
export type Step = 'suspend' | 'reactivate' | 'remove';

/** What a step would do to a member, said before it is done. */
export function StepPanel({ member, step, onClose }: { member: MemberRecord; step: Step; onClose: () => void }) {
  const { id, displayName, state, scope, switches, teams } = member;
  const fresh = useFreshAccess();
  const navigate = useNavigate();
  const words = memberText.steps[step];
  const take = useMutation({
    mutationFn: () => accessRequests.step(id, step),
    onSuccess: () => {
      const back = step === 'suspend' ? 'reactivate' : step === 'reactivate' ? 'suspend' : null;
      const undo = async (): Promise<void> => {
        if (back !== null) await accessRequests.step(id, back).catch(toastRefused);
        fresh();
      };
      toast({ message: words.done(displayName), ...(back !== null && { undo }) });
      onClose();
      if (step === 'remove') void navigate('/team');
      fresh();
    },
    onError: toastRefused,
  });
  const changes: Record<Step, string[]> = {
    suspend: [memberText.signedOut, memberText.keepsAccess, memberText.clientsStay],
    reactivate: [memberText.comesBack],
    remove: [
      memberText.signedOut,
      memberText.losesAccess,
      ...(teams.length > 0 ? [memberText.leavesTeams(teams.length)] : []),
      memberText.clientsStay,
      memberText.recordStays,
    ],
  };
  const ways: Record<Step, string | undefined> = { suspend: memberText.wayOut, reactivate: undefined, remove: memberText.wayOutRemove };
  return (
    <div className={classes['step']}>
      <Consequence
        danger={step !== 'reactivate'}
        title={words.title(displayName)}
        now={memberText.now(accessText.state[state], accessText.scope[scope], modulesOn(switches).length)}
        changes={changes[step].map((text) => ({ text }))}
        ways={ways[step]}
        confirmLabel={words.confirm(displayName)}
        busy={take.isPending}
        onConfirm={() => take.mutate()}
        onCancel={onClose}
      />
    </div>
  );
}

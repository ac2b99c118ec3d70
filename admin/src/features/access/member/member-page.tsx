import { ActionIcon, Button, Menu } from '@mantine/core';
import {
  IconCircleCheck,
  IconDots,
  IconEye,
  IconKey,
  IconMailForward,
  IconPlayerPause,
  IconUserMinus,
  IconUserShield,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { ProblemError } from '../../../shared/api/problem.js';
import { ago, dayTime } from '../../../shared/text/dates.js';
import { Avatar } from '../../../shared/ui/avatar.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { listText } from '../members/text.js';
import { Crumb } from '../parts/crumb.js';
import { MemberStatus } from '../parts/member-status.js';
import { toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { MemberRecord } from '../requests.js';
import { accessText } from '../text.js';
import { useAccessMember, useFreshAccess, useStanding } from '../use-access.js';
import type { Standing } from '../use-access.js';
import { viewText } from '../view/text.js';
import { beginView } from '../view/view-as.js';
import { AccessEditor } from './access-editor.js';
import { FactorsDialog } from './factors-dialog.js';
import { HistorySection } from './history-section.js';
import { LockNotice } from './lock-notice.js';
import { SourcesSection } from './sources-section.js';
import { StandingDialog } from './standing-dialog.js';
import { StepPanel } from './step-panel.js';
import type { Step } from './step-panel.js';
import { TeamsSection } from './teams-section.js';
import { memberText } from './text.js';
import page from '../parts/page.module.css';
import classes from './member.module.css';

/** One member: what they may do, where it comes from, where they belong, and what has changed. */
export default function MemberPage() {
  const { id = '' } = useParams();
  const member = useAccessMember(id);
  const standing = useStanding();
  const slow = useSlow(member.isPending || standing === null);
  if (member.data !== undefined && standing !== null) return <MemberView key={id} member={member.data} standing={standing} />;
  const gone = member.error instanceof ProblemError && member.error.status === 404;
  return (
    <div className={page['page']}>
      <Crumb trail={[[accessText.tabs.members, '/team']]} here="" />
      {slow && <SkeletonRows rows={10} columns={3} />}
      {gone && (
        <EmptyState
          title={memberText.gone}
          action={
            <Button component={Link} to="/team" variant="default" size="xs">
              {memberText.toMembers}
            </Button>
          }
        >
          {memberText.goneHint}
        </EmptyState>
      )}
      {member.isError && !gone && <ErrorState title={memberText.failed} error={member.error} retry={() => void member.refetch()} />}
    </div>
  );
}

function MemberView({ member, standing }: { member: MemberRecord; standing: Standing }) {
  const [step, setStep] = useState<Step | null>(null);
  const { id, displayName, title, email, role, state, kind, lastSeenAt, invitedUntil } = member;
  useTitle(displayName);
  // Only an owner changes an owner.
  const reach = role !== 'owner' || standing.role === 'owner';
  const mayBeLocked = reach && standing.may('update') && id !== standing.memberId && kind === 'person' && state !== 'removed';
  return (
    <div className={page['page']}>
      <Crumb trail={[[accessText.tabs.members, '/team']]} here={displayName} />
      <header className={page['pageHead']}>
        <div className={classes['who']}>
          <Avatar id={id} name={displayName} size={32} />
          <div>
            <h1>
              {displayName} {id === standing.memberId && <span className={page['dim']}>{listText.you}</span>}
            </h1>
            <ul className={classes['facts']}>
              <li>
                <MemberStatus state={state} />
              </li>
              <li>{accessText.role[role]}</li>
              {title !== '' && <li>{title}</li>}
              {email !== '' && <li>{email}</li>}
              <li title={lastSeenAt === null ? undefined : dayTime(lastSeenAt)}>
                {lastSeenAt === null
                  ? memberText.neverSeen
                  : memberText.lastSeen(ago(lastSeenAt).replace(/^[TY]/, (letter) => letter.toLowerCase()))}
              </li>
              {state === 'invited' && invitedUntil !== null && <li>{listText.invitedUntil(dayTime(invitedUntil))}</li>}
            </ul>
          </div>
        </div>
        {reach && <Actions member={member} standing={standing} onStep={setStep} />}
      </header>
      {mayBeLocked && <LockNotice id={id} name={displayName} />}
      {step !== null && <StepPanel member={member} step={step} onClose={() => setStep(null)} />}
      <div className={page['two']}>
        <AccessEditor member={member} standing={standing} />
        <aside>
          <TeamsSection member={member} mayChange={standing.may('update') && state !== 'removed'} />
          <SourcesSection grants={member.grants} owner={role === 'owner'} />
          <HistorySection changes={member.changes} word={standing.word} />
        </aside>
      </div>
    </div>
  );
}

interface ActionsProps {
  member: MemberRecord;
  standing: Standing;
  onStep: (step: Step) => void;
}

function Actions({ member: { id, displayName, role, state, kind }, standing, onStep }: ActionsProps) {
  const fresh = useFreshAccess();
  const [standingOpen, setStandingOpen] = useState(false);
  const [factorsOpen, setFactorsOpen] = useState(false);
  const [looking, setLooking] = useState(false);
  const resend = useMutation({
    mutationFn: () => accessRequests.step(id, 'resend'),
    onSuccess: () => {
      toast({ message: memberText.resent(displayName) });
      fresh();
    },
    onError: toastRefused,
  });
  const look = useMutation({
    mutationFn: () => beginView(id),
    onError: (problem) => {
      setLooking(false);
      toastRefused(problem);
    },
  });
  const own = id === standing.memberId;
  const [update, remove] = [standing.may('update'), standing.may('delete')];
  if (state === 'removed' || (!update && !remove)) return null;
  return (
    <div className={page['pageActs']}>
      {state === 'invited' && update && (
        <Button
          variant="default"
          leftSection={<IconMailForward size={16} stroke={1.5} />}
          loading={resend.isPending}
          onClick={() => resend.mutate()}
        >
          {memberText.resend}
        </Button>
      )}
      {state === 'suspended' && update && (
        <Button variant="default" leftSection={<IconCircleCheck size={16} stroke={1.5} />} onClick={() => onStep('reactivate')}>
          {memberText.reactivate}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={34} aria-label={memberText.more}>
            <IconDots size={16} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {update && kind === 'person' && (
            <Menu.Item leftSection={<IconUserShield size={16} stroke={1.5} />} onClick={() => setStandingOpen(true)}>
              {memberText.changeStanding}
            </Menu.Item>
          )}
          {update && state === 'active' && !own && (
            <Menu.Item leftSection={<IconPlayerPause size={16} stroke={1.5} />} onClick={() => onStep('suspend')}>
              {memberText.suspend}
            </Menu.Item>
          )}
          {update && state === 'active' && kind === 'person' && !own && (
            <Menu.Item leftSection={<IconKey size={16} stroke={1.5} />} onClick={() => setFactorsOpen(true)}>
              {memberText.resetFactors}
            </Menu.Item>
          )}
          {standing.role !== 'member' && state === 'active' && !own && (
            <Menu.Item leftSection={<IconEye size={16} stroke={1.5} />} onClick={() => setLooking(true)}>
              {viewText.start}
            </Menu.Item>
          )}
          {remove && !own && (
            <Menu.Item color="red" leftSection={<IconUserMinus size={16} stroke={1.5} />} onClick={() => onStep('remove')}>
              {memberText.remove}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={looking}
        title={viewText.startTitle(displayName)}
        confirmLabel={viewText.confirm(displayName)}
        busy={look.isPending}
        onConfirm={() => look.mutate()}
        onClose={() => setLooking(false)}
      >
        {viewText.startText(displayName)}
      </ConfirmDialog>
      {factorsOpen && <FactorsDialog id={id} name={displayName} onClose={() => setFactorsOpen(false)} />}
      {standingOpen && (
        <StandingDialog
          id={id}
          name={displayName}
          role={role}
          mayMakeOwners={standing.role === 'owner'}
          onClose={() => setStandingOpen(false)}
        />
      )}
    </div>
  );
}

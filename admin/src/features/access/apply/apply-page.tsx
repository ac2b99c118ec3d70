import { Button } from '@mantine/core';
import { IconArrowBackUp, IconChevronRight } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { isProblem } from '../../../shared/api/problem.js';
import type { ProblemError } from '../../../shared/api/problem.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { toast } from '../../../shared/ui/toast.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { beyond } from '../model.js';
import { Note } from '../parts/note.js';
import { accessProblem, toastRefused } from '../problems.js';
import { accessRequests } from '../requests.js';
import type { MemberLine, Template } from '../requests.js';
import { accessText } from '../text.js';
import { useAccessMembers, useFreshAccess, useStanding, useTemplates } from '../use-access.js';
import { ChosenMembers, RoleOptions } from './choices.js';
import { PreviewView } from './preview-view.js';
import { applyText } from './text.js';
import { outcomesOf } from './what-changes.js';
import type { Outcome } from './what-changes.js';
import classes from './apply.module.css';
import page from '../parts/page.module.css';

/** Gives several members one role: who gains and loses what, said before it is done. */
export default function ApplyPage() {
  const { state } = useLocation() as { state: { memberIds?: string[]; templateId?: string } | null };
  const [asked, setAsked] = useState<readonly string[]>(state?.memberIds ?? []);
  const [templateId, setTemplateId] = useState<string | null>(state?.templateId ?? null);
  const standing = useStanding();
  const members = useAccessMembers();
  const templates = useTemplates();
  const leadId = useId();
  // Whoever has left meanwhile is left out.
  const chosen = useMemo(() => (members.data ?? []).filter(({ id }) => asked.includes(id)), [members.data, asked]);
  const memberIds = useMemo(() => (members.data === undefined ? asked : chosen.map(({ id }) => id)), [members.data, asked, chosen]);
  const template = templates.data?.find(({ id }) => id === templateId);
  const title = template === undefined ? applyText.titleOpen(memberIds.length) : applyText.title(template.name, memberIds.length);
  const waiting = members.isPending || templates.isPending || standing === null;
  const slow = useSlow(waiting);
  const failed = [members, templates].find(({ isError, data }) => isError && data === undefined);
  useTitle(title);
  return (
    <div className={page['page']} style={{ paddingBottom: 0 }}>
      <nav className={page['crumb']} aria-label={accessText.crumb}>
        <Link to="/team">{accessText.team}</Link>
        <IconChevronRight size={12} aria-hidden />
        <Link to="/team">{accessText.tabs.members}</Link>
        <IconChevronRight size={12} aria-hidden />
        <span>{applyText.crumb}</span>
      </nav>
      <header className={classes['head']}>
        <h1>{title}</h1>
        <p id={leadId}>{applyText.lead}</p>
      </header>
      {slow && <SkeletonRows rows={6} />}
      {failed && <ErrorState title={accessText.failed} error={failed.error} retry={() => void failed.refetch()} />}
      {!waiting && !failed && memberIds.length === 0 && (
        <EmptyState
          title={applyText.nobody}
          action={
            <Button component={Link} to="/team" variant="default" size="xs">
              {applyText.toMembers}
            </Button>
          }
        >
          {applyText.nobodyHint}
        </EmptyState>
      )}
      {!waiting && !failed && memberIds.length > 0 && (
        <>
          <div className={classes['two']}>
            <div className={classes['left']}>
              <RoleOptions templates={templates.data ?? []} standing={standing} value={templateId} onChange={setTemplateId} />
              <ChosenMembers members={chosen} />
            </div>
            <div className={classes['right']}>
              <h2>{applyText.what}</h2>
              {template === undefined ? (
                <p className={classes['choose']}>{applyText.chooseRole}</p>
              ) : (
                <Previewed
                  template={template}
                  memberIds={memberIds}
                  above={isAbove(template, standing)}
                  onLeaveOut={(ids) => setAsked(asked.filter((id) => !ids.includes(id)))}
                />
              )}
            </div>
          </div>
          {template === undefined && <div className={classes['foot']} />}
        </>
      )}
    </div>
  );
}

interface PreviewedProps {
  template: Template;
  memberIds: readonly string[];
  above: boolean;
  onLeaveOut: (ids: readonly string[]) => void;
}

function Previewed({ template, memberIds, above, onLeaveOut }: PreviewedProps) {
  const navigate = useNavigate();
  const fresh = useFreshAccess();
  const standing = useStanding();
  const members = useAccessMembers();
  const preview = useQuery({
    queryKey: ['access', 'preview', template.id, template.version, memberIds],
    queryFn: ({ signal }) => accessRequests.preview(template.id, memberIds, signal),
    enabled: !above,
    staleTime: Infinity,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
  const undo = async (batchId: string): Promise<void> => {
    try {
      toast({ message: applyText.undone((await accessRequests.undoApply(batchId)).changed) });
    } catch (problem) {
      toast({ message: `${applyText.undoFailed}. ${accessProblem(problem)}`, tone: 'danger' });
    } finally {
      fresh();
    }
  };
  const apply = useMutation({
    mutationFn: (token: string) => accessRequests.apply(template.id, memberIds, token),
    onSuccess: ({ batchId, changed }) => {
      toast({ message: applyText.done(template.name, changed), undo: () => undo(batchId) });
      void navigate('/team');
      fresh();
    },
    onError: (problem) => {
      if (!isProblem(problem, 'access.preview_stale')) toastRefused(problem);
      void members.refetch();
      void preview.refetch();
    },
  });
  const outcomes = useMemo(
    () => (preview.data === undefined ? [] : outcomesOf(preview.data, members.data ?? [], template)),
    [preview.data, members.data, template],
  );
  if (above)
    return (
      <Note tone="danger" title={accessText.aboveOwn.title}>
        {accessText.aboveOwn.text}
      </Note>
    );
  if (preview.isError) return <ErrorState title={applyText.previewFailed} error={preview.error} retry={() => void preview.refetch()} />;
  if (preview.data === undefined || standing === null) return <SkeletonRows rows={5} />;
  const refused = outcomes.filter(({ allowed }) => !allowed);
  const nothing = outcomes.every(({ changes }) => changes.length === 0);
  return (
    <>
      {isProblem(apply.error, 'access.preview_stale') && (
        <Note tone="warn" title={applyText.stale} live>
          {applyText.staleHint(changedOf(apply.error, members.data ?? []))}
        </Note>
      )}
      {refused.length > 0 && <Refused refused={refused} onLeaveOut={onLeaveOut} />}
      <div data-busy={preview.isPlaceholderData || undefined} className={classes['preview']}>
        <PreviewView outcomes={outcomes.filter(({ allowed }) => allowed)} standing={standing} />
      </div>
      <div className={classes['bar']}>
        <span>
          <IconArrowBackUp size={16} stroke={1.6} aria-hidden />
          {nothing ? applyText.allSame : applyText.undoable}
        </span>
        <Button variant="subtle" color="gray" component={Link} to="/team">
          {applyText.cancel}
        </Button>
        <Button
          loading={apply.isPending}
          disabled={refused.length > 0 || nothing || preview.isPlaceholderData}
          onClick={() => apply.mutate(preview.data.token)}
        >
          {applyText.apply(memberIds.length)}
        </Button>
      </div>
    </>
  );
}

function Refused({ refused, onLeaveOut }: { refused: readonly Outcome[]; onLeaveOut: (ids: readonly string[]) => void }) {
  return (
    <Note tone="danger" title={applyText.refused(refused.length)} live>
      <ul className={classes['refused']}>
        {refused.map(({ member, reason }) => (
          <li key={member.id}>
            <strong>{member.displayName}</strong> {applyText.reasons[reason ?? ''] ?? applyText.reasonElse}
          </li>
        ))}
      </ul>
      <Button size="xs" variant="default" onClick={() => onLeaveOut(refused.map(({ member }) => member.id))}>
        {applyText.leaveOut(refused.length)}
      </Button>
    </Note>
  );
}

/** Who the refusal says has changed since the preview, by name. */
function changedOf({ extra }: ProblemError, members: readonly MemberLine[]): string[] {
  const items = (extra['items'] ?? []) as readonly { memberId: string; reason: string }[];
  const changed = items.filter(({ reason }) => reason === 'changed').map(({ memberId }) => memberId);
  return members.filter(({ id }) => changed.includes(id)).map(({ displayName }) => displayName);
}

function isAbove(template: Template, standing: Parameters<typeof beyond>[1]): boolean {
  const { scope, switches } = beyond(template, standing);
  return scope || switches.length > 0;
}

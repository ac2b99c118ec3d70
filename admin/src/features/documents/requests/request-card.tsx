import { ActionIcon, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconChevronRight, IconDots } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { day } from '../../../shared/text/dates.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { ConfirmDialog } from '../../../shared/ui/confirm-dialog.js';
import { Status } from '../../../shared/ui/status.js';
import type { StatusKind } from '../../../shared/ui/status.js';
import { toast } from '../../../shared/ui/toast.js';
import { isOverdue } from './model.js';
import type { DocumentRequest, RequestItem } from './model.js';
import { nearWithin } from '../when.js';
import { ProgressBar } from './progress-bar.js';
import { RejectDialog } from './reject-dialog.js';
import { RequestItemRow } from './request-item.js';
import { requestRequests } from './requests.js';
import { requestsText as words } from './text.js';
import { useRequestCache } from './use-requests.js';
import classes from './requests.module.css';

const SHAPES: Record<DocumentRequest['state'], StatusKind> = { open: 'waiting', sent: 'running', over: 'due', closed: 'archived' };

interface CardProps {
  request: DocumentRequest;
  timeZone: string;
  today: string;
  may: (act: 'create' | 'update' | 'delete') => boolean;
  /** Whether its checklist is open to begin with. */
  open: boolean;
  onMore: (request: DocumentRequest) => void;
}

/** One request: whom it went to, how far it has come, and its checklist. */
export function RequestCard({ request, timeZone, today, may, open: first, onMore }: CardProps) {
  const bodyId = useId();
  const [open, setOpen] = useState(first);
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const [rejecting, setRejecting] = useState<RequestItem | null>(null);
  const { title, to, state, createdAt, lastSeenAt, lastRemindedAt, counts, items } = request;
  const toggle = (id: string): void => {
    const next = new Set(shown);
    if (!next.delete(id)) next.add(id);
    setShown(next);
  };
  const seen = lastSeenAt === null ? words.unseen : words.seen(nearWithin(lastSeenAt, timeZone));
  return (
    <article className={classes['card']} aria-label={title}>
      <header>
        <h3>
          <button type="button" aria-expanded={open} aria-controls={bodyId} onClick={() => setOpen(!open)}>
            <IconChevronRight size={15} stroke={1.75} aria-hidden />
            <span>{title}</span>
          </button>
        </h3>
        <Acts request={request} may={may} onMore={onMore} />
      </header>
      <p className={classes['facts']}>
        <Status kind={SHAPES[state]}>{words.states[state]}</Status>
        {request.dueOn !== null && state !== 'closed' && <Due dueOn={request.dueOn} overdue={isOverdue(request, today)} />}
      </p>
      <p className={classes['facts']}>
        {words.to(to.name ?? to.email, nearWithin(createdAt, timeZone))}; {seen}
      </p>
      {(lastRemindedAt !== null || !request.reminders) && (
        <p className={classes['facts']}>
          {lastRemindedAt === null ? words.noReminders : words.reminded(nearWithin(lastRemindedAt, timeZone))}
        </p>
      )}
      <ProgressBar counts={counts} />
      <ul id={bodyId} hidden={!open} className={classes['items']} aria-label={words.show(title)}>
        {open &&
          items.map((item) => (
            <RequestItemRow
              key={item.id}
              request={request}
              item={item}
              open={shown.has(item.id)}
              onToggle={() => toggle(item.id)}
              timeZone={timeZone}
              mayMove={may('update')}
              onReject={setRejecting}
            />
          ))}
      </ul>
      {rejecting && <RejectDialog request={request} item={rejecting} onClose={() => setRejecting(null)} />}
    </article>
  );
}

function Due({ dueOn, overdue }: { dueOn: string; overdue: boolean }) {
  return overdue ? <Status kind="failed">{words.overdue(day(dueOn))}</Status> : <span>{words.due(day(dueOn))}</span>;
}

function Acts({ request, may, onMore }: Pick<CardProps, 'request' | 'may' | 'onMore'>) {
  const { id, clientId, title, state, to, counts } = request;
  const { take } = useRequestCache(clientId);
  const [asking, setAsking] = useState<'again' | 'close' | null>(null);
  const act = useMutation({
    mutationFn: (which: 'again' | 'close') => (which === 'again' ? requestRequests.sendAgain(id) : requestRequests.close(id)),
    onSuccess: async (answer, which) => {
      await take(answer);
      toast({ message: which === 'again' ? words.againDone(to.email) : words.closeDone, about: id });
    },
    onError: (error) => toast({ message: problemSentence(error), tone: 'danger' }),
    onSettled: () => setAsking(null),
  });
  const live = state === 'open' || state === 'sent';
  const mayClose = may('update') && state !== 'closed';
  if (!may('create') && !mayClose) return null;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={28} aria-label={words.menu(title)}>
            <IconDots size={17} stroke={1.5} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {may('create') && live && <Menu.Item onClick={() => onMore(request)}>{words.more}</Menu.Item>}
          {may('create') && <Menu.Item onClick={() => setAsking('again')}>{words.again}</Menu.Item>}
          {mayClose && <Menu.Item onClick={() => setAsking('close')}>{words.close}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
      {asking !== null && (
        <ConfirmDialog
          opened
          title={asking === 'again' ? words.againTitle : words.closeTitle(title)}
          confirmLabel={asking === 'again' ? words.againIt : words.closeIt}
          cancelLabel={asking === 'again' ? words.cancel : words.keepOpen}
          busy={act.isPending}
          onConfirm={() => act.mutate(asking)}
          onClose={() => setAsking(null)}
        >
          {asking === 'again' ? words.againText(to.email) : words.closeText(counts.requested + counts.rejected)}
        </ConfirmDialog>
      )}
    </>
  );
}

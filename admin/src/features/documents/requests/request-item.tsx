import { Button } from '@mantine/core';
import { IconChevronRight, IconFileText } from '@tabler/icons-react';
import { useId, useRef } from 'react';
import { Link } from 'react-router';
import { Status } from '../../../shared/ui/status.js';
import type { StatusKind } from '../../../shared/ui/status.js';
import { fileSize } from '../model.js';
import { documentsText } from '../text.js';
import { nearWithin } from '../when.js';
import { stepsFrom } from './model.js';
import type { Answer, DocumentRequest, ItemState, RequestItem } from './model.js';
import { requestsText as words } from './text.js';
import { useSteps } from './use-requests.js';
import classes from './requests.module.css';

const SHAPES: Record<ItemState, StatusKind> = {
  requested: 'waiting',
  uploaded: 'running',
  reviewed: 'prospect',
  approved: 'done',
  rejected: 'failed',
  not_applicable: 'none',
};

interface ItemProps {
  request: DocumentRequest;
  item: RequestItem;
  open: boolean;
  onToggle: () => void;
  timeZone: string;
  mayMove: boolean;
  onReject: (item: RequestItem) => void;
}

/** One line of a checklist: where it stands, what was sent for it, and what can be done. */
export function RequestItemRow({ request, item, open, onToggle, timeZone, mayMove, onReject }: ItemProps) {
  const bodyId = useId();
  const head = useRef<HTMLButtonElement>(null);
  const steps = useSteps(request);
  const { label, hint, category, state, reason, documents, changedAt } = item;
  const going = steps.isPending ? steps.variables.to : null;
  const act = (to: ItemState): void => {
    if (to === 'rejected') return onReject(item);
    // The button that was pressed goes with the step; the keyboard stays at the item.
    steps.mutate({ item, to }, { onSuccess: () => head.current?.focus() });
  };
  return (
    <li className={classes['item']}>
      <button ref={head} type="button" className={classes['itemHead']} aria-expanded={open} aria-controls={bodyId} onClick={onToggle}>
        <IconChevronRight size={14} stroke={1.75} aria-hidden />
        <span className={classes['itemLabel']}>
          {label}
          {!open && reason !== null && state === 'rejected' && <small data-bad>{reason}</small>}
          {!open && documents.length > 0 && state !== 'rejected' && <small>{words.sentCount(documents.length)}</small>}
        </span>
        <Status kind={SHAPES[state]}>{words.items[state]}</Status>
      </button>
      <div id={bodyId} hidden={!open} className={classes['itemBody']}>
        {open && (
          <>
            {(hint !== null || category !== null) && (
              <p>{[hint, category === null ? null : documentsText.categories[category]].filter((part) => part !== null).join(' · ')}</p>
            )}
            {reason !== null && state === 'rejected' && <p data-bad>{words.shownReason(reason)}</p>}
            {documents.length === 0 ? (
              <p>{words.nothingSent}</p>
            ) : (
              <ul className={classes['answers']} aria-label={words.sentFor(label)}>
                {documents.map((document) => (
                  <AnswerRow key={document.id} document={document} clientId={request.clientId} timeZone={timeZone} />
                ))}
              </ul>
            )}
            {mayMove && (
              <div className={classes['acts']}>
                {stepsFrom(state, request.state).map((to) => (
                  <Button
                    key={to}
                    size="xs"
                    variant={to === 'approved' ? 'filled' : 'default'}
                    loading={going === to}
                    disabled={going !== null && going !== to}
                    aria-label={words.actOn(words.acts[to], label)}
                    onClick={() => act(to)}
                  >
                    {words.acts[to]}
                  </Button>
                ))}
              </div>
            )}
            {state !== 'requested' && <small>{words.changed(nearWithin(changedAt, timeZone))}</small>}
          </>
        )}
      </div>
    </li>
  );
}

function AnswerRow({ document, clientId, timeZone }: { document: Answer; clientId: string; timeZone: string }) {
  const { id, name, state, problem, bytes, createdAt } = document;
  const opens = state === 'filed' || state === 'archived';
  const also = state === 'arriving' ? words.arriving : state === 'filed' ? null : words[state];
  return (
    <li>
      <IconFileText size={16} stroke={1.5} aria-hidden />
      <span>
        {opens && problem === null ? <Link to={`/clients/${clientId}/documents/${id}`}>{name}</Link> : <b>{name}</b>}
        {problem === null ? (
          <small>{[fileSize(bytes), nearWithin(createdAt, timeZone), also].filter((part) => part !== null).join(', ')}</small>
        ) : (
          <small data-bad>{documentsText.problems[problem] ?? documentsText.problem}</small>
        )}
      </span>
    </li>
  );
}

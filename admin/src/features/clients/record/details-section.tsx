import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { DetailsList } from './details-list.js';
import { EditForm } from './edit/edit-form.js';
import type { Assignees } from './edit/field-props.js';
import { keptDraft, useDraft } from './edit/use-draft.js';
import { valuesOf } from './model.js';
import type { ClientDetail } from './model.js';
import { recordText } from './text.js';
import { toast } from '../../../shared/ui/toast.js';
import { UnsavedGuard } from './unsaved-guard.js';
import { useRecordCache } from './use-record.js';
import type { ViewContext } from './value-view.js';
import { dayTime } from '../../../shared/text/dates.js';
import { recordRequests } from '../api/record-requests.js';
import editClasses from './edit/edit.module.css';
import classes from './record.module.css';

interface DetailsSectionProps {
  client: ClientDetail;
  memberId: string;
  timeZone: string;
  assignees: Assignees;
  context: ViewContext;
  editing: boolean;
  setEditing: (editing: boolean) => void;
  locked: boolean;
}

/** The details of a client: read as a list, edited in the same place. */
export function DetailsSection({ client, memberId, timeZone, assignees, context, editing, setEditing, locked }: DetailsSectionProps) {
  const section = useRef<HTMLElement>(null);
  const opened = useRef(editing);
  const kept = editing ? null : keptDraft(memberId, client.id);
  useEffect(() => {
    if (editing && !opened.current) {
      section.current?.scrollIntoView({ block: 'start' });
      section.current?.querySelector<HTMLElement>('form input')?.focus({ preventScroll: true });
    }
    opened.current = editing;
  }, [editing]);
  return (
    <section ref={section} className={classes['section']} aria-labelledby="details-title" style={{ scrollMarginTop: 70 }}>
      <header>
        <h2 id="details-title">{editing ? recordText.edit.title : recordText.details.title}</h2>
        {!editing && !locked && (
          <button type="button" className={`${classes['link']} ${classes['end']}`} onClick={() => setEditing(true)}>
            <IconPencil size={14} aria-hidden /> {recordText.details.edit}
          </button>
        )}
      </header>
      {kept !== null && !locked && (
        <div className={editClasses['notice']} role="status">
          <span>{recordText.edit.restored(dayTime(kept.keptAt, timeZone).replace(/^[TY]/, (letter) => letter.toLowerCase()))}</span>
          <Button size="xs" onClick={() => setEditing(true)}>
            {recordText.edit.continueEdit}
          </Button>
        </div>
      )}
      {editing ? (
        <Editing client={client} memberId={memberId} assignees={assignees} context={context} onClose={() => setEditing(false)} />
      ) : (
        <DetailsList kind={client.kind} values={valuesOf(client)} context={context} none={recordText.details.none} />
      )}
    </section>
  );
}

function Editing({
  client,
  memberId,
  assignees,
  context,
  onClose,
}: {
  client: ClientDetail;
  memberId: string;
  assignees: Assignees;
  context: ViewContext;
  onClose: () => void;
}) {
  const draft = useDraft(client, memberId);
  const cache = useRecordCache(client.id);
  return (
    <>
      <UnsavedGuard dirty={Object.keys(draft.changes).length > 0} within={`/clients/${client.id}`} />
      <EditForm
        client={client}
        draft={draft}
        assignees={assignees}
        context={context}
        readAgain={async () => {
          const now = await cache.fresh();
          const page = await recordRequests.history(client.id, null).catch(() => null);
          const change = page?.items.find((entry) => entry.action === 'update');
          return { client: now, savedBy: change?.actor?.displayName ?? null, savedByYou: change?.actor?.memberId === memberId };
        }}
        onSaved={(saved) => {
          cache.store(saved);
          toast({ message: recordText.edit.saved });
          onClose();
        }}
        onClose={onClose}
      />
    </>
  );
}

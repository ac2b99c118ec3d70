import { Button, SegmentedControl, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Suspense, lazy, useRef, useState } from 'react';
import { useMay } from '../../shared/api/use-may.js';
import { problemSentence } from '../../shared/text/problems.js';
import { count } from '../../shared/text/numbers.js';
import { BulkBar } from '../../shared/ui/bulk-bar.js';
import { EmptyState } from '../../shared/ui/empty-state.js';
import { ErrorState } from '../../shared/ui/error-state.js';
import { toast } from '../../shared/ui/toast.js';
import { DocumentRows } from './document-rows.js';
import { NO_FILTERS, asSearch, filterCount } from './filter-model.js';
import { Filters } from './filters.js';
import { EditDialog } from './edit-dialog.js';
import type { DocumentLine, DocumentState } from './model.js';
import { documentRequests, saveFrom } from './requests.js';
import { documentsText as words } from './text.js';
import { uploads } from './uploads.js';
import { useBulk, useDocuments } from './use-documents.js';
import classes from './documents.module.css';

const MoveDialog = lazy(async () => ({ default: (await import('./move-dialog.js')).MoveDialog }));

const ShareDialog = lazy(() => import('./shares/share-dialog.js'));

const SHOWN = ['filed', 'archived', 'removed'] as const;

interface ListProps {
  clientId: string | null;
  timeZone: string;
  today: string;
  memberName: (id: string) => string;
}

/** Documents of a client, or of the practice: found, chosen, and what is done with them. */
export function DocumentList({ clientId, timeZone, today, memberName }: ListProps) {
  const may = useMay('documents');
  const [state, setState] = useState<DocumentState>('filed');
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [edited, setEdited] = useState<DocumentLine | null>(null);
  const [moved, setMoved] = useState<DocumentLine | null>(null);
  const [shared, setShared] = useState<DocumentLine | null>(null);
  const [filters, setFilters] = useState(NO_FILTERS);
  const searched = text !== '' || filterCount(filters) > 0;
  const search = searched ? { ...(text !== '' && { text }), ...asSearch(filters, today), states: [state as 'filed'] } : null;
  const found = useDocuments(clientId, state, search);
  const bulk = useBulk(() => setSelected(new Set()));
  const picker = useRef<HTMLInputElement>(null);
  const replaced = useRef<DocumentLine | null>(null);
  const total = found.counts?.[state];
  const chosen = found.items.filter(({ id }) => selected.has(id));

  const download = (link: Promise<{ url: string }>): void => {
    link.then(({ url }) => saveFrom(url)).catch((error: unknown) => toast({ message: problemSentence(error), tone: 'danger' }));
  };
  return (
    <section aria-label={words.all} className={classes['list']}>
      <header className={classes['head']}>
        <h2>
          {words.all} {total !== undefined && total > 0 && <span>{count(total)}</span>}
        </h2>
        <TextInput
          size="xs"
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<IconSearch size={15} stroke={1.5} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Filters filters={filters} onChange={setFilters} />
        <SegmentedControl
          size="xs"
          aria-label={words.showWhich}
          value={state}
          onChange={(value) => {
            setState(value as DocumentState);
            setSelected(new Set());
          }}
          data={SHOWN.map((value) => ({ value, label: words.states[value] }))}
        />
      </header>
      {found.isPending ? (
        <div role="status" aria-label={words.loading}>
          {[62, 54, 70, 48].map((width) => (
            <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={16} />
          ))}
        </div>
      ) : found.isError && found.items.length === 0 ? (
        <ErrorState error={found.error} title={words.failed} retry={() => void found.refetch()} />
      ) : found.items.length === 0 ? (
        searched ? (
          <EmptyState title={words.noneFound}>{words.noneFoundHint}</EmptyState>
        ) : (
          <EmptyState title={words.noneThere[state]}>{state === 'filed' && clientId !== null ? words.noneHint : undefined}</EmptyState>
        )
      ) : (
        <>
          <DocumentRows
            items={found.items}
            timeZone={timeZone}
            today={today}
            memberName={memberName}
            selected={selected}
            onSelect={setSelected}
            pathOf={({ id, clientId: of }) => `/clients/${of}/documents/${id}`}
            may={may}
            onEdit={setEdited}
            onMove={setMoved}
            onShare={setShared}
            onDownload={({ id }) => download(documentRequests.link(id, 'download'))}
            onVersion={(document) => {
              replaced.current = document;
              picker.current?.click();
            }}
            onAct={({ id }, act) => bulk.mutate({ ids: [id], act })}
          />
          {found.hasNextPage && (
            <Button variant="default" size="xs" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {words.more}
            </Button>
          )}
        </>
      )}
      <input
        ref={picker}
        type="file"
        hidden
        aria-label={words.newVersion}
        onChange={(event) => {
          const document = replaced.current;
          if (document) void uploads.add({ clientId: document.clientId }, [...(event.currentTarget.files ?? [])].slice(0, 1), document.id);
          event.currentTarget.value = '';
        }}
      />
      {shared && (
        <Suspense fallback={null}>
          <ShareDialog document={shared} timeZone={timeZone} onClose={() => setShared(null)} />
        </Suspense>
      )}
      {moved && (
        <Suspense fallback={null}>
          <MoveDialog document={moved} onClose={() => setMoved(null)} />
        </Suspense>
      )}
      {edited && <EditDialog document={edited} onClose={() => setEdited(null)} />}
      {chosen.length > 0 && (
        <BulkBar count={chosen.length} onClear={() => setSelected(new Set())}>
          {state !== 'removed' && (
            <button type="button" onClick={() => download(documentRequests.bundle(chosen.map(({ id }) => id)))}>
              {words.downloadZip}
            </button>
          )}
          {state === 'filed' && (
            <button type="button" onClick={() => bulk.mutate({ ids: chosen.map(({ id }) => id), act: 'archive' })}>
              {words.archive}
            </button>
          )}
          {state !== 'filed' && (
            <button type="button" onClick={() => bulk.mutate({ ids: chosen.map(({ id }) => id), act: 'restore' })}>
              {words.restore}
            </button>
          )}
          {state !== 'removed' && (
            <button type="button" onClick={() => bulk.mutate({ ids: chosen.map(({ id }) => id), act: 'remove' })}>
              {words.remove}
            </button>
          )}
        </BulkBar>
      )}
    </section>
  );
}

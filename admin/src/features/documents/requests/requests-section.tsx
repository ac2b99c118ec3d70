import { Button, Skeleton } from '@mantine/core';
import { IconChevronRight, IconPaperclip, IconPlus } from '@tabler/icons-react';
import { Suspense, lazy, useState } from 'react';
import { useMay } from '../../../shared/api/use-may.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import type { DocumentRequest } from './model.js';
import { RequestCard } from './request-card.js';
import { requestsText as words } from './text.js';
import { useRequests } from './use-requests.js';
import classes from './requests.module.css';

const AskDialog = lazy(async () => ({ default: (await import('./ask-dialog.js')).AskDialog }));
const MoreDialog = lazy(async () => ({ default: (await import('./ask-dialog.js')).MoreDialog }));

interface SectionProps {
  clientId: string;
  /** Nothing is asked of a client who is archived or was merged away. */
  locked: boolean;
  timeZone: string;
  today: string;
}

/** What a client is asked for, how far it has come, and the way to ask. */
export default function RequestsSection({ clientId, locked, timeZone, today }: SectionProps) {
  const may = useMay('documents');
  // Above the documents, an open checklist would push them out of sight.
  const [beside] = useState(() => window.matchMedia('(min-width: 82em)').matches);
  const requests = useRequests(clientId);
  const [asking, setAsking] = useState(false);
  const [more, setMore] = useState<DocumentRequest | null>(null);
  const [closedShown, setClosedShown] = useState(false);
  const mayAsk = !locked && may('create');
  const all = requests.data ?? [];
  const going = all.filter(({ state }) => state !== 'closed');
  const closed = all.filter(({ state }) => state === 'closed');
  const mayHere = (act: 'create' | 'update' | 'delete'): boolean => !locked && may(act);
  const cards = (which: readonly DocumentRequest[], open: boolean) =>
    which.map((request, index) => (
      <RequestCard
        key={request.id}
        request={request}
        timeZone={timeZone}
        today={today}
        may={mayHere}
        open={open && index === 0}
        onMore={setMore}
      />
    ));
  return (
    <section className={classes['section']} aria-label={words.title}>
      <header className={classes['head']}>
        <h2>{words.title}</h2>
        {mayAsk && all.length > 0 && (
          <Button
            variant="subtle"
            size="xs"
            leftSection={<IconPlus size={15} stroke={1.75} />}
            aria-label={words.ask}
            onClick={() => setAsking(true)}
          >
            {words.askShort}
          </Button>
        )}
      </header>
      {requests.isPending ? (
        <RequestsSkeleton />
      ) : requests.data === undefined ? (
        <ErrorState error={requests.error} title={words.failed} retry={() => void requests.refetch()} />
      ) : (
        <>
          {requests.isError && (
            <p className={classes['stale']} role="status">
              {words.stale}
            </p>
          )}
          {all.length === 0 && (
            <EmptyState
              title={words.none}
              action={
                mayAsk && (
                  <Button size="xs" leftSection={<IconPaperclip size={15} stroke={1.75} />} onClick={() => setAsking(true)}>
                    {words.ask}
                  </Button>
                )
              }
            >
              {mayAsk ? words.noneHint : words.noneHintRead}
            </EmptyState>
          )}
          {cards(going, beside)}
          {closed.length > 0 && (
            <div className={classes['closed']}>
              <button type="button" aria-expanded={closedShown} onClick={() => setClosedShown(!closedShown)}>
                <IconChevronRight size={14} stroke={1.75} aria-hidden />
                {words.closedOnes(closed.length)}
              </button>
              {closedShown && cards(closed, false)}
            </div>
          )}
        </>
      )}
      <Suspense fallback={null}>
        {asking && <AskDialog clientId={clientId} today={today} onClose={() => setAsking(false)} />}
        {more && <MoreDialog request={more} onClose={() => setMore(null)} />}
      </Suspense>
    </section>
  );
}

/** As tall as one request. */
export function RequestsSkeleton() {
  return (
    <div role="status" aria-label={words.loading}>
      {[58, 74, 100, 66, 62].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={14} />
      ))}
    </div>
  );
}

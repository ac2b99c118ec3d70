import { Button, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { problemText } from '../api/problems.js';
import { recordRequests } from '../api/record-requests.js';
import { day } from '../../../shared/text/dates.js';
import { ClientStatus } from '../../../shared/ui/client-status.js';
import { MergeSides } from './merge-sides.js';
import type { ClientCard, ClientDetail } from './model.js';
import { recordText } from './text.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { toast } from '../../../shared/ui/toast.js';
import { useClient, useRecordCache } from './use-record.js';
import type { ViewContext } from './value-view.js';
import classes from './record.module.css';

const words = recordText.duplicate;

/** Finds the duplicate of a client, shows what would move, and merges. */
export function MergeDuplicate({ client, context }: { client: ClientDetail; context: ViewContext }) {
  const navigate = useNavigate();
  const cache = useRecordCache(client.id);
  const heading = useRef<HTMLHeadingElement>(null);
  const [chosen, setChosen] = useState<ClientCard | null>(null);
  useEffect(() => heading.current?.focus(), [chosen]);
  const close = (): void => void navigate(`/clients/${client.id}`);
  const merge = useMutation({
    mutationFn: ({ duplicate }: { duplicate: ClientDetail; total: number }) => recordRequests.merge(client, duplicate),
    onSuccess: (merged, { total }) => {
      cache.store(merged);
      toast({ message: words.done(total), about: `client:${client.id}` });
      close();
    },
    onError: () => void cache.fresh().catch(() => undefined),
  });
  return (
    <section className={classes['body']} aria-labelledby="duplicate-title">
      <h2 id="duplicate-title" ref={heading} tabIndex={-1} style={{ fontSize: 15, lineHeight: '22px', margin: 0, outline: 'none' }}>
        {words.title}
      </h2>
      <p className={classes['note']} style={{ margin: '2px 0 16px' }}>
        {words.intro(client.displayName)}
      </p>
      {chosen === null ? (
        <FindDuplicate client={client} onChoose={setChosen} onCancel={close} />
      ) : (
        <Compare
          client={client}
          id={chosen.id}
          context={context}
          busy={merge.isPending}
          problem={merge.isError ? problemText(merge.error, recordText.problems) : null}
          onMerge={(duplicate, total) => merge.mutate({ duplicate, total })}
          onOther={() => {
            merge.reset();
            setChosen(null);
          }}
        />
      )}
    </section>
  );
}

function FindDuplicate({
  client,
  onChoose,
  onCancel,
}: {
  client: ClientDetail;
  onChoose: (card: ClientCard) => void;
  onCancel: () => void;
}) {
  const [text, setText] = useState(client.legalName.family);
  const [asked] = useDebouncedValue(text.trim(), 250);
  const found = useQuery({
    queryKey: ['client-search', asked],
    queryFn: ({ signal }) => recordRequests.search(asked, signal),
    enabled: asked.length >= 2,
    staleTime: 30_000,
    gcTime: 60_000,
  });
  const others = (found.data?.items ?? []).filter((card) => card.id !== client.id && card.kind === client.kind);
  return (
    <div className={classes['form']}>
      <TextInput
        label={words.search}
        placeholder={words.searchHint}
        leftSection={<IconSearch size={16} stroke={1.5} />}
        value={text}
        autoComplete="off"
        autoFocus
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div role="status" aria-live="polite" className={classes['note']}>
        {found.isError ? problemText(found.error, recordText.problems) : found.isSuccess && others.length === 0 ? words.none : ''}
      </div>
      {others.length > 0 && (
        <ul className={classes['rows']}>
          {others.map((card) => (
            <li key={card.id} style={{ gridTemplateColumns: 'minmax(0, 1fr) auto auto' }}>
              <span className={classes['label']}>
                {card.displayName}
                <small>
                  {[card.fileNumber, card.dateOfBirth === null ? null : recordText.newClient.born(day(card.dateOfBirth))]
                    .filter(Boolean)
                    .join(', ')}
                </small>
              </span>
              <ClientStatus status={card.status} />
              <Button
                variant="default"
                size="xs"
                onClick={() => onChoose(card)}
                aria-label={`${words.choose} ${card.displayName}, ${card.fileNumber}`}
              >
                {words.choose}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className={classes['buttons']}>
        <Button variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
      </div>
    </div>
  );
}

interface CompareProps {
  client: ClientDetail;
  id: string;
  context: ViewContext;
  busy: boolean;
  problem: string | null;
  onMerge: (duplicate: ClientDetail, total: number) => void;
  onOther: () => void;
}

function Compare({ client, id, context, busy, problem, onMerge, onOther }: CompareProps) {
  const duplicate = useClient(id);
  if (duplicate.isPending)
    return (
      <div aria-hidden="true" className={classes['skeleton']}>
        {[60, 76, 68].map((width) => (
          <Skeleton key={width} height={12} width={`${width}%`} radius="xl" />
        ))}
      </div>
    );
  if (duplicate.isError) return <ErrorState error={duplicate.error} retry={onOther} />;
  return (
    <MergeSides
      kept={client}
      duplicate={duplicate.data}
      context={context}
      busy={busy}
      problem={problem}
      onMerge={onMerge}
      onOther={onOther}
    />
  );
}

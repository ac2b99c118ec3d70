import { Button, Skeleton } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { isProblem } from '../../shared/api/problem.js';
import { ErrorState } from '../../shared/ui/error-state.js';
import { SealIcon } from '../../shared/ui/seal-icon.js';
import { fileSize } from '../documents/model.js';
import { DocumentPages } from '../documents/document-pages.js';
import { outsideRequests } from './requests.js';
import { outsideText as words } from './text.js';
import classes from './outside.module.css';

const BASE = '/api/v1/outside/share';

/** The shared document, page by page as pictures, until its hour is over. */
export function SharedView({ onEnded }: { onEnded: () => void }) {
  const share = useQuery({ queryKey: ['outside', 'share'], queryFn: outsideRequests.share, retry: false, staleTime: 60_000, gcTime: 0 });
  const minutes = useMinutesUntil(share.data?.closesAt);
  const over = isProblem(share.error, 'outside.ended') || (share.data !== undefined && minutes <= 0);
  useEffect(() => {
    if (over) onEnded();
  }, [over, onEnded]);
  if (share.isPending) return <Skeleton height={480} radius="md" role="status" aria-label={words.loading} />;
  if (share.isError) return over ? null : <ErrorState error={share.error} title={words.failed} retry={() => void share.refetch()} />;
  const { name, practice, sharedBy, message, type, pages, download, bytes } = share.data;
  return (
    <article className={classes['share']}>
      <header>
        <h1>{name}</h1>
        <p>{words.sharedBy(sharedBy, practice)}</p>
        {message !== null && <blockquote>{message}</blockquote>}
        <p className={classes['facts']}>
          <SealIcon size={13} /> {words.sealed} <span role="timer">{words.minutesLeft(minutes)}</span>
        </p>
        {download ? (
          <Button component="a" href={`${BASE}/file`} download variant="default" leftSection={<IconDownload size={16} stroke={1.5} />}>
            {words.download} ({fileSize(bytes)})
          </Button>
        ) : (
          <p className={classes['quiet']}>{words.onlyLook}</p>
        )}
      </header>
      {pages === null ? (
        <p className={classes['quiet']}>{words.notShown}</p>
      ) : (
        <DocumentPages
          url={BASE}
          type={type}
          pages={pages}
          spoken={false}
          again={() => void share.refetch()}
          onBroken={() => void share.refetch()}
        />
      )}
    </article>
  );
}

/** Whole minutes until an instant, counted down; 0 once it has passed. */
function useMinutesUntil(instant: string | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000);
    return () => clearInterval(timer);
  }, []);
  return instant === undefined ? 1 : Math.max(0, Math.ceil((Date.parse(instant) - now) / 60_000));
}

import { ActionIcon, Button, Modal, Skeleton } from '@mantine/core';
import { IconDownload, IconHistory, IconShare2, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import { useMay } from '../../shared/api/use-may.js';
import { problemSentence } from '../../shared/text/problems.js';
import { dayTime } from '../../shared/text/dates.js';
import { ErrorState } from '../../shared/ui/error-state.js';
import { SealIcon } from '../../shared/ui/seal-icon.js';
import { toast } from '../../shared/ui/toast.js';
import { DocumentPages } from './document-pages.js';
import type { DocumentDetail } from './model.js';
import { fileSize } from './model.js';
import { documentRequests, saveFrom } from './requests.js';
import { sharesText } from './shares/text.js';
import { documentsText as words } from './text.js';
import { documentKeys } from './use-documents.js';
import classes from './viewer.module.css';

const DocumentHistory = lazy(async () => ({ default: (await import('./history/document-history.js')).DocumentHistory }));

const ShareDialog = lazy(() => import('./shares/share-dialog.js'));

/** One document, shown page by page as pictures; nothing of the file itself runs here. */
export function Viewer({ documentId, timeZone, onClose }: { documentId: string; timeZone: string; onClose: () => void }) {
  const document = useQuery({
    queryKey: documentKeys.one(documentId),
    queryFn: ({ signal }) => documentRequests.read(documentId, signal),
    refetchOnWindowFocus: false,
  });
  const [versionId, setVersionId] = useState<string | null>(null);
  const [history, setHistory] = useState(false);
  const [sharing, setSharing] = useState(false);
  const may = useMay('documents');
  const link = useQuery({
    queryKey: ['documents', 'link', documentId, versionId],
    queryFn: () => documentRequests.link(documentId, 'view', versionId ?? undefined),
    refetchOnWindowFocus: false,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
  });
  const name = document.data?.name ?? '';
  const download = (): void => {
    documentRequests
      .link(documentId, 'download', versionId ?? undefined)
      .then(({ url }) => saveFrom(url))
      .catch((error: unknown) => toast({ message: problemSentence(error), tone: 'danger' }));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      closeOnEscape={!history && !sharing}
      fullScreen
      withCloseButton={false}
      padding={0}
      aria-label={words.viewer.label(name)}
      classNames={{ body: classes['body'] ?? '' }}
      styles={{ body: { padding: 0 } }}
    >
      <header className={classes['head']}>
        <div className={classes['title']}>
          <h2>{name}</h2>
          <p>
            <SealIcon size={13} /> {words.viewer.sealed}
          </p>
        </div>
        <Button variant="default" size="xs" leftSection={<IconDownload size={16} stroke={1.5} />} onClick={download}>
          {words.download}
        </Button>
        <Button variant="default" size="xs" leftSection={<IconHistory size={16} stroke={1.5} />} onClick={() => setHistory(true)}>
          {words.viewer.history}
        </Button>
        {may('update') && document.data !== undefined && (
          <Button variant="default" size="xs" leftSection={<IconShare2 size={16} stroke={1.5} />} onClick={() => setSharing(true)}>
            {sharesText.open}
          </Button>
        )}
        <ActionIcon variant="subtle" aria-label={words.viewer.close} data-autofocus onClick={onClose}>
          <IconX size={18} stroke={1.5} />
        </ActionIcon>
      </header>
      {history && (
        <Modal opened onClose={() => setHistory(false)} title={words.viewer.historyOf(name)} size={860}>
          <Suspense fallback={null}>
            <DocumentHistory documentId={documentId} />
          </Suspense>
        </Modal>
      )}
      {sharing && (
        <Suspense fallback={null}>
          <ShareDialog
            document={{ id: documentId, name }}
            pages={document.data?.versions.find(({ current }) => current)?.pages}
            timeZone={timeZone}
            onClose={() => setSharing(false)}
          />
        </Suspense>
      )}
      <div className={classes['cols']}>
        <div className={classes['stage']}>
          {link.isPending ? (
            <Skeleton height={480} radius="md" aria-label={words.viewer.opening} role="status" />
          ) : link.isError ? (
            <ErrorState error={link.error} title={words.failed} retry={() => void link.refetch()} />
          ) : link.data.pages === null ? (
            <p className={classes['none']}>{words.viewer.onlyDownload}</p>
          ) : (
            <DocumentPages
              key={link.data.url}
              url={link.data.url}
              type={link.data.type}
              pages={link.data.pages}
              spoken
              again={() => void link.refetch()}
            />
          )}
        </div>
        {document.data && (
          <Facts
            document={document.data}
            timeZone={timeZone}
            shown={versionId ?? document.data.versions.find(({ current }) => current)?.id ?? null}
            onVersion={setVersionId}
          />
        )}
      </div>
    </Modal>
  );
}

function Facts({
  document,
  timeZone,
  shown,
  onVersion,
}: {
  document: DocumentDetail;
  timeZone: string;
  shown: string | null;
  onVersion: (id: string) => void;
}) {
  const version = document.versions.find(({ id }) => id === shown);
  const details = Object.entries(version?.details ?? {});
  return (
    <aside className={classes['facts']}>
      {details.length > 0 && (
        <dl>
          {details.map(([key, value]) => (
            <div key={key}>
              <dt>{words.viewer.details[key] ?? key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <h3>{words.viewer.versions}</h3>
      <ul>
        {document.versions.map(({ id, number, madeAt, bytes, state, problem }) => (
          <li key={id}>
            <button type="button" disabled={state !== 'ready'} aria-current={id === shown} onClick={() => onVersion(id)}>
              <b>{words.viewer.version(number)}</b>
              <small>
                {dayTime(madeAt, timeZone)}, {fileSize(bytes)}
              </small>
              {problem !== null && <small data-bad>{words.problems[problem] ?? words.problem}</small>}
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}

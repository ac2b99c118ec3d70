import { ActionIcon, Button } from '@mantine/core';
import { IconCamera, IconFileText, IconUpload, IconX } from '@tabler/icons-react';
import { useReducer, useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { usePhone } from '../../shared/ui/use-phone.js';
import { toast } from '../../shared/ui/toast.js';
import { problemSentence } from '../../shared/text/problems.js';
import { filesIn } from './dropped.js';
import { documentRequests } from './requests.js';
import { documentsText as words } from './text.js';
import type { Arriving as File } from './upload-queue.js';
import { forgetUnfinished, isFor, unfinishedCount } from './unfinished.js';
import { UploadRow } from './upload-row.js';
import { uploads } from './uploads.js';
import { useArriving, useBulk } from './use-documents.js';
import classes from './documents.module.css';

const UNDER_WAY = new Set<File['stage']>(['queued', 'sending', 'waiting', 'paused', 'checking']);

/** Where files are dropped, and those that are on their way. */
export function Arriving({ clientId, mayAdd }: { clientId: string; mayAdd: boolean }) {
  const files = useArriving(clientId);
  const shown = files.filter(({ stage }) => stage !== 'filed');
  const filed = files.filter(({ stage }) => stage === 'filed');
  const moving = files.filter(({ stage }) => stage === 'sending' || stage === 'queued' || stage === 'waiting');
  const paused = files.filter(({ stage }) => stage === 'paused');
  const bulk = useBulk();
  if (!mayAdd && files.length === 0) return null;
  return (
    <section className={classes['arriving']} aria-label={words.arriving}>
      {files.length > 0 && (
        <header className={classes['head']}>
          <h2>
            {words.arriving} <span>{words.arrivingDone(files.filter(({ stage }) => !UNDER_WAY.has(stage)).length, files.length)}</span>
          </h2>
          {moving.length > 0 && (
            <Button variant="subtle" size="xs" onClick={() => moving.forEach(({ id }) => uploads.pause(id))}>
              {words.pauseAll}
            </Button>
          )}
          {moving.length === 0 && paused.length > 1 && (
            <Button variant="subtle" size="xs" onClick={() => paused.forEach(({ id }) => uploads.resume(id))}>
              {words.resumeAll}
            </Button>
          )}
        </header>
      )}
      {mayAdd && <DropZone onFiles={(chosen) => void uploads.add({ clientId }, chosen)} />}
      {mayAdd && <Unfinished clientId={clientId} shown={new Set(files.map(({ id }) => id))} />}
      <ul className={classes['files']}>
        {shown.map((file) => (
          <UploadRow key={file.id} file={file} uploads={uploads} onLeave={(going) => leave(file, going)} />
        ))}
        {filed.length > 0 && (
          <li>
            <IconFileText size={18} stroke={1.5} aria-hidden />
            <div className={classes['file']}>
              <b role="status">{words.filed(filed.length)}</b>
            </div>
            <Button
              variant="subtle"
              size="xs"
              onClick={() => {
                bulk.mutate({ ids: filed.flatMap(({ documentId }) => documentId ?? []), act: 'remove' });
                uploads.dismiss(filed.map(({ id }) => id));
              }}
            >
              {words.undo}
            </Button>
            <ActionIcon
              variant="subtle"
              aria-label={words.dismiss(words.filed(filed.length))}
              onClick={() => uploads.dismiss(filed.map(({ id }) => id))}
            >
              <IconX size={15} stroke={1.5} />
            </ActionIcon>
          </li>
        )}
      </ul>
    </section>
  );
}

/** Files that had not arrived whole when this page was left: the browser gives none of them back by itself. */
function Unfinished({ clientId, shown }: { clientId: string; shown: ReadonlySet<string> }) {
  const [, forgotten] = useReducer((times: number) => times + 1, 0);
  const left = unfinishedCount(clientId, shown);
  if (left === 0) return null;
  return (
    <p className={classes['unfinished']} role="status">
      {words.unfinished(left)}
      <Button
        variant="subtle"
        size="xs"
        onClick={() => {
          forgetUnfinished(({ id, scope }) => isFor(scope, clientId) && !shown.has(id));
          forgotten();
        }}
      >
        {words.forget}
      </Button>
    </p>
  );
}

function DropZone({ onFiles }: { onFiles: (files: globalThis.File[]) => void }) {
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const phone = usePhone();
  const drop = async (event: DragEvent): Promise<void> => {
    event.preventDefault();
    setOver(false);
    onFiles(await filesIn(event.dataTransfer));
  };
  const chosen = (input: HTMLInputElement): void => {
    onFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return (
    <div
      className={classes['drop']}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <IconUpload size={20} stroke={1.5} aria-hidden />
      <p>
        {over ? (
          words.dropNow
        ) : (
          <>
            {words.dropStart}
            <button type="button" className={classes['choose']} onClick={() => picker.current?.click()}>
              {words.choose}
            </button>
            {words.dropEnd}
          </>
        )}
      </p>
      {phone && (
        <Button variant="default" size="xs" leftSection={<IconCamera size={16} stroke={1.5} />} onClick={() => camera.current?.click()}>
          {words.photograph}
        </Button>
      )}
      <input ref={picker} type="file" multiple hidden aria-label={words.choose} onChange={(event) => chosen(event.currentTarget)} />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={words.photograph}
        onChange={(event) => chosen(event.currentTarget)}
      />
    </div>
  );
}

/** Stops a file, or takes one off the list that was refused; the document that it was to be goes with it. */
function leave({ id, documentId, stage }: File, going: boolean): void {
  if (going || stage === 'failed') uploads.cancel(id);
  else uploads.dismiss([id]);
  if (stage === 'refused' && documentId !== null)
    documentRequests.bulk([documentId], 'remove').catch((error: unknown) => toast({ message: problemSentence(error), tone: 'danger' }));
}

import { Button, Skeleton } from '@mantine/core';
import { IconCamera, IconFileText, IconUpload } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { isProblem } from '../../shared/api/problem.js';
import { day } from '../../shared/text/dates.js';
import { problemSentence } from '../../shared/text/problems.js';
import { ErrorState } from '../../shared/ui/error-state.js';
import { Status } from '../../shared/ui/status.js';
import type { StatusKind } from '../../shared/ui/status.js';
import { filesIn } from '../documents/dropped.js';
import { fileSize } from '../documents/model.js';
import { UploadRow } from '../documents/upload-row.js';
import { documentsText } from '../documents/text.js';
import { REQUEST_KEY, answers } from './answers.js';
import { outsideRequests } from './requests.js';
import type { AskedFor, AskedItem } from './requests.js';
import { outsideText as words } from './text.js';
import classes from './outside.module.css';

const LOOKS_MS = 1_500;
const QUIET_LOOKS_MS = 20_000;
const OPEN = new Set<AskedItem['state']>(['requested', 'uploaded', 'rejected']);
const KINDS: Record<AskedItem['state'], StatusKind> = {
  requested: 'waiting',
  uploaded: 'done',
  reviewed: 'running',
  approved: 'done',
  rejected: 'failed',
  not_applicable: 'none',
};

const isUnderWay = ({ items }: AskedFor): boolean => items.some(({ files }) => files.some(({ state }) => state === 'checking'));

/** A checklist, as the client answers it. */
export function AnswerView({ onEnded }: { onEnded: () => void }) {
  const asked = useQuery({
    queryKey: REQUEST_KEY,
    queryFn: outsideRequests.request,
    retry: false,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? LOOKS_MS : QUIET_LOOKS_MS),
  });
  const over = isProblem(asked.error, 'outside.ended');
  useEffect(() => {
    if (over) onEnded();
  }, [over, onEnded]);
  const send = useMutation({ mutationFn: outsideRequests.send, onSuccess: () => asked.refetch() });
  if (asked.isPending) return <Skeleton height={320} radius="md" role="status" aria-label={words.loading} />;
  if (asked.isError) return over ? null : <ErrorState error={asked.error} title={words.failed} retry={() => void asked.refetch()} />;
  const { title, askedBy, practice, message, dueOn, items, sentAt } = asked.data;
  const done = items.filter(({ state }) => !['requested', 'rejected'].includes(state)).length;
  return (
    <article className={classes['answer']}>
      <header>
        <h1>{title}</h1>
        <p>{words.askedBy(askedBy, practice)}</p>
        {message !== null && <blockquote>{message}</blockquote>}
        <p className={classes['facts']}>
          {dueOn !== null && <span>{words.due(day(dueOn))}</span>}
          <b role="status">{words.progress(done, items.length)}</b>
        </p>
        <span className={classes['meter']} aria-hidden>
          <span style={{ inlineSize: `${(done / items.length) * 100}%` }} />
        </span>
      </header>
      <ol className={classes['items']}>
        {items.map((item) => (
          <Item key={item.id} item={item} />
        ))}
      </ol>
      {sentAt === null ? (
        <footer>
          <Button size="lg" fullWidth loading={send.isPending} onClick={() => send.mutate()}>
            {words.allSent}
          </Button>
          <p className={classes['quiet']}>{words.allSentHint}</p>
          {send.isError && (
            <p className={classes['problem']} role="alert">
              {problemSentence(send.error)}
            </p>
          )}
        </footer>
      ) : (
        <footer className={classes['thanks']} role="status">
          <h2>{words.thanksTitle}</h2>
          <p>{words.thanks(practice)}</p>
        </footer>
      )}
    </article>
  );
}

function Item({ item: { id, label, hint, state, reason, files } }: { item: AskedItem }) {
  const [over, setOver] = useState(false);
  const arriving = useSyncExternalStore(answers.subscribe, answers.all).filter(({ target }) => target.itemId === id);
  const local = new Set(arriving.map(({ name }) => name));
  const open = OPEN.has(state);
  return (
    <li
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(open);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (open) void filesIn(event.dataTransfer).then((chosen) => void answers.add({ itemId: id }, chosen));
      }}
    >
      <div className={classes['itemHead']}>
        <h2>{label}</h2>
        <Status kind={KINDS[state]}>{words.states[state]}</Status>
      </div>
      {hint !== null && <p className={classes['quiet']}>{hint}</p>}
      {reason !== null && <p className={classes['reason']}>{words.because(reason)}</p>}
      {files.length + arriving.length > 0 && (
        <ul className={classes['files']}>
          {files
            .filter((file) => file.state !== 'arriving' || !local.has(file.name))
            .map((file) => (
              <li key={file.id}>
                <IconFileText size={18} stroke={1.5} aria-hidden />
                <div>
                  <b>{file.name}</b>
                  <small data-bad={file.state === 'refused' || file.state === 'arriving' || undefined}>
                    {file.state === 'refused'
                      ? (documentsText.problems[file.problem ?? ''] ?? documentsText.problem)
                      : `${words.files[file.state]}, ${fileSize(file.bytes)}`}
                  </small>
                </div>
              </li>
            ))}
          {arriving.map((file) => (
            <UploadRow key={file.id} file={file} uploads={answers} onLeave={() => answers.cancel(file.id)} />
          ))}
        </ul>
      )}
      {open && <Choose label={label} onFiles={(chosen) => void answers.add({ itemId: id }, chosen)} />}
    </li>
  );
}

function Choose({ label, onFiles }: { label: string; onFiles: (files: File[]) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const chosen = (input: HTMLInputElement): void => {
    onFiles([...(input.files ?? [])]);
    input.value = '';
  };
  return (
    <div className={classes['choose']}>
      <Button
        variant="default"
        className={classes['camera'] ?? ''}
        aria-label={words.forItem(words.takePhoto, label)}
        leftSection={<IconCamera size={18} stroke={1.5} />}
        onClick={() => camera.current?.click()}
      >
        {words.takePhoto}
      </Button>
      <Button
        variant="default"
        aria-label={words.forItem(words.chooseFiles, label)}
        leftSection={<IconUpload size={18} stroke={1.5} />}
        onClick={() => picker.current?.click()}
      >
        {words.chooseFiles}
      </Button>
      <span className={classes['dropHint']}>{words.dropHint}</span>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={words.forItem(words.chooseFiles, label)}
        onChange={(event) => chosen(event.currentTarget)}
      />
      <input
        ref={camera}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={words.forItem(words.takePhoto, label)}
        onChange={(event) => chosen(event.currentTarget)}
      />
    </div>
  );
}

import { ActionIcon, Button } from '@mantine/core';
import { IconFileText, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react';
import { ProblemError } from '../../shared/api/problem.js';
import { problemSentence } from '../../shared/text/problems.js';
import { Status } from '../../shared/ui/status.js';
import { fileSize } from './model.js';
import { documentsText as words, timeLeft } from './text.js';
import type { Arriving, UploadQueue } from './upload-queue.js';
import classes from './documents.module.css';

interface UploadRowProps<Target> {
  file: Arriving<Target>;
  uploads: Pick<UploadQueue<Target>, 'pause' | 'resume'>;
  /** Stops it, or takes it off the list when it is no longer under way. */
  onLeave: (going: boolean) => void;
}

/** One file on its way in: how far it is, and what can be done about it. */
export function UploadRow<Target>({ file, uploads, onLeave }: UploadRowProps<Target>) {
  const { id, name, bytes, sent, stage } = file;
  const share = bytes === 0 ? 0 : Math.round((sent / bytes) * 100);
  const going = stage === 'sending' || stage === 'waiting' || stage === 'queued' || stage === 'paused';
  return (
    <li>
      <IconFileText size={18} stroke={1.5} aria-hidden />
      <div className={classes['file']}>
        <b>{name}</b>
        {going && (
          <span className={classes['bar']} role="progressbar" aria-label={name} aria-valuenow={share} aria-valuemin={0} aria-valuemax={100}>
            <span style={{ inlineSize: `${share}%` }} />
          </span>
        )}
        <small data-bad={stage === 'refused' || stage === 'failed' || undefined}>
          {stage === 'checking' ? <Status kind="running">{words.checking}</Status> : sentence(file)}
        </small>
      </div>
      {going && <span className={classes['amount']}>{words.ofBytes(fileSize(sent), fileSize(bytes))}</span>}
      {(stage === 'sending' || stage === 'waiting' || stage === 'queued') && (
        <ActionIcon variant="subtle" aria-label={words.pause(name)} onClick={() => uploads.pause(id)}>
          <IconPlayerPause size={16} stroke={1.5} />
        </ActionIcon>
      )}
      {stage === 'paused' && (
        <ActionIcon variant="subtle" aria-label={words.resume(name)} onClick={() => uploads.resume(id)}>
          <IconPlayerPlay size={16} stroke={1.5} />
        </ActionIcon>
      )}
      {stage === 'failed' && (
        <Button variant="default" size="xs" onClick={() => uploads.resume(id)}>
          {words.retry}
        </Button>
      )}
      {stage !== 'checking' && (
        <ActionIcon variant="subtle" aria-label={going ? words.cancel(name) : words.dismiss(name)} onClick={() => onLeave(going)}>
          <IconX size={16} stroke={1.5} />
        </ActionIcon>
      )}
    </li>
  );
}

function sentence({ stage, speed, bytes, sent, problem }: Arriving<unknown>): string {
  if (stage === 'sending')
    return speed === null || speed <= 0 ? words.starting : words.sending(words.about(timeLeft((bytes - sent) / speed)));
  if (stage === 'waiting') return words.waiting;
  if (stage === 'paused') return words.paused;
  if (stage === 'queued') return words.queued;
  if (stage === 'refused') return words.problems[problem ?? ''] ?? words.problem;
  return problemSentence(new ProblemError({ status: 400, code: problem ?? 'request.failed', detail: words.problem, requestId: '' }));
}

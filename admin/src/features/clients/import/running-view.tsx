import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { Consequence } from '../../../shared/ui/consequence.js';
import { problemText } from '../api/problems.js';
import { ImportStatus } from './import-status.js';
import { counts } from './model.js';
import type { ClientImport } from './model.js';
import { timeLeft } from './pace.js';
import { importText } from './text.js';
import { useImportStep, usePace } from './use-import.js';
import classes from './import.module.css';

function pausedHint({ pausedBecause }: ClientImport): string {
  return pausedBecause === 'access_lost' ? importText.pausedByAccessHint : importText.pausedHint;
}

/** An import at work: one figure, one bar, what is left, and the ways to stop it. */
export function RunningView({ job }: { job: ClientImport }) {
  const { takes, leaves, done, share } = counts(job);
  const perSecond = usePace(job);
  const left = timeLeft(takes - done, perSecond);
  const percent = Math.floor(share * 100);
  const [cancelling, setCancelling] = useState(false);
  const step = useImportStep(job.id);
  const paused = job.state === 'paused';
  return (
    <>
      <div className={classes['head']}>
        <h1>{importText.runningTitle(job.fileName)}</h1>
        <ImportStatus state={job.state} />
        <div className={classes['buttons']}>
          {paused ? (
            <Button leftSection={<IconPlayerPlay size={16} stroke={1.5} />} loading={step.isPending} onClick={() => step.mutate('start')}>
              {importText.resume}
            </Button>
          ) : (
            <Button
              variant="default"
              leftSection={<IconPlayerPause size={16} stroke={1.5} />}
              loading={step.isPending}
              onClick={() => step.mutate('pause')}
            >
              {importText.pause}
            </Button>
          )}
          {!cancelling && (
            <Button variant="outline" color="red" onClick={() => setCancelling(true)}>
              {importText.cancel}
            </Button>
          )}
        </div>
      </div>
      <p className={classes['intro']}>{paused ? pausedHint(job) : importText.goesOn}</p>
      {cancelling && (
        <div className={classes['step']} style={{ marginBottom: 20 }}>
          <Consequence
            danger
            title={importText.cancelTitle}
            now={importText.cancelNow(job.importedRows)}
            changes={[importText.cancelKeep(job.importedRows), importText.cancelDrop(takes - done)].map((text) => ({ text }))}
            confirmLabel={importText.cancelVerb(takes - done)}
            cancelLabel={importText.goOn}
            busy={step.isPending}
            onConfirm={() => step.mutate('cancel', { onSuccess: () => setCancelling(false) })}
            onCancel={() => setCancelling(false)}
          />
          {step.isError && (
            <p className={classes['problem']} role="alert">
              {problemText(step.error, importText.problemCodes)}
            </p>
          )}
        </div>
      )}
      <div className={classes['long']}>
        <div className={classes['figure']}>
          <b>{percent} %</b>
          <span>
            <strong>{importText.progress(done, takes)}</strong>
            {!paused && left !== null && `, ${importText.left(left)}`}
            {!paused && perSecond !== null && ` ${importText.speed(perSecond)}`}
          </span>
        </div>
        <div
          className={classes['bigBar']}
          role="progressbar"
          aria-label={importText.barLabel}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
        >
          <i style={{ width: `${share * 100}%` }} />
        </div>
      </div>
      {step.isError && !cancelling && (
        <p className={classes['problem']} role="alert">
          {problemText(step.error, importText.problemCodes)}
        </p>
      )}
      <Tally
        items={[
          [importText.doneCount, job.importedRows],
          [importText.waitingCount, takes - done],
          [importText.failedCount, job.failedRows],
          [importText.leftOutCount, leaves],
        ]}
      />
    </>
  );
}

/** A few counts beside each other. */
export function Tally({ items }: { items: [label: string, count: number][] }) {
  return (
    <dl className={classes['tally']}>
      {items.map(([label, count]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{importText.count(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

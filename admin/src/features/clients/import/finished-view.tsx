import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { dayTime } from '../../../shared/text/dates.js';
import { ImportStatus } from './import-status.js';
import { useTimeZone } from './use-time-zone.js';
import { counts } from './model.js';
import type { ClientImport } from './model.js';
import { RowsTable } from './rows-table.js';
import { Tally } from './running-view.js';
import { importText } from './text.js';
import classes from './import.module.css';

/** What became of an import, and the way on. */
export function FinishedView({ job }: { job: ClientImport }) {
  const { takes, leaves, done } = counts(job);
  const timeZone = useTimeZone();
  const facts: [string, string][] = [
    [importText.started, dayTime(job.createdAt, timeZone)],
    ...(job.finishedAt === null ? [] : [[importText.finishedAt, dayTime(job.finishedAt, timeZone)] as [string, string]]),
    [importText.fileRows, importText.count(job.totalRows)],
  ];
  return (
    <>
      <div className={classes['head']} role="status">
        <h1>{job.state === 'done' ? importText.doneTitle(job.importedRows) : importText.cancelledTitle}</h1>
        <ImportStatus state={job.state} />
        <div className={classes['buttons']}>
          <Button component={Link} to="/imports" variant="default">
            {importText.another}
          </Button>
          <Button component={Link} to="/clients">
            {importText.seeClients}
          </Button>
        </div>
      </div>
      <p className={classes['intro']}>{job.fileName}</p>
      <Tally
        items={[
          [importText.doneCount, job.importedRows],
          [importText.failedCount, job.failedRows],
          [importText.leftOutCount, leaves],
          ...(job.state === 'cancelled' ? [[importText.waitingCount, Math.max(0, takes - done)] as [string, number]] : []),
        ]}
      />
      <dl className={classes['facts']}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(job.errorRows > 0 || job.importedRows > 0) && (
        <RowsTable
          job={job}
          outcomes={[
            ...(job.failedRows > 0 ? [{ value: 'failed' as const, count: job.failedRows }] : []),
            { value: 'error', count: job.errorRows },
            { value: 'imported', count: job.importedRows },
          ]}
        />
      )}
    </>
  );
}

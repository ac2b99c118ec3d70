import { Button } from '@mantine/core';
import { useState } from 'react';
import { Consequence } from '../../../shared/ui/consequence.js';
import { problemText } from '../api/problems.js';
import { ImportStatus } from './import-status.js';
import { MappingTable } from './mapping-table.js';
import { counts, mappingProblems } from './model.js';
import type { ClientImport } from './model.js';
import { RowsTable } from './rows-table.js';
import { importText } from './text.js';
import { useImportRows, useImportStep } from './use-import.js';
import classes from './import.module.css';

/** Before anything is saved: the columns, the rows, and what starting would do. */
export function ReviewView({ job }: { job: ClientImport }) {
  const { takes, leaves } = counts(job);
  const [asking, setAsking] = useState(false);
  const step = useImportStep(job.id);
  const samples = useImportRows(job, takes > 0 ? 'ready' : 'error');
  const incomplete = mappingProblems(job.mapping, job.fields).length > 0;
  return (
    <>
      <div className={classes['head']}>
        <h1>{job.fileName}</h1>
        <ImportStatus state={job.state} />
      </div>
      <p className={classes['intro']}>{importText.rows(job.totalRows)}</p>
      <MappingTable job={job} samples={samples.data?.pages[0]?.items ?? []} />
      <RowsTable
        job={job}
        outcomes={[
          { value: 'error', count: job.errorRows },
          { value: 'ready', count: job.readyRows },
        ]}
      />
      {asking ? (
        <div className={classes['step']}>
          <Consequence
            title={importText.consequence(takes)}
            now={importText.nowText}
            changes={[importText.effectCreate(takes), ...(leaves > 0 ? [importText.effectLeave(leaves)] : []), importText.effectSafe].map(
              (text) => ({ text }),
            )}
            ways={importText.wayOut}
            confirmLabel={importText.verb(takes, leaves)}
            cancelLabel={importText.notYet}
            busy={step.isPending}
            onConfirm={() => step.mutate('start')}
            onCancel={() => setAsking(false)}
          />
          {step.isError && (
            <p className={classes['problem']} role="alert">
              {problemText(step.error, importText.problemCodes)}
            </p>
          )}
        </div>
      ) : (
        <div className={classes['startBar']}>
          <span className={classes['note']}>
            {step.isError ? problemText(step.error, importText.problemCodes) : takes === 0 ? importText.nothing : ''}
          </span>
          <Button variant="default" disabled={step.isPending} onClick={() => step.mutate('cancel')}>
            {importText.discard}
          </Button>
          <Button disabled={takes === 0 || incomplete} onClick={() => setAsking(true)}>
            {importText.verb(takes, leaves)}
          </Button>
        </div>
      )}
    </>
  );
}

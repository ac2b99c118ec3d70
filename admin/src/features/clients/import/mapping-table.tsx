import { Button, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { importRequests } from '../api/import-requests.js';
import { problemText } from '../api/problems.js';
import { mappingProblems } from './model.js';
import type { ClientImport, ImportRow } from './model.js';
import { columnSamples } from './samples.js';
import { importText } from './text.js';
import { importKeys } from './use-import.js';
import { listProps } from '../record/edit/list-props.js';
import classes from './import.module.css';

/** Which column of the file is what: guessed, shown with samples, and corrected here. */
export function MappingTable({ job, samples }: { job: ClientImport; samples: readonly ImportRow[] }) {
  const cache = useQueryClient();
  const [mapping, setMapping] = useState(job.mapping);
  const changed = job.headers.some((header) => (mapping[header] ?? null) !== (job.mapping[header] ?? null));
  const problems = mappingProblems(mapping, job.fields);
  const label = (field: string): string => job.fields.find(({ name }) => name === field)?.label ?? field;
  const left = job.headers.filter((header) => (mapping[header] ?? null) === null).length;
  const apply = useMutation({
    mutationFn: () => importRequests.map(job.id, Object.fromEntries(job.headers.map((header) => [header, mapping[header] ?? null]))),
    onSuccess: (answer) => {
      cache.removeQueries({ queryKey: [...importKeys.one(job.id), 'rows'] });
      cache.setQueryData(importKeys.one(job.id), answer);
    },
  });
  return (
    <section className={classes['section']} aria-labelledby="mapping-title">
      <header className={classes['sectionHead']}>
        <div>
          <h2 id="mapping-title">{importText.mapping}</h2>
          <p className={classes['note']}>
            {importText.mappingHint} {importText.mappingLeft(left)}.
          </p>
        </div>
      </header>
      <div className={classes['mapping']} role="list">
        {job.headers.map((header, column) => {
          const field = mapping[header] ?? null;
          const sample = [...new Set([...columnSamples(job.id, column), ...readSamples(job, header, samples)])].slice(0, 2).join(', ');
          return (
            <div key={header} role="listitem" data-left={field === null ? '' : undefined}>
              <div className={classes['column']}>
                <span className={classes['header']}>{header}</span>
                <span className={classes['sample']}>{sample}</span>
              </div>
              <Select
                {...listProps}
                aria-label={importText.becomesFor(header)}
                searchable
                clearable={field !== null}
                clearButtonProps={{ 'aria-label': importText.leaveOut }}
                placeholder={importText.leaveOut}
                limit={80}
                data={job.fields.map(({ name, label: text }) => ({ value: name, label: text }))}
                value={field}
                onChange={(value) => setMapping({ ...mapping, [header]: value })}
                error={field !== null && problems.some((problem) => problem.field === field && problem.problem === 'twice')}
              />
            </div>
          );
        })}
      </div>
      {problems.length > 0 && (
        <ul className={classes['problems']} role="alert">
          {problems.map(({ field, problem }) => (
            <li key={`${field}${problem}`}>
              {problem === 'missing' ? importText.mappingMissing(label(field)) : importText.mappingTwice(label(field))}
            </li>
          ))}
        </ul>
      )}
      {apply.isError && (
        <p className={classes['problem']} role="alert">
          {problemText(apply.error, importText.problemCodes)}
        </p>
      )}
      {changed && (
        <div className={classes['buttons']}>
          <Button disabled={problems.length > 0} loading={apply.isPending} onClick={() => apply.mutate()}>
            {importText.mappingApply}
          </Button>
          <Button variant="default" onClick={() => setMapping(job.mapping)}>
            {importText.mappingReset}
          </Button>
        </div>
      )}
    </section>
  );
}

/** What the rows that were read say in this column; nothing for a column that is left out. */
function readSamples(job: ClientImport, header: string, samples: readonly ImportRow[]): string[] {
  const field = job.mapping[header] ?? null;
  if (field === null) return [];
  return [...new Set(samples.map(({ values }) => values[field] ?? '').filter((value) => value !== ''))];
}

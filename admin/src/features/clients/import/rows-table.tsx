import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { DownloadErrors } from './download-errors.js';
import type { ClientImport, ImportRow, RowOutcome } from './model.js';
import { importText } from './text.js';
import { useImportRows } from './use-import.js';
import classes from './import.module.css';

const PREFERRED = [
  'fileNumber',
  'familyName',
  'givenName',
  'fullName',
  'organisationName',
  'preferredName',
  'dateOfBirth',
  'email',
  'mobile',
  'phone',
  'status',
];
const AT_MOST = 6;

/** The rows of the file as they were read, with what is wrong where it is wrong. */
export function RowsTable({ job, outcomes }: { job: ClientImport; outcomes: { value: RowOutcome; count: number }[] }) {
  const first = outcomes.find(({ count }) => count > 0)?.value ?? outcomes[0]?.value ?? 'ready';
  const [outcome, setOutcome] = useState<RowOutcome>(first);
  const query = useImportRows(job, outcome);
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = outcomes.find(({ value }) => value === outcome)?.count ?? rows.length;
  const label = (field: string): string =>
    job.fields.find(({ name }) => name === field)?.label ?? (field === 'row' ? importText.wholeRow : field);
  const left = outcome === 'error' || outcome === 'failed';
  const shown = columnsOf(job, rows);
  const warned = !left && rows.some(({ warnings }) => warnings.length > 0);
  const words: Record<RowOutcome, string> = {
    error: importText.errors,
    ready: importText.ready,
    imported: importText.importedTab,
    failed: importText.failedCount,
  };
  return (
    <section className={classes['section']} aria-labelledby="rows-title">
      <header className={classes['sectionHead']}>
        <h2 id="rows-title">{importText.preview}</h2>
        <SegmentedControl
          size="xs"
          aria-label={importText.filterRows}
          value={outcome}
          onChange={(value) => setOutcome(value as RowOutcome)}
          data={outcomes.map(({ value, count }) => ({ value, label: `${words[value]} ${importText.count(count)}` }))}
        />
        {job.errorRows + job.failedRows > 0 && left && <DownloadErrors job={job} />}
      </header>
      {query.isPending && (
        <div aria-hidden="true">
          {[90, 82, 88, 76].map((width) => (
            <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={16} />
          ))}
        </div>
      )}
      {query.isError && <ErrorState error={query.error} title={importText.rowsFailed} retry={() => void query.refetch()} />}
      {query.isSuccess && rows.length === 0 && (
        <EmptyState title={outcome === 'error' ? importText.noErrors : outcome === 'ready' ? importText.noReady : importText.noRows}>
          {outcome === 'error' ? importText.noErrorsHint : outcome === 'ready' ? importText.noReadyHint : ''}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <>
          <div className={classes['scroll']} role="region" aria-label={importText.tableLabel} tabIndex={0}>
            <table className={classes['table']}>
              <thead>
                <tr>
                  <th scope="col" className={classes['number']}>
                    {importText.row}
                  </th>
                  {left && <th scope="col">{importText.problems}</th>}
                  {shown.map((field) => (
                    <th key={field} scope="col">
                      {label(field)}
                    </th>
                  ))}
                  {warned && <th scope="col">{importText.warnings}</th>}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.row}>
                    <td className={classes['number']} data-label={importText.row}>
                      {row.clientId === null ? (
                        importText.count(row.row)
                      ) : (
                        <Link to={`/clients/${row.clientId}`} aria-label={importText.openRow(row.row)}>
                          {importText.count(row.row)}
                        </Link>
                      )}
                    </td>
                    {left && (
                      <td className={classes['wrong']}>
                        <ul>
                          {row.errors.map((error, index) => (
                            <li key={index}>
                              <b>{label(error.field)}</b> {error.message}
                              {row.values[error.field] !== undefined && !shown.includes(error.field) && (
                                <span className={classes['cellWas']}> {row.values[error.field]}</span>
                              )}
                            </li>
                          ))}
                        </ul>
                      </td>
                    )}
                    {shown.map((field, place) => (
                      <td
                        key={field}
                        data-extra={place > 2 ? '' : undefined}
                        data-label={label(field)}
                        data-wrong={row.errors.some((error) => error.field === field) ? '' : undefined}
                      >
                        {row.values[field] ?? ''}
                      </td>
                    ))}
                    {warned && (
                      <td className={classes['warned']} data-label={importText.warnings}>
                        {row.warnings.map(({ field, message }) => `${label(field)}: ${message}`).join(' ')}
                      </td>
                    )}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className={classes['tableEnd']}>
            <span className={classes['note']} role="status">
              {importText.shown(rows.length, Math.max(total, rows.length))}
            </span>
            {query.hasNextPage && (
              <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {importText.more}
              </Button>
            )}
          </div>
        </>
      )}
    </section>
  );
}

/** A few columns that tell rows apart, of those the file has. */
function columnsOf(job: ClientImport, rows: readonly ImportRow[]): string[] {
  const mapped = new Set(Object.values(job.mapping).filter((field) => field !== null));
  const used = PREFERRED.filter((field) => mapped.has(field));
  const others = [...mapped].filter((field) => !used.includes(field) && rows.some(({ values }) => values[field] !== undefined));
  return [...used, ...others].slice(0, AT_MOST);
}

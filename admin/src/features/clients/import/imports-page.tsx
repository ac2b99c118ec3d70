import { Skeleton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useMay } from '../../../shared/api/use-may.js';
import { dayTime } from '../../../shared/text/dates.js';
import { useTimeZone } from './use-time-zone.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { DropZone } from './drop-zone.js';
import { ImportStatus } from './import-status.js';
import { counts } from './model.js';
import { importText } from './text.js';
import { useImports } from './use-import.js';
import classes from './import.module.css';

/** Where an import begins, and what became of the earlier ones. */
export function ImportsPage() {
  useTitle(importText.title);
  const imports = useImports();
  const may = useMay('clients');
  const timeZone = useTimeZone();
  const jobs = imports.data?.items ?? [];
  return (
    <div className={classes['page']}>
      <nav className={classes['crumb']} aria-label={importText.crumb}>
        <Link to="/clients">{importText.clientsCrumb}</Link>
        <IconChevronRight size={12} aria-hidden />
        <span aria-current="page">{importText.title}</span>
      </nav>
      <h1>{importText.title}</h1>
      <p className={classes['intro']}>{importText.intro}</p>
      {may('create') ? <DropZone /> : <p className={classes['intro']}>{importText.notYours}</p>}
      <section aria-labelledby="earlier-imports" className={classes['section']}>
        <h2 id="earlier-imports">{importText.earlier}</h2>
        {imports.isPending && (
          <div aria-hidden="true">
            {[70, 54, 62].map((width) => (
              <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={16} />
            ))}
          </div>
        )}
        {imports.isError && <ErrorState error={imports.error} title={importText.listFailed} retry={() => void imports.refetch()} />}
        {imports.isSuccess && jobs.length === 0 && <EmptyState title={importText.none}>{importText.noneHint}</EmptyState>}
        {jobs.length > 0 && (
          <ul className={classes['jobs']}>
            {jobs.map((job) => (
              <li key={job.id}>
                <Link to={`/imports/${job.id}`} className={classes['jobName']}>
                  {job.fileName}
                </Link>
                <ImportStatus state={job.state} />
                <span className={classes['jobRows']}>
                  {job.importedRows === 0 && job.state !== 'running'
                    ? importText.rows(job.totalRows)
                    : importText.progress(job.importedRows, counts(job).takes)}
                </span>
                <span className={classes['note']}>{dayTime(job.createdAt, timeZone)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

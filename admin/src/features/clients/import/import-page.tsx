import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { isProblem } from '../../../shared/api/problem.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { FinishedView } from './finished-view.js';
import { ImportStatus } from './import-status.js';
import { ReviewView } from './review-view.js';
import { RunningView } from './running-view.js';
import { importText } from './text.js';
import { useImport } from './use-import.js';
import classes from './import.module.css';

/** One import: checked, reviewed, run, finished. The address stays the same through all of it. */
export function ImportPage() {
  const { id = '' } = useParams();
  const query = useImport(id);
  const job = query.data;
  useTitle(job?.fileName ?? importText.title);
  return (
    <div className={classes['page']}>
      <nav className={classes['crumb']} aria-label={importText.crumb}>
        <Link to="/clients">{importText.clientsCrumb}</Link>
        <IconChevronRight size={12} aria-hidden />
        <Link to="/imports">{importText.importsCrumb}</Link>
        {job !== undefined && (
          <>
            <IconChevronRight size={12} aria-hidden />
            <span aria-current="page">{job.fileName}</span>
          </>
        )}
      </nav>
      {query.isPending && (
        <div role="status" aria-label={importText.loading}>
          <Skeleton height={20} width="38%" radius="xl" mb={18} />
          {[80, 66, 74].map((width) => (
            <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={14} />
          ))}
        </div>
      )}
      {job === undefined && <VisuallyHidden component="h1">{importText.title}</VisuallyHidden>}
      {query.isError &&
        job === undefined &&
        (isProblem(query.error, 'clients.import_not_found') ? (
          <EmptyState
            title={importText.notFound}
            action={
              <Button component={Link} to="/imports" variant="default" size="xs">
                {importText.importsCrumb}
              </Button>
            }
          >
            {importText.notFoundHint}
          </EmptyState>
        ) : (
          <ErrorState error={query.error} title={importText.openFailed} retry={() => void query.refetch()} />
        ))}
      {job?.state === 'checking' && (
        <>
          <div className={classes['head']}>
            <h1>{importText.checking}</h1>
            <ImportStatus state={job.state} />
          </div>
          <p className={classes['intro']}>{importText.checkingHint}</p>
          <div className={classes['long']} role="status">
            <div className={classes['figure']}>
              <b>{importText.count(job.readyRows + job.errorRows)}</b>
              <span>
                {job.totalRows > job.readyRows + job.errorRows
                  ? importText.checked(job.readyRows + job.errorRows, job.totalRows)
                  : importText.checkedSoFar(job.readyRows + job.errorRows)}
              </span>
            </div>
            <div className={classes['bar']} aria-hidden="true">
              <i style={{ width: `${job.totalRows === 0 ? 4 : Math.max(4, (100 * (job.readyRows + job.errorRows)) / job.totalRows)}%` }} />
            </div>
          </div>
        </>
      )}
      {job?.state === 'ready' && <ReviewView key={JSON.stringify(job.mapping)} job={job} />}
      {(job?.state === 'running' || job?.state === 'paused') && <RunningView job={job} />}
      {(job?.state === 'done' || job?.state === 'cancelled') && <FinishedView job={job} />}
    </div>
  );
}

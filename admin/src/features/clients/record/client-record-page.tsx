import { Button, Skeleton, VisuallyHidden } from '@mantine/core';
import { Suspense, lazy, useState } from 'react';
import { Link, NavLink, Navigate, Route, Routes, useLocation, useNavigate, useParams } from 'react-router';
import { useMe } from '../../../shared/api/query.js';
import { useMay } from '../../../shared/api/use-may.js';
import { useTitle } from '../../../shared/ui/use-title.js';
import { isProblem } from '../../../shared/api/problem.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { RestrictionsDialog } from '../../access/restrictions/restrictions-dialog.js';
import { useStanding } from '../../access/use-access.js';
import { ActivityRail } from './activity-rail.js';
import { ArchiveStep } from './archive-step.js';
import { ConsentsSection } from './consents-section.js';
import { DetailsSection } from './details-section.js';
import { HistoryTab } from './history-tab.js';
import { IdentifiersSection } from './identifiers-section.js';
import { KeyDateStrip } from './key-date-strip.js';
import { MergeDuplicate } from './merge-duplicate.js';
import type { ClientDetail } from './model.js';
import { PeopleSection } from './people-section.js';
import { RecordHeader } from './record-header.js';
import { recordText } from './text.js';
import { useClient } from './use-record.js';
import { useLifecycle } from './use-lifecycle.js';
import { usePractice } from './use-practice.js';
import type { Practice } from './use-practice.js';
import { near } from '../../../shared/text/dates.js';
import classes from './record.module.css';

const DocumentsTab = lazy(() => import('../../documents/documents-tab.js'));

/** One client: who they are, what is sealed, who is around them, and everything that was done. */
export default function ClientRecordPage() {
  const { id = '' } = useParams();
  const client = useClient(id);
  const practice = usePractice();
  if (client.isError && client.data === undefined) return <RecordProblem error={client.error} retry={() => void client.refetch()} />;
  if (client.data === undefined || practice === null) return <RecordSkeleton />;
  return <Record key={id} client={client.data} practice={practice} />;
}

function Record({ client, practice }: { client: ClientDetail; practice: Practice }) {
  const navigate = useNavigate();
  const location = useLocation();
  const base = `/clients/${client.id}`;
  const [editing, setEditing] = useState(false);
  const [archiving, setArchiving] = useState(false);
  const [restricting, setRestricting] = useState(false);
  const standing = useStanding();
  const { archive, restore } = useLifecycle(client);
  const merged = client.mergedIntoId !== null;
  const locked = merged || client.archivedAt !== null;
  const may = useMay('clients');
  const documents = useMe().data?.member.modules.includes('documents') ?? false;
  const fixed = locked || !may('update');
  useTitle(client.displayName);
  const onOverview = location.pathname.replace(/\/$/, '') === base;

  return (
    <div className={classes['page']}>
      <RecordHeader
        client={client}
        timeZone={practice.timeZone}
        memberName={practice.memberName}
        onEdit={
          fixed || (editing && onOverview)
            ? null
            : () => {
                setEditing(true);
                if (!onOverview) void navigate(base);
              }
        }
        onArchive={locked || !may('delete') ? null : () => setArchiving(true)}
        onRestore={locked && !merged && may('delete') ? () => restore.mutate() : null}
        onRestrict={standing?.may('update') ? () => setRestricting(true) : null}
        onMerge={locked || !may('delete') ? null : () => void navigate(`${base}/merge`)}
      />
      {locked && (
        <div className={classes['banner']}>
          <span>
            {merged
              ? recordText.header.mergedAway
              : recordText.header.archivedNote(client.archivedAt === null ? '' : near(client.archivedAt, practice.timeZone).toLowerCase())}
          </span>
          {merged && (
            <Link className={classes['link']} to={`/clients/${client.mergedIntoId}`}>
              {recordText.header.openKept}
            </Link>
          )}
        </div>
      )}
      {archiving && (
        <ArchiveStep
          client={client}
          today={practice.today}
          busy={archive.isPending}
          onKeep={() => setArchiving(false)}
          onConfirm={() => archive.mutate(undefined, { onSettled: () => setArchiving(false) })}
        />
      )}
      {restricting && <RestrictionsDialog client={client} onClose={() => setRestricting(false)} />}
      <KeyDateStrip client={client} today={practice.today} />
      <nav className={classes['tabs']} aria-label={recordText.header.tabs}>
        <NavLink to={base} end>
          {recordText.header.overview}
        </NavLink>
        {documents && <NavLink to={`${base}/documents`}>{recordText.header.documents}</NavLink>}
        <NavLink to={`${base}/people`}>
          {recordText.header.people} <Count of={client.relationships.length + client.consents.length} />
        </NavLink>
        <NavLink to={`${base}/history`}>{recordText.header.history}</NavLink>
      </nav>
      <Routes>
        <Route
          index
          element={
            <div className={classes['cols']}>
              <div>
                <IdentifiersSection client={client} today={practice.today} locked={fixed} />
                <DetailsSection
                  client={client}
                  memberId={practice.memberId}
                  timeZone={practice.timeZone}
                  assignees={practice.assignees}
                  context={practice}
                  editing={editing && !fixed}
                  setEditing={setEditing}
                  locked={fixed}
                />
              </div>
              <ActivityRail clientId={client.id} me={practice.memberId} timeZone={practice.timeZone} historyTo={`${base}/history`} />
            </div>
          }
        />
        <Route
          path="people"
          element={
            <div className={classes['body']}>
              <PeopleSection client={client} locked={fixed} />
              <ConsentsSection client={client} today={practice.today} locked={fixed} />
            </div>
          }
        />
        {documents && (
          <Route
            path="documents/*"
            element={
              <Suspense fallback={null}>
                <DocumentsTab
                  clientId={client.id}
                  locked={locked}
                  timeZone={practice.timeZone}
                  today={practice.today}
                  memberName={practice.memberName}
                />
              </Suspense>
            }
          />
        )}
        <Route path="history" element={<HistoryTab clientId={client.id} me={practice.memberId} timeZone={practice.timeZone} />} />
        <Route
          path="merge"
          element={locked || !may('delete') ? <Navigate to={base} replace /> : <MergeDuplicate client={client} context={practice} />}
        />
        <Route path="*" element={<Navigate to={base} replace />} />
      </Routes>
    </div>
  );
}

function Count({ of }: { of: number }) {
  return of === 0 ? null : <span>{of}</span>;
}

function RecordProblem({ error, retry }: { error: unknown; retry: () => void }) {
  const words = recordText.load;
  const missing = isProblem(error, 'clients.not_found') || isProblem(error, 'request.not_found');
  return (
    <div className={classes['page']}>
      <VisuallyHidden component="h1">{missing ? words.notFound : words.failed}</VisuallyHidden>
      {missing ? (
        <EmptyState
          title={words.notFound}
          action={
            <Button component={Link} to="/clients" variant="default" size="xs">
              {words.toList}
            </Button>
          }
        >
          {words.notFoundHint}
        </EmptyState>
      ) : (
        <ErrorState error={error} title={words.failed} retry={retry} />
      )}
    </div>
  );
}

function RecordSkeleton() {
  return (
    <div className={classes['page']} role="status" aria-label={recordText.load.loading}>
      <Skeleton height={12} width={120} radius="xl" mb={18} />
      <Skeleton height={22} width="36%" radius="xl" mb={12} />
      <Skeleton height={12} width="52%" radius="xl" mb={22} />
      <Skeleton height={56} radius="md" mb={26} />
      {[64, 58, 70, 52, 61].map((width) => (
        <Skeleton key={width} height={12} width={`${width}%`} radius="xl" my={15} />
      ))}
    </div>
  );
}

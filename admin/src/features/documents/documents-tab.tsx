import { Suspense, lazy } from 'react';
import { Route, Routes, useNavigate, useParams } from 'react-router';
import { useMay } from '../../shared/api/use-may.js';
import { Arriving } from './arriving.js';
import { DocumentList } from './document-list.js';
import { Viewer } from './viewer.js';
import classes from './documents.module.css';

const RequestsSection = lazy(() => import('./requests/requests-section.js'));

interface TabProps {
  clientId: string;
  /** Nothing is added to a client that is archived or was merged away. */
  locked: boolean;
  timeZone: string;
  today: string;
  memberName: (id: string) => string;
}

/** The documents of a client: what is asked for, what arrives, what is there, and one of them opened. */
export default function DocumentsTab({ clientId, locked, timeZone, today, memberName }: TabProps) {
  const may = useMay('documents');
  return (
    <div className={classes['tab']}>
      <div className={classes['cols']}>
        <div className={classes['asked']}>
          <Suspense fallback={null}>
            <RequestsSection key={clientId} clientId={clientId} locked={locked} timeZone={timeZone} today={today} />
          </Suspense>
        </div>
        <div className={classes['there']}>
          <Arriving clientId={clientId} mayAdd={!locked && may('create')} />
          <DocumentList clientId={clientId} timeZone={timeZone} today={today} memberName={memberName} />
        </div>
      </div>
      <Routes>
        <Route path=":documentId" element={<Opened back={`/clients/${clientId}/documents`} timeZone={timeZone} />} />
        <Route path="*" element={null} />
      </Routes>
    </div>
  );
}

function Opened({ back, timeZone }: { back: string; timeZone: string }) {
  const navigate = useNavigate();
  const { documentId = '' } = useParams();
  return <Viewer key={documentId} documentId={documentId} timeZone={timeZone} onClose={() => void navigate(back)} />;
}

import { Button } from '@mantine/core';
import { IconDots, IconDownload, IconPlus, IconUpload } from '@tabler/icons-react';
import { Suspense, useId, useRef, useState } from 'react';
import { Link } from 'react-router';
import { useMay } from '../../../shared/api/use-may.js';
import { problemSentence } from '../../../shared/text/problems.js';
import { useOnceOpened } from '../../../shared/ui/anchor.js';
import { toast } from '../../../shared/ui/toast.js';
import { usePhone } from '../../../shared/ui/use-phone.js';
import { asksForNobody, isNarrowed } from './filters.js';
import type { Filters } from './filters.js';
import { PhoneActs } from './later.js';
import { listRequests } from './requests.js';
import { listText } from './text.js';
import classes from './list.module.css';

interface PageHeadProps {
  filters: Filters;
  /** Null while it is being counted. */
  total: number | null;
  failed: boolean;
  seesAll: boolean;
}

/** The name of the page, how many clients it is about, and what can be done with them all. */
export function PageHead({ filters, total, failed, seesAll }: PageHeadProps) {
  const { exporting, start } = useExport(filters);
  const may = useMay('clients');
  const words = failed
    ? ''
    : total === null
      ? listText.counting
      : isNarrowed(filters)
        ? listText.countMatching(total)
        : listText.count(total, seesAll);
  return (
    <header className={classes['pageHead']}>
      <div>
        <h1>{listText.title}</h1>
        <p data-waiting={total === null || undefined}>{words}</p>
      </div>
      <div className={classes['pageActs']}>
        {usePhone() ? (
          <MoreActs exporting={exporting} onExport={start} />
        ) : (
          <>
            {may('create') && (
              <Button component={Link} to="/imports" variant="default" leftSection={<IconUpload size={16} stroke={1.6} />}>
                {listText.import}
              </Button>
            )}
            <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} />} disabled={exporting} onClick={start}>
              {exporting ? listText.exporting : listText.export}
            </Button>
          </>
        )}
        {may('create') && (
          <Button component={Link} to="/clients/new" leftSection={<IconPlus size={16} stroke={1.8} />}>
            {listText.newClient}
          </Button>
        )}
      </div>
    </header>
  );
}

/** On a phone, everything but the one most wanted is behind a button. */
function MoreActs({ exporting, onExport }: { exporting: boolean; onExport: () => void }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const there = useOnceOpened(open);
  return (
    <>
      <Button
        ref={button}
        id={id}
        variant="default"
        px={0}
        w={44}
        aria-label={listText.more}
        aria-haspopup="menu"
        aria-expanded={open}
        {...(open && { 'aria-controls': `${id}-dropdown` })}
        onClick={() => setOpen(!open)}
      >
        <IconDots size={18} stroke={1.6} />
      </Button>
      {there && (
        <Suspense fallback={null}>
          <PhoneActs id={id} anchor={button} opened={open} onChange={setOpen} exporting={exporting} onExport={onExport} />
        </Suspense>
      )}
    </>
  );
}

function useExport(filters: Filters) {
  const [exporting, setExporting] = useState(false);
  const run = async (): Promise<void> => {
    setExporting(true);
    try {
      await listRequests.export(filters);
      toast({ message: listText.exported });
    } catch (error) {
      toast({ message: `${listText.exportFailed}. ${problemSentence(error)}`, tone: 'danger' });
    } finally {
      setExporting(false);
    }
  };
  const start = (): void => {
    if (asksForNobody(filters)) toast({ message: listText.exportNobody, tone: 'danger' });
    else void run();
  };
  return { exporting, start };
}

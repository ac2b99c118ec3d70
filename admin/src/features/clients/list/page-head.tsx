import { Button, Menu } from '@mantine/core';
import { IconDots, IconDownload, IconPlus, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { problemSentence } from '../../../shared/text/problems.js';
import { toast } from '../../../shared/ui/toast.js';
import { asksForNobody, isNarrowed } from './filters.js';
import type { Filters } from './filters.js';
import { listRequests } from './requests.js';
import { usePhone } from './sheet.js';
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
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" px={0} w={44} aria-label={listText.more}>
                <IconDots size={18} stroke={1.6} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item component={Link} to="/imports" leftSection={<IconUpload size={16} stroke={1.6} />}>
                {listText.import}
              </Menu.Item>
              <Menu.Item leftSection={<IconDownload size={16} stroke={1.6} />} disabled={exporting} onClick={start}>
                {listText.export}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : (
          <>
            <Button component={Link} to="/imports" variant="default" leftSection={<IconUpload size={16} stroke={1.6} />}>
              {listText.import}
            </Button>
            <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} />} disabled={exporting} onClick={start}>
              {exporting ? listText.exporting : listText.export}
            </Button>
          </>
        )}
        <Button component={Link} to="/clients/new" leftSection={<IconPlus size={16} stroke={1.8} />}>
          {listText.newClient}
        </Button>
      </div>
    </header>
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

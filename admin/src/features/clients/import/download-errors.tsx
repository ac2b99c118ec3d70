import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { importRequests } from '../api/import-requests.js';
import { errorRowsCsv, saveText } from './csv.js';
import type { ClientImport, ImportRow, ImportRowPage } from './model.js';
import { importText } from './text.js';
import classes from './import.module.css';

/** Gives back the rows that were left out, with what to correct: read page by page, written in the browser. */
export function DownloadErrors({ job }: { job: ClientImport }) {
  const [read, setRead] = useState(0);
  const download = useMutation({
    mutationFn: async () => {
      const rows: ImportRow[] = [];
      for (const outcome of ['error', 'failed'] as const) {
        let cursor: string | null = null;
        do {
          const page: ImportRowPage = await importRequests.rows(job.id, { outcome, cursor, limit: 200 });
          rows.push(...page.items);
          cursor = page.nextCursor;
          setRead(rows.length);
        } while (cursor !== null);
      }
      rows.sort((a, b) => a.row - b.row);
      saveText(`${job.fileName.replace(/\.[a-z]{2,4}$/i, '')}, rows left out.csv`, errorRowsCsv(job, rows));
    },
  });
  return (
    <span className={classes['download']}>
      {download.isError && (
        <span className={classes['problem']} role="alert">
          {importText.downloadFailed}
        </span>
      )}
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={14} stroke={1.5} />}
        disabled={download.isPending}
        onClick={() => download.mutate()}
        title={importText.downloadHint}
      >
        {download.isPending ? importText.downloading(read) : importText.download(job.errorRows + job.failedRows)}
      </Button>
    </span>
  );
}

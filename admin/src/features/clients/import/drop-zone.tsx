import { Button, Textarea } from '@mantine/core';
import { IconClipboardText, IconFileUpload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { importRequests } from '../api/import-requests.js';
import { problemText } from '../api/problems.js';
import { saveText, templateCsv } from './csv.js';
import { keepSamples, sampleRows } from './samples.js';
import { importText } from './text.js';
import { importKeys } from './use-import.js';
import classes from './import.module.css';

interface Sending {
  name: string;
  share: number;
  stop: AbortController;
}

/** Takes a file by drop or choice, or pasted rows, shows it leave and goes on to its preview. */
export function DropZone() {
  const input = useRef<HTMLInputElement>(null);
  const cache = useQueryClient();
  const navigate = useNavigate();
  const [over, setOver] = useState(false);
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');
  const [sending, setSending] = useState<Sending | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const send = (content: Blob, name: string): void => {
    setProblem(null);
    if (content.size === 0) return setProblem(importText.empty);
    const stop = new AbortController();
    setSending({ name, share: 0, stop });
    importRequests
      .upload(content, name, (share) => setSending((now) => (now === null ? now : { ...now, share })), stop.signal)
      .then(
        async (job) => {
          keepSamples(job.id, await sampleRows(content).catch(() => []));
          cache.setQueryData(importKeys.one(job.id), job);
          void cache.invalidateQueries({ queryKey: importKeys.all, exact: true });
          void navigate(`/imports/${job.id}`);
        },
        (failure: unknown) => {
          setSending(null);
          if (!stop.signal.aborted) setProblem(problemText(failure, importText.problemCodes));
        },
      );
  };
  const take = (files: FileList | null): void => {
    const [file] = files ?? [];
    if (file === undefined) return;
    if ((files?.length ?? 0) > 1) return setProblem(importText.oneFile);
    if (!/\.(csv|txt|tsv)$/i.test(file.name) && !/csv|text/.test(file.type)) return setProblem(importText.notCsv);
    send(file, file.name);
  };

  if (sending !== null) {
    const percent = Math.round(sending.share * 100);
    return (
      <div className={classes['drop']} data-busy>
        <div className={classes['uploading']}>
          <strong>{importText.uploading(sending.name)}</strong>
          <div
            className={classes['bar']}
            role="progressbar"
            aria-label={importText.uploading(sending.name)}
            aria-valuenow={percent}
            aria-valuemin={0}
            aria-valuemax={100}
          >
            <i style={{ width: `${percent}%` }} />
          </div>
          <span className={classes['note']}>{percent < 100 ? `${percent} %` : importText.sealing}</span>
        </div>
        <Button variant="default" size="xs" onClick={() => sending.stop.abort()}>
          {importText.uploadCancel}
        </Button>
      </div>
    );
  }
  return (
    <>
      <div
        className={classes['drop']}
        data-over={over ? '' : undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <IconFileUpload size={20} stroke={1.5} aria-hidden className={classes['dropIcon']} />
        <div className={classes['dropWords']}>
          <strong>{importText.drop}</strong>
          <span className={classes['note']}>{importText.dropHint}</span>
        </div>
        <div className={classes['buttons']}>
          <Button onClick={() => input.current?.click()}>{importText.choose}</Button>
          <Button
            variant="default"
            leftSection={<IconClipboardText size={16} stroke={1.5} />}
            aria-expanded={pasting}
            onClick={() => setPasting(!pasting)}
          >
            {importText.paste}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => saveText('Ironbark client template.csv', templateCsv())}>
            {importText.template}
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          aria-label={importText.choose}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </div>
      {problem !== null && (
        <p className={classes['problem']} role="alert">
          {problem}
        </p>
      )}
      {pasting && (
        <form
          className={classes['paste']}
          onSubmit={(event) => {
            event.preventDefault();
            send(new Blob([commas(pasted)], { type: 'text/csv' }), importText.pastedName);
          }}
        >
          <Textarea
            label={importText.pasteLabel}
            description={importText.pasteHint}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            autosize
            minRows={5}
            maxRows={14}
            autoFocus
            value={pasted}
            onChange={(event) => setPasted(event.currentTarget.value)}
            spellCheck={false}
          />
          <div className={classes['buttons']}>
            <Button type="submit" disabled={pasted.trim() === ''}>
              {importText.pasteGo}
            </Button>
            <Button variant="default" onClick={() => setPasting(false)}>
              {importText.pasteCancel}
            </Button>
          </div>
        </form>
      )}
    </>
  );
}

/** Cells copied from a spreadsheet come with tabs between them; a file has commas. */
function commas(text: string): string {
  const [first = ''] = text.split(/\r?\n/, 1);
  if (!first.includes('\t') || first.includes(',')) return text;
  return text
    .split(/\r?\n/)
    .map((line) =>
      line
        .split('\t')
        .map((cell) => (/[",]/.test(cell) && !/^".*"$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
        .join(','),
    )
    .join('\r\n');
}

import { Button, Checkbox } from '@mantine/core';
import { IconDownload, IconPrinter } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { dateIn, day } from '../../../shared/text/dates.js';
import { CopyButton } from './copy-button.js';
import { factorText } from './text.js';
import classes from './factors.module.css';

interface RecoveryCodesProps {
  codes: readonly string[];
  goOnLabel?: string;
  onKept: () => void;
}

/** Recovery codes, shown once. One goes on when one says that they are kept; a reload before is asked about. */
export function RecoveryCodes({ codes, goOnLabel = factorText.goOn, onKept }: RecoveryCodesProps) {
  const [kept, setKept] = useState(false);
  useEffect(() => {
    if (kept) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [kept]);
  const sheet = `${factorText.fileHead(today())}\n\n${codes.join('\n')}\n`;
  return (
    <div className={classes['ways']}>
      <div className={classes['sheet']}>
        <p className={classes['sheetHead']}>{factorText.fileHead(today())}</p>
        <ol className={classes['codes']} aria-label={factorText.codesLabel}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
      <div className={classes['keep']}>
        <CopyButton text={codes.join('\n')}>{factorText.copy}</CopyButton>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />} onClick={() => save(sheet)}>
          {factorText.download}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={16} stroke={1.6} aria-hidden />} onClick={() => window.print()}>
          {factorText.print}
        </Button>
      </div>
      <Checkbox checked={kept} onChange={(event) => setKept(event.currentTarget.checked)} label={factorText.kept} />
      <Button size="lg" fullWidth disabled={!kept} onClick={onKept}>
        {goOnLabel}
      </Button>
    </div>
  );
}

function today(): string {
  return day(dateIn(new Date()));
}

function save(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.download = factorText.fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

import type { ReactNode } from 'react';
import { dayTime } from '../../../shared/text/dates.js';
import { PersonChip } from '../../../shared/ui/person-chip.js';
import { Status } from '../../../shared/ui/status.js';
import type { StatusKind } from '../../../shared/ui/status.js';
import watch from '../../identity/watch/watch.module.css';
import type { ActKind, HistoryLine } from './requests.js';
import { historyText as words } from './text.js';
import { actWords, sentWords } from './words.js';
import classes from './history.module.css';

const { columns } = words;
const SHAPES: Readonly<Record<ActKind, StatusKind>> = {
  open: 'prospect',
  download: 'done',
  share: 'waiting',
  change: 'archived',
  refuse: 'failed',
  look: 'none',
};

/** What Ironbark does by itself; anything else that no member did, somebody outside did. */
const OWN_ACTS = new Set(['file', 'refuse', 'move', 'destroy', 'remind']);

interface HistoryTableProps {
  label: string;
  lines: readonly HistoryLine[];
  /** Which document a line is about; left out where there is only one. */
  document?: (line: HistoryLine) => ReactNode;
}

/** Acts on documents, newest first. */
export function HistoryTable({ label, lines, document }: HistoryTableProps) {
  return (
    <div className={watch['scroll']}>
      <table className={`${watch['table']} ${classes['table']}`} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{columns.when}</th>
            <th scope="col">{columns.who}</th>
            <th scope="col">{columns.what}</th>
            {document && <th scope="col">{columns.document}</th>}
            <th scope="col">{columns.sent}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => {
            const sent = sentWords(line);
            return (
              <tr key={line.id}>
                <th scope="row" data-label={columns.when}>
                  <time dateTime={line.at}>{dayTime(line.at)}</time>
                </th>
                <td data-label={columns.who}>{who(line)}</td>
                <td data-label={columns.what}>
                  <Status kind={line.outcome === 'done' ? SHAPES[line.kind] : 'failed'}>{actWords(line)}</Status>
                </td>
                {document && (
                  <td data-label={columns.document} className={classes['document']}>
                    {document(line)}
                  </td>
                )}
                <td data-label={columns.sent} data-empty={sent === null || undefined} className={classes['sent']}>
                  {sent}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function who({ actor, action, outside }: HistoryLine): ReactNode {
  if (outside !== null) return outside === '' ? words.outside : outside;
  if (actor === null) return OWN_ACTS.has(action) ? words.system : words.outside;
  return <PersonChip id={actor.memberId} name={actor.displayName} />;
}

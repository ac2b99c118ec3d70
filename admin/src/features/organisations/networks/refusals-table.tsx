import { dayTime } from '../../../shared/text/dates.js';
import { EmptyState } from '../../../shared/ui/empty-state.js';
import { ErrorState } from '../../../shared/ui/error-state.js';
import { SkeletonRows, useSlow } from '../../../shared/ui/skeleton.js';
import { Status } from '../../../shared/ui/status.js';
import { useRefusals } from './requests.js';
import type { Refusal } from './requests.js';
import { networksText as words } from './text.js';
import classes from './networks.module.css';

const { columns } = words;

/** Who was refused, or would have been, newest first. */
export function Refusals() {
  const refusals = useRefusals();
  const slow = useSlow(refusals.isPending);
  if (refusals.data === undefined) {
    if (refusals.isError) return <ErrorState error={refusals.error} title={words.refusalsFailed} retry={() => void refusals.refetch()} />;
    return slow ? <SkeletonRows rows={3} /> : null;
  }
  if (refusals.data.length === 0) return <EmptyState title={words.none}>{words.noneHint}</EmptyState>;
  return (
    <table className={classes['table']} aria-label={words.refusals}>
      <thead>
        <tr>
          {(['when', 'who', 'address', 'times', 'outcome'] as const).map((column) => (
            <th key={column} scope="col">
              {columns[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {refusals.data.map((line) => (
          <Row key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ line: { lastAt, name, keyId, address, times, outcome } }: { line: Refusal }) {
  return (
    <tr>
      <th scope="row" data-label={columns.when}>
        <time dateTime={lastAt}>{dayTime(lastAt)}</time>
      </th>
      <td data-label={columns.who}>
        {name === '' ? words.somebody : name}
        {keyId !== null && <small>{words.key}</small>}
      </td>
      <td data-label={columns.address} className={classes['address']}>
        {address === 'unknown' ? words.unknownAddress : address}
      </td>
      <td data-label={columns.times}>{words.times(times).replace(/^[a-z]/, (letter) => letter.toUpperCase())}</td>
      <td data-label={columns.outcome}>
        <Status kind={outcome === 'refused' ? 'failed' : 'running'}>{words.outcome[outcome]}</Status>
      </td>
    </tr>
  );
}

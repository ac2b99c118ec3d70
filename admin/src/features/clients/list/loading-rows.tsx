import type { ColumnName } from './columns.js';
import { listText } from './text.js';
import classes from './list.module.css';

const ROWS = 10;
const WIDTHS = [150, 118, 172, 134, 160, 126, 148, 140];

/** Rows as tall as the ones that come, so that nothing jumps. */
export function LoadingRows({ columns }: { columns: readonly ColumnName[] }) {
  return (
    <table className={classes['table']} aria-hidden>
      <thead><tr><th className={classes['cCheck']} /><th>{listText.name}</th>{columns.map((name) => <th key={name} className={classes[name]}>{listText.columns[name]}</th>)}</tr></thead>
      <tbody className={classes['waiting']}>
        {Array.from({ length: ROWS }, (_, row) => (
          <tr key={row}>
            <td className={classes['cCheck']} />
            <td className={classes['cName']}><i style={{ width: WIDTHS[row % WIDTHS.length] }} /></td>
            {columns.map((name, at) => <td key={name} className={classes[name]}><i style={{ width: (WIDTHS[(row * 3 + at) % WIDTHS.length] ?? 140) * 0.55 }} /></td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

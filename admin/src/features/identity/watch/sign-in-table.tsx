import { VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { dayTime } from '../../../shared/text/dates.js';
import { Status } from '../../../shared/ui/status.js';
import type { SignIn } from './requests.js';
import { watchText } from './text.js';
import { countryWord, outcomeShape, outcomeWord, wayWord } from './words.js';
import classes from './watch.module.css';

const { columns } = watchText;

interface SignInTableProps<Line extends SignIn> {
  label: string;
  lines: readonly Line[];
  keyOf: (line: Line, index: number) => string;
  /** Whose line it is, where that is not plain. */
  who?: (line: Line) => ReactNode;
  /** What stands out about it. */
  marks?: (line: Line) => ReactNode;
  /** What can be done about it. */
  act?: (line: Line) => ReactNode;
}

/** Lines of a log of sign-ins, newest first. */
export function SignInTable<Line extends SignIn>({ label, lines, keyOf, who, marks, act }: SignInTableProps<Line>) {
  return (
    <div className={classes['scroll']}>
      <table className={classes['table']} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{columns.when}</th>
            {who && <th scope="col">{columns.who}</th>}
            <th scope="col">{columns.what}</th>
            <th scope="col">{columns.way}</th>
            <th scope="col">{columns.device}</th>
            <th scope="col">{columns.country}</th>
            {act && (
              <th scope="col">
                <VisuallyHidden>{columns.act}</VisuallyHidden>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <tr key={keyOf(line, index)}>
              <th scope="row" data-label={columns.when}>
                <time dateTime={line.at}>{dayTime(line.at)}</time>
              </th>
              {who && <td data-label={columns.who}>{who(line)}</td>}
              <td data-label={columns.what}>
                <span className={classes['what']}>
                  <Status kind={outcomeShape(line)}>{outcomeWord(line)}</Status>
                  {marks?.(line)}
                </span>
              </td>
              <td data-label={columns.way} data-empty={line.method === null || undefined}>
                {wayWord(line.method)}
              </td>
              <td data-label={columns.device}>{line.device}</td>
              <td data-label={columns.country}>
                <span>
                  {countryWord(line.country)}
                  {line.ip !== null && <small>{line.ip}</small>}
                </span>
              </td>
              {act && <td className={classes['act']}>{act(line)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

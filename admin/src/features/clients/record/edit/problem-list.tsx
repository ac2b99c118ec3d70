import type { RefObject } from 'react';
import type { ClientKind } from '../model.js';
import { fieldLabel, recordText } from '../text.js';
import type { FieldErrors } from './field-props.js';
import classes from './edit.module.css';

interface ProblemListProps {
  errors: FieldErrors;
  kind: ClientKind;
  /** Where the fields are, so that a line can lead to its field. */
  container: RefObject<HTMLElement | null>;
}

/** Everything that was refused, in one place above the form, each line leading to its field. */
export function ProblemList({ errors, kind, container }: ProblemListProps) {
  const go = (path: string): void => {
    const holder = container.current?.querySelector(`[data-field="${path.split('.')[0]}"]`);
    const target = holder?.querySelector<HTMLElement>('[aria-invalid="true"], input, select, textarea, button');
    target?.focus();
    target?.scrollIntoView({ block: 'center' });
  };
  return (
    <div className={classes['problems']} role="alert" tabIndex={-1} data-problems>
      <strong>{recordText.edit.errorsTitle(errors.size)}</strong>
      <ul>
        {[...errors].map(([path, message]) => (
          <li key={path}>
            <button type="button" onClick={() => go(path)}>
              {labelOf(path, kind)}
            </button>
            : {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

function labelOf(path: string, kind: ClientKind): string {
  const [field = path, index] = path.split('.');
  if (field === 'identifiers') return recordText.newClient.identifierNumber(Number(index) + 1);
  return field in recordText.fields ? fieldLabel(field as keyof typeof recordText.fields, kind) : field;
}

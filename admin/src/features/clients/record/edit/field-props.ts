import type { ClientKind, ClientValues, FieldName } from '../model.js';
import type { Choice } from '../places.js';

/** What was refused, by the path the server names (`emails.0.value`), with the sentence that says what to do. */
export type FieldErrors = ReadonlyMap<string, string>;

/** Nothing was refused. */
export const NO_ERRORS: FieldErrors = new Map();

/** What every editor of one field is given. */
export interface EditorProps<Name extends FieldName> {
  field: Name;
  kind: ClientKind;
  value: ClientValues[Name];
  onChange: (value: ClientValues[Name]) => void;
  errors: FieldErrors;
  /** Hides the label where the surroundings already name the field, as in the merge screen; it stays for screen readers. */
  bare?: boolean;
}

/** Who and which team a client can be given to. */
export interface Assignees {
  members: Choice[];
  teams: Choice[];
}

/** The refusals under one path, as if it were the root. */
export function errorsUnder(errors: FieldErrors, path: string): FieldErrors {
  const under = [...errors]
    .filter(([key]) => key.startsWith(`${path}.`))
    .map(([key, message]) => [key.slice(path.length + 1), message] as const);
  return new Map(under);
}

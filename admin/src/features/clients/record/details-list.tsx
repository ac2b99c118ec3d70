import { belongsTo, sameValue } from './model.js';
import type { ClientKind, ClientValues, FieldName } from './model.js';
import { fieldLabel } from './text.js';
import { valueView } from './value-view.js';
import type { ViewContext } from './value-view.js';
import classes from './record.module.css';

/** Shown even when nothing is recorded, because a file without them is unfinished. */
const ALWAYS: readonly FieldName[] = ['legalName', 'phones', 'dateOfBirth', 'emails', 'addresses', 'languages'];
/** Who they are on the left, how to reach them and who cares for them on the right. */
const COLUMNS: readonly (readonly FieldName[])[] = [
  [
    'legalName',
    'preferredName',
    'formerNames',
    'title',
    'dateOfBirth',
    'gender',
    'pronouns',
    'citizenships',
    'languages',
    'interpreterNeeded',
    'indigenousStatus',
  ],
  [
    'phones',
    'emails',
    'addresses',
    'contactChannels',
    'contactNote',
    'doNotContact',
    'emergencyContact',
    'gp',
    'referrer',
    'practitionerId',
    'teamId',
    'reviewOn',
  ],
];

/** What is known of a client, as a list of terms; empty fields nobody misses are left out. */
export function DetailsList({
  kind,
  values,
  context,
  none,
}: {
  kind: ClientKind;
  values: ClientValues;
  context: ViewContext;
  none: string;
}) {
  const shown = (fields: readonly FieldName[]) =>
    fields
      .filter((field) => belongsTo(kind, field))
      .flatMap((field) => {
        const view = valueView(field, values, context);
        const empty = view === null || sameValue(view, '');
        return empty && !ALWAYS.includes(field) ? [] : [{ field, view: empty ? <span className={classes['dim']}>{none}</span> : view }];
      });
  return (
    <div className={classes['defs']}>
      {COLUMNS.map((fields) => (
        <dl key={fields[0]}>
          {shown(fields).map(({ field, view }) => (
            <div key={field}>
              <dt>{fieldLabel(field, kind)}</dt>
              <dd>{view}</dd>
            </div>
          ))}
        </dl>
      ))}
    </div>
  );
}

import { belongsTo, sameValue } from './model.js';
import type { ClientKind, ClientValues, FieldName } from './model.js';
import { fieldLabel } from './text.js';
import { valueView } from './value-view.js';
import type { ViewContext } from './value-view.js';
import classes from './record.module.css';

/** In the order the list is read; these are shown even when nothing is recorded, because a file without them is unfinished. */
const ALWAYS: readonly FieldName[] = ['legalName', 'phones', 'dateOfBirth', 'emails', 'addresses', 'languages'];
const ORDER: readonly FieldName[] = [
  'legalName', 'phones', 'preferredName', 'emails', 'formerNames', 'addresses', 'title', 'contactChannels', 'dateOfBirth', 'contactNote', 'gender', 'doNotContact', 'pronouns',
  'emergencyContact', 'citizenships', 'gp', 'languages', 'referrer', 'interpreterNeeded', 'practitionerId', 'indigenousStatus', 'teamId', 'reviewOn',
];

/** What is known of a client, as a list of terms; empty fields nobody misses are left out. */
export function DetailsList({ kind, values, context, none }: { kind: ClientKind; values: ClientValues; context: ViewContext; none: string }) {
  const shown = ORDER.filter((field) => belongsTo(kind, field)).flatMap((field) => {
    const view = valueView(field, values, context);
    const empty = view === null || sameValue(view, '');
    return empty && !ALWAYS.includes(field) ? [] : [{ field, view: empty ? <span className={classes['dim']}>{none}</span> : view }];
  });
  return (
    <dl className={classes['defs']}>
      {shown.map(({ field, view }) => (
        <div key={field}>
          <dt>{fieldLabel(field, kind)}</dt>
          <dd>{view}</dd>
        </div>
      ))}
    </dl>
  );
}

import { FIELD_NAMES, sameValue, tidy } from './model.js';
import type { ClientValues, FieldName } from './model.js';

/** Where two people's edits of one field stand against what both began with. */
export interface MergeRow {
  field: FieldName;
  /** Both changed it, each to something else: somebody has to choose. */
  conflict: boolean;
  /** What is taken unless the person says otherwise; `null` while a conflict waits for an answer. */
  suggestion: 'theirs' | 'yours' | null;
}

/**
 * The fields in which the stored client and the person's own edit differ. A field only one side touched is settled
 * by that; a field both touched is a conflict. Conflicts come first, otherwise the order of the form.
 */
export function mergeRows(base: ClientValues, theirs: ClientValues, yours: ClientValues): MergeRow[] {
  const rows: MergeRow[] = [];
  for (const field of FIELD_NAMES) {
    const [was, now, mine] = [tidy(field, base), tidy(field, theirs), tidy(field, yours)];
    if (sameValue(now, mine)) continue;
    const theyChanged = !sameValue(was, now);
    const youChanged = !sameValue(was, mine);
    const conflict = theyChanged && youChanged;
    rows.push({ field, conflict, suggestion: conflict ? null : youChanged ? 'yours' : 'theirs' });
  }
  return [...rows.filter((row) => row.conflict), ...rows.filter((row) => !row.conflict)];
}

/** Copies one field from one set of values to another, keeping its type. */
export function withField<Name extends FieldName>(values: ClientValues, field: Name, from: ClientValues): ClientValues {
  return { ...values, [field]: from[field] };
}

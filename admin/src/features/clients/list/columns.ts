/** A column that may be shown or not; the name always is. */
export type ColumnName = 'status' | 'born' | 'team' | 'practitioner' | 'fileNumber' | 'activity';

/** Every such column, in the order they stand. */
export const COLUMNS: readonly ColumnName[] = ['status', 'born', 'team', 'practitioner', 'fileNumber', 'activity'];

/** Under which name the choice is kept with the member. */
export const COLUMNS_PREFERENCE = 'clients-list';

/** The columns of a kept choice; all of them when there is none or it cannot be read. */
export function readColumns(value: unknown): readonly ColumnName[] {
  const kept: unknown = typeof value === 'object' && value !== null && 'columns' in value ? value.columns : undefined;
  if (!Array.isArray(kept)) return COLUMNS;
  return COLUMNS.filter((name) => kept.includes(name));
}

/** The columns with one shown or taken away. */
export function toggled(shown: readonly ColumnName[], name: ColumnName): readonly ColumnName[] {
  return COLUMNS.filter((column) => (column === name ? !shown.includes(name) : shown.includes(column)));
}

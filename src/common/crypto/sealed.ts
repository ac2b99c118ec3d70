/** A class whose properties are sealed values of one table. */
export type SealedClass<T extends object = object> = abstract new (...args: never[]) => T;

/** One sealed column: a JSON document in one envelope that holds the fields read together. */
export interface SealedColumn {
  table: string;
  /** Column and group have the same name. */
  column: string;
  group: string;
  fields: readonly SealedField[];
}

/** A property inside a sealed column. */
export interface SealedField {
  name: string;
  /** What a document sealed before this field existed answers; without it such a document is refused. */
  absent?: { value: unknown };
}

/** Options of {@link Sealed}. */
export interface SealedOptions {
  /** The group, which is also the column's name. Put together what is read together: opening costs per call, not per byte. */
  group: string;
  /** Value for documents sealed before this field was added. */
  absent?: unknown;
}

const NAME = /^[a-z][a-z0-9_]*$/;
const drafts = new WeakMap<object, Map<string, SealedField[]>>();
const rows = new Map<SealedClass, readonly SealedColumn[]>();
const owners = new Map<string, string>();

/**
 * Declares a property as sealed: it exists in the database only inside its group's envelope. Plain JSON only.
 *
 *     @SealedRow('client')
 *     class ClientSealed {
 *       @Sealed({ group: 'card' }) legalName!: PersonName;
 *       @Sealed({ group: 'details' }) gender!: string | null;
 *     }
 */
export function Sealed(options: SealedOptions): PropertyDecorator {
  return (prototype, property) => {
    if (typeof property !== 'string') throw new TypeError('A sealed property has a plain name.');
    if (!NAME.test(options.group)) throw new TypeError(`"${options.group}" cannot be a column name.`);
    const groups = drafts.get(prototype) ?? new Map<string, SealedField[]>();
    const field: SealedField = { name: property, ...('absent' in options && { absent: { value: options.absent } }) };
    groups.set(options.group, [...(groups.get(options.group) ?? []), field]);
    drafts.set(prototype, groups);
  };
}

/**
 * Enters a class's sealed groups in the registry under its table. Several classes may describe one table, but a
 * column belongs to one of them: the second claim throws at import.
 */
export function SealedRow(table: string): ClassDecorator {
  return (target) => {
    if (!NAME.test(table)) throw new TypeError(`"${table}" cannot be a table name.`);
    const groups = drafts.get(target.prototype as object);
    if (!groups) throw new TypeError(`${target.name} declares no @Sealed property.`);
    const columns = [...groups].map(([group, fields]) => ({ table, column: group, group, fields }));
    for (const { column } of columns) {
      const owner = owners.get(`${table}.${column}`);
      if (owner) throw new TypeError(`${table}.${column} is already described by ${owner}.`);
    }
    for (const { column } of columns) owners.set(`${table}.${column}`, target.name);
    rows.set(target as unknown as SealedClass, columns);
  };
}

/** Every sealed column declared by the classes imported so far, for the inventory test and for key rotation. */
export function sealedRegistry(): SealedColumn[] {
  return [...rows.values()].flat();
}

/** The sealed columns of one class. Throws when it carries no `@SealedRow`. */
export function sealedColumnsOf(row: SealedClass): readonly SealedColumn[] {
  const columns = rows.get(row);
  if (!columns) throw new TypeError(`${row.name} is not a @SealedRow.`);
  return columns;
}

/** One sealed column of a class. Throws when the class has no such column. */
export function sealedColumn(row: SealedClass, column: string): SealedColumn {
  const found = sealedColumnsOf(row).find((candidate) => candidate.column === column);
  if (!found) throw new TypeError(`${row.name} has no sealed column "${column}".`);
  return found;
}

import type { OrgKeyring } from './org-keyring.js';
import { sealedColumn, sealedColumnsOf, type SealedClass, type SealedColumn, type SealedField } from './sealed.js';

type Document = Record<string, unknown>;

/**
 * The one place where rows are sealed and opened. Stateless: the keyring is an argument of every call. A class, column
 * or field it does not know, or one that is missing, throws a `TypeError`, so that nothing is lost or left in the clear.
 */
export class SealedCodec {
  /**
   * The envelopes of every group that `values` has a field of, by column name. A group is sealed whole: to change one
   * field, open the group first and give all its fields.
   */
  seal<T extends object>(keyring: OrgKeyring, row: SealedClass<T>, rowId: string, values: Partial<T>): Record<string, Buffer> {
    const given = values as Document;
    const left = new Set(Object.keys(given));
    const sealed: Record<string, Buffer> = {};
    for (const column of sealedColumnsOf(row)) {
      if (!column.fields.some(({ name }) => name in given)) continue;
      const document: Document = {};
      for (const { name } of column.fields) {
        if (given[name] === undefined) throw new TypeError(`${where(column)} is sealed whole: ${name} is missing.`);
        document[name] = given[name];
        left.delete(name);
      }
      sealed[column.column] = keyring.sealJson({ table: column.table, column: column.column, rowId }, document);
    }
    if (left.size > 0) throw new TypeError(`${row.name} does not seal ${[...left].join(', ')}.`);
    if (Object.keys(sealed).length === 0) throw new TypeError(`${row.name}: nothing to seal.`);
    return sealed;
  }

  /** All sealed values of a row: every column of the class must be given. Throws what `OrgKeyring.open` throws. */
  open<T extends object>(keyring: OrgKeyring, row: SealedClass<T>, rowId: string, columns: Record<string, Buffer>): T {
    for (const { column } of sealedColumnsOf(row)) {
      if (!(column in columns)) throw new TypeError(`${row.name}: column "${column}" is missing.`);
    }
    return this.openSome(keyring, row, rowId, columns) as T;
  }

  /** The values of the given columns only, for lists that show one group. Other fields are absent from the answer. */
  openSome<T extends object>(keyring: OrgKeyring, row: SealedClass<T>, rowId: string, columns: Record<string, Buffer>): Partial<T> {
    const values: Document = {};
    for (const [name, envelope] of Object.entries(columns)) {
      const column = sealedColumn(row, name);
      if (!Buffer.isBuffer(envelope)) throw new TypeError(`${where(column)} holds no envelope.`);
      const document = keyring.openJson<Document>({ table: column.table, column: name, rowId }, envelope);
      for (const field of column.fields) values[field.name] = valueOf(document, field, column);
    }
    return values as Partial<T>;
  }
}

function valueOf(document: Document, { name, absent }: SealedField, column: SealedColumn): unknown {
  if (Object.hasOwn(document, name)) return document[name];
  if (!absent) throw new TypeError(`${where(column)} was sealed without ${name}.`);
  return structuredClone(absent.value);
}

function where({ table, column }: SealedColumn): string {
  return `${table}.${column}`;
}

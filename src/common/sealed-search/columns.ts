import { steps } from './sorted-rows.js';

/** One value a row. */
type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** The same values in a longer column. */
export function grown<T extends Column>(column: T, length: number): T {
  const larger = new (column.constructor as new (length: number) => T)(length);
  larger.set(column as never);
  return larger;
}

/** The values of a column at the rows of `order`, in a column of its own. Yields on the way. */
export function* gathered<T extends Column>(column: T, order: Uint32Array, capacity: number): Generator<void, T> {
  const into = new (column.constructor as new (length: number) => T)(capacity);
  for (const [from, to] of steps(order.length)) {
    for (let row = from; row < to; row++) into[row] = column[order[row]!]!;
    yield;
  }
  return into;
}

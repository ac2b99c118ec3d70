import { KeyUnavailable } from '../../../common/crypto/crypto.errors.js';
import { CommitUnknown, DatabaseUnavailable, NoLiveGrant, isRowRefused, sqlState } from '../../../common/database/database.errors.js';
import { InvalidInput, Unavailable, type FieldError } from '../../../common/errors.js';
import { ImportNotFound } from '../domain/client.errors.js';
import { FILE_NUMBER_TAKEN } from '../domain/import-errors.js';

/** The import was paused or cancelled between two batches. */
export class ImportStopped extends Error {}

/** Rows of the batch were imported by another worker first; nothing was written. */
export class RowsTakenMeanwhile extends Error {}

/** Deadlock, serialisation, lock timeout, out of memory or disk, statement cancelled: not the row's fault. */
const PASSING = /^(40001|40P01|55P03|57014|53)/;

/** Whether an error says nothing about the rows: trying again later may succeed. */
export function isPassing(error: unknown): boolean {
  if (error instanceof ImportStopped || error instanceof RowsTakenMeanwhile || error instanceof ImportNotFound) return true;
  if (
    error instanceof DatabaseUnavailable ||
    error instanceof CommitUnknown ||
    error instanceof NoLiveGrant ||
    error instanceof Unavailable ||
    error instanceof KeyUnavailable
  )
    return true;
  return PASSING.test(sqlState(error) ?? '');
}

const NOT_IMPORTED: FieldError = {
  field: 'row',
  code: 'not_imported',
  message: 'This row could not be stored. Enter this client by hand, or import the row again.',
};

const OUTSIDE_YOUR_ACCESS: FieldError = {
  field: 'row',
  code: 'outside_your_access',
  message: 'You may not add this client: it would be outside the teams or clients that you may see.',
};

/** What PostgreSQL refuses about a client, by SQLSTATE. */
const REFUSALS: Readonly<Record<string, FieldError>> = {
  '23505': FILE_NUMBER_TAKEN,
  '23503': { field: 'row', code: 'reference_missing', message: 'The team or practitioner of this row is gone.' },
};

/** What a person reads about a row that the database refused. Never with a value in it. */
export function refusalOf(error: unknown): FieldError {
  if (error instanceof InvalidInput && error.fieldErrors[0]) return error.fieldErrors[0];
  if (isRowRefused(error)) return OUTSIDE_YOUR_ACCESS;
  return REFUSALS[sqlState(error) ?? ''] ?? NOT_IMPORTED;
}

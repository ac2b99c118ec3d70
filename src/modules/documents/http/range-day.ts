import { InvalidInput } from '../../../common/errors.js';
import { isDay } from '../use-cases/begin-upload.use-case.js';

/** A day of a range, or null. @throws InvalidInput naming the field */
export function rangeDay(field: string, value: string | undefined): string | null {
  if (value === undefined || value === '') return null;
  if (!isDay(value)) throw new InvalidInput([{ field, code: 'not_a_date', message: 'Give a day that exists, written YYYY-MM-DD.' }]);
  return value;
}

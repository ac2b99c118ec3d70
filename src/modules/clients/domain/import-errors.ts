import type { FieldError } from '../../../common/errors.js';

/** A client of the organisation has the row's file number. */
export const FILE_NUMBER_TAKEN: FieldError = {
  field: 'fileNumber',
  code: 'file_number_taken',
  message: 'A client of your practice has this file number already. Change it, or leave it empty for a new one.',
};

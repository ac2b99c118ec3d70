import { fileLength } from './file-length.mjs';
import { noNow } from './no-now.mjs';
import { noRawRepository, noSave, noSynchronize } from './persistence.mjs';
import { noStringSql } from './string-sql.mjs';

/** Every house rule. */
export const rules = [noSave, noRawRepository, noSynchronize, noStringSql, noNow, fileLength];

import { Sealed, SealedRow } from '../../../common/crypto/sealed.js';
import type { FieldError } from '../../../common/errors.js';
import type { PauseReason } from '../domain/client-import.js';
import type { ImportFieldName } from '../domain/csv-columns.js';

/** What an import seals of its file beside the rows. */
@SealedRow('client_import')
export class ImportSealed {
  @Sealed({ group: 'sealed' })
  fileName!: string;

  @Sealed({ group: 'sealed' })
  headers!: readonly string[];

  @Sealed({ group: 'sealed' })
  mapping!: readonly (ImportFieldName | null)[];

  @Sealed({ group: 'sealed' })
  check!: number;

  @Sealed({ group: 'sealed' })
  stored!: boolean;

  @Sealed({ group: 'sealed', absent: null })
  pausedBecause!: PauseReason | null;
}

/** One row of the file with what was found about it. Sealed under the row id of {@link importRowId}. */
@SealedRow('client_import_row')
export class ImportRowSealed {
  @Sealed({ group: 'sealed' })
  cells!: readonly string[];

  /** Errors of the row's form, which no other mapping can mend. */
  @Sealed({ group: 'sealed' })
  form!: readonly FieldError[];

  @Sealed({ group: 'sealed' })
  errors!: readonly FieldError[];

  @Sealed({ group: 'sealed' })
  warnings!: readonly FieldError[];
}

/** What a stored row is sealed under: its table's key has two parts beside the organisation. */
export function importRowId(importId: string, row: number): string {
  return `${importId}/${row}`;
}

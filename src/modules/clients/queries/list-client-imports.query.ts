import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { FieldError } from '../../../common/errors.js';
import { cellsByHeading, mappingByHeading, type ClientImport, type ImportOutcome } from '../domain/client-import.js';
import type { RowValues } from '../domain/csv-columns.js';
import { applyMapping } from '../domain/csv-row.js';
import type { ClientImportRowsRepository } from '../persistence/client-import-rows.repository.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';

/** One row of an import as its author sees it. */
export interface ImportRowLine {
  row: number;
  outcome: ImportOutcome;
  clientId: string | null;
  values: RowValues;
  errors: readonly FieldError[];
  warnings: readonly FieldError[];
}

const MOST_IMPORTS = 100;
const OWN_FILE = 'file name and headings of one’s own import; its rows are recorded when they are opened';

/** What a member sees of their own imports. */
export class ListClientImports {
  constructor(
    private readonly imports: ClientImportRepository,
    private readonly rows: ClientImportRowsRepository,
  ) {}

  /** The caller's imports, newest first. */
  async all(tx: TenantTransaction): Promise<ClientImport[]> {
    return this.imports.list(tx, await tx.keyringUnrecorded(OWN_FILE), MOST_IMPORTS);
  }

  /** One import, for following its progress. @throws ImportNotFound */
  async one(tx: TenantTransaction, id: string): Promise<ClientImport> {
    return this.imports.get(tx, await tx.keyringUnrecorded(OWN_FILE), id);
  }

  /** Rows after a row number, opened under the mapping of now; recorded. @throws ImportNotFound */
  async rowsOf(
    tx: TenantTransaction,
    id: string,
    page: { outcome?: ImportOutcome; after: number; limit: number },
  ): Promise<{ items: ImportRowLine[]; next: number | null }> {
    const keyring = await tx.keyring();
    const held = await this.imports.get(tx, keyring, id);
    const found = await this.rows.next(tx, keyring, id, { ...page, limit: page.limit + 1 });
    const shown = found.slice(0, page.limit);
    const mapping = mappingByHeading(held);
    tx.audit({
      action: 'read',
      subject: { kind: 'client_import', id },
      fields: ['rows'],
      recordIds: shown.flatMap(({ clientId }) => (clientId === null ? [] : [clientId])),
      detail: { from: shown[0]?.row ?? null, to: shown.at(-1)?.row ?? null, rows: shown.length },
    });
    const items = shown.map(({ row, outcome, clientId, cells, errors, warnings }) => ({
      row,
      outcome,
      clientId,
      values: applyMapping(cellsByHeading(held.headers, cells), mapping),
      errors,
      warnings,
    }));
    return { items, next: found.length > page.limit ? shown.at(-1)!.row : null };
  }
}

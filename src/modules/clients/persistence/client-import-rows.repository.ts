import { SealedCodec } from '../../../common/crypto/sealed-codec.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { FieldError } from '../../../common/errors.js';
import type { ImportCounts, ImportOutcome, ImportRow } from '../domain/client-import.js';
import type { FileRow } from '../domain/import-file.js';
import { ImportRowSealed, importRowId } from './client-import.sealed.js';

interface RowLine {
  row_no: number;
  outcome: ImportOutcome;
  client_id: string | null;
  sealed: Buffer;
}

/** A stored row with the errors of its form kept apart, for checking it again. */
export interface StoredRow extends ImportRow {
  readonly form: readonly FieldError[];
}

// Updates name the organisation and the row numbers once more, as constants: without them the planner, which knows
// nothing of a table just filled, joins every row of the import with every row given (1.5 s instead of 20 ms for 500).
const codec = new SealedCodec();

/** Stores and finds the rows of imports, sealed; visible with their import only. */
export class ClientImportRowsRepository {
  /** Stores rows of a file as they are. Until a check has seen them they count as rows with errors. */
  async insert(tx: TenantTransaction, keyring: OrgKeyring, importId: string, rows: readonly FileRow[]): Promise<void> {
    const sealed = rows.map(({ row, cells, errors }) => seal(keyring, importId, row, { cells, form: errors, errors, warnings: [] }));
    await tx.execute({
      name: 'import-rows-insert',
      text: `insert into app.client_import_row (org_id, import_id, row_no, outcome, sealed)
             select $1, $2, r.row_no, 'error', r.sealed from unnest($3::int[], $4::bytea[]) as r (row_no, sealed)`,
      values: [keyring.orgId, importId, rows.map(({ row }) => row), sealed],
    });
  }

  /** Up to `limit` rows after a row number, in their order; of one outcome or of any. */
  async next(
    tx: TenantTransaction,
    keyring: OrgKeyring,
    importId: string,
    { after, limit, outcome }: { after: number; limit: number; outcome?: ImportOutcome },
  ): Promise<StoredRow[]> {
    const narrowed = outcome === undefined ? '' : ' and outcome = $4';
    const lines = await tx.query<RowLine>({
      name: outcome === undefined ? 'import-rows' : 'import-rows-of',
      text: `select row_no, outcome, client_id, sealed from app.client_import_row
              where import_id = $1 and row_no > $2${narrowed} order by row_no limit $3`,
      values: [importId, after, limit, ...(outcome === undefined ? [] : [outcome])],
    });
    return lines.map((line) => open(keyring, importId, line));
  }

  /** Stores what a check found about rows. */
  async storeChecked(tx: TenantTransaction, keyring: OrgKeyring, importId: string, rows: readonly StoredRow[]): Promise<void> {
    await tx.execute({
      name: 'import-rows-checked',
      text: `update app.client_import_row r set outcome = d.outcome, sealed = d.sealed
               from unnest($2::int[], $3::text[], $4::bytea[]) as d (row_no, outcome, sealed)
              where r.org_id = $5 and r.import_id = $1 and r.row_no = any($2::int[]) and r.row_no = d.row_no`,
      values: [
        importId,
        rows.map(({ row }) => row),
        rows.map(({ outcome }) => outcome),
        rows.map((row) => seal(keyring, importId, row.row, row)),
        keyring.orgId,
      ],
    });
  }

  /** Marks rows as imported, in the transaction that creates their clients; answers how many were still ready. */
  async markImported(
    tx: TenantTransaction,
    keyring: OrgKeyring,
    importId: string,
    rows: readonly { row: number; clientId: string }[],
  ): Promise<number> {
    return tx.execute({
      name: 'import-rows-imported',
      text: `update app.client_import_row r set outcome = 'imported', client_id = d.client_id
               from unnest($2::int[], $3::uuid[]) as d (row_no, client_id)
              where r.org_id = $4 and r.import_id = $1 and r.row_no = any($2::int[]) and r.row_no = d.row_no and r.outcome = 'ready'`,
      values: [importId, rows.map(({ row }) => row), rows.map(({ clientId }) => clientId), keyring.orgId],
    });
  }

  /** Marks one row as failed, with the reasons; answers whether it was still ready. */
  async markFailed(
    tx: TenantTransaction,
    keyring: OrgKeyring,
    importId: string,
    row: StoredRow,
    errors: readonly FieldError[],
  ): Promise<boolean> {
    const sealed = seal(keyring, importId, row.row, { ...row, errors });
    const marked = await tx.execute({
      text: `update app.client_import_row set outcome = 'failed', sealed = $3 where import_id = $1 and row_no = $2 and outcome = 'ready'`,
      values: [importId, row.row, sealed],
    });
    return marked === 1;
  }

  /** How many rows have which outcome, counted. */
  async counts(tx: TenantTransaction, importId: string): Promise<ImportCounts> {
    const lines = await tx.query<{ outcome: ImportOutcome; rows: number }>({
      text: 'select outcome, count(*)::int as rows from app.client_import_row where import_id = $1 group by outcome',
      values: [importId],
    });
    const of = (outcome: ImportOutcome): number => lines.find((line) => line.outcome === outcome)?.rows ?? 0;
    return { ready: of('ready'), error: of('error'), imported: of('imported'), failed: of('failed') };
  }

  /** Deletes the rows of an upload that broke off. */
  async deleteAll(tx: TenantTransaction, importId: string): Promise<void> {
    await tx.execute({ text: 'delete from app.client_import_row where import_id = $1', values: [importId] });
  }
}

function seal(keyring: OrgKeyring, importId: string, row: number, { cells, form, errors, warnings }: ImportRowSealed): Buffer {
  return codec.seal(keyring, ImportRowSealed, importRowId(importId, row), { cells, form, errors, warnings })['sealed']!;
}

function open(keyring: OrgKeyring, importId: string, { row_no, outcome, client_id, sealed }: RowLine): StoredRow {
  const { cells, form, errors, warnings } = codec.open(keyring, ImportRowSealed, importRowId(importId, row_no), { sealed });
  return { row: row_no, outcome, clientId: client_id, cells, form, errors, warnings };
}

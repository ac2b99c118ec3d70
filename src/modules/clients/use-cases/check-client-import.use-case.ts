import { setImmediate as breathe } from 'node:timers/promises';
import type { Clock } from '../../../common/clock/clock.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { FieldError } from '../../../common/errors.js';
import { CHECK_BATCH, cellsByHeading, mappingByHeading, type ClientImport } from '../domain/client-import.js';
import { parseRow, type ParsedRow } from '../domain/csv-row.js';
import { ImportDuplicates } from '../domain/import-duplicates.js';
import { FILE_NUMBER_TAKEN } from '../domain/import-errors.js';
import type { ClientImportRowsRepository, StoredRow } from '../persistence/client-import-rows.repository.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';
import { KnownClients, importSurroundings, type ImportSurroundings } from '../persistence/import-surroundings.js';

const ERRORS_KEPT = 30;
const ROWS_BETWEEN_BREATHS = 50;

interface Progress {
  readonly check: number;
  readonly surroundings: ImportSurroundings;
  readonly duplicates: ImportDuplicates;
  after: number;
  ready: number;
  error: number;
}

/**
 * Checks every row of an import, by the rules of a client typed in by hand, and writes what is wrong beside it. Always
 * begins at the first row, so that it may be repeated; gives way to a newer check or a cancellation between two batches.
 */
export class CheckClientImport {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ClientImportRepository,
    private readonly rows: ClientImportRowsRepository,
    private readonly clock: Clock,
  ) {}

  /** Does the check; an import that waits for none is left as it is. @throws ImportNotFound */
  async execute(token: GrantToken, importId: string): Promise<void> {
    const progress = await this.database.run(token, (tx) => this.begin(tx, importId));
    if (progress) while (await this.database.run(token, (tx) => this.batch(tx, importId, progress)));
  }

  private async begin(tx: TenantTransaction, importId: string): Promise<Progress | undefined> {
    const keyring = await tx.keyring();
    const held = await this.imports.get(tx, keyring, importId);
    tx.audit({ action: 'read', subject: { kind: 'client_import', id: importId }, fields: ['rows'], detail: { purpose: 'check' } });
    if (!waits(held)) return undefined;
    const surroundings = await importSurroundings(tx);
    return { check: held.check, surroundings, duplicates: new ImportDuplicates(), after: 0, ready: 0, error: 0 };
  }

  /** Checks some rows; answers whether there may be more. */
  private async batch(tx: TenantTransaction, importId: string, progress: Progress): Promise<boolean> {
    const keyring = await tx.keyringUnrecorded('rows of an import whose check is on record');
    const held = await this.imports.lock(tx, keyring, importId);
    if (!waits(held) || held.check !== progress.check) return false;
    const rows = await this.rows.next(tx, keyring, importId, { after: progress.after, limit: CHECK_BATCH });
    if (rows.length === 0) {
      await this.imports.store(tx, keyring, { ...held, state: 'ready', counts: await this.rows.counts(tx, importId) });
      return false;
    }
    const checked = await this.check(tx, keyring, held, rows, progress);
    await this.rows.storeChecked(tx, keyring, importId, checked);
    const ready = progress.ready + checked.filter(({ outcome }) => outcome === 'ready').length;
    const error = progress.error + checked.filter(({ outcome }) => outcome === 'error').length;
    await this.imports.store(tx, keyring, { ...held, counts: { ...held.counts, ready, error } });
    Object.assign(progress, { ready, error, after: rows.at(-1)!.row });
    return true;
  }

  private async check(
    tx: TenantTransaction,
    keyring: OrgKeyring,
    held: ClientImport,
    rows: readonly StoredRow[],
    { surroundings, duplicates }: Progress,
  ): Promise<StoredRow[]> {
    const mapping = mappingByHeading(held);
    const parsed: ParsedRow[] = [];
    for (const { cells } of rows) {
      parsed.push(parseRow(cellsByHeading(held.headers, cells), mapping, this.clock, surroundings.timeZone));
      if (parsed.length % ROWS_BETWEEN_BREATHS === 0) await breathe();
    }
    const known = await KnownClients.find(
      tx,
      keyring,
      parsed.flatMap(({ draft }) => (draft === null ? [] : [draft])),
    );
    return rows.map((row, index) => judge(row, parsed[index]!, { surroundings, duplicates, known }));
  }
}

function waits({ state, stored }: ClientImport): boolean {
  return state === 'checking' && stored;
}

function judge(
  row: StoredRow,
  { draft, errors: found, warnings: noticed }: ParsedRow,
  { surroundings, duplicates, known }: { surroundings: ImportSurroundings; duplicates: ImportDuplicates; known: KnownClients },
): StoredRow {
  const errors: FieldError[] = [...row.form, ...found];
  const warnings: FieldError[] = [...noticed];
  if (draft !== null) {
    const twice = duplicates.add(row.row, draft);
    errors.push(...surroundings.references.place(draft).errors, ...twice.errors);
    warnings.push(...twice.warnings);
    if (known.hasFileNumber(draft.fileNumber)) errors.push(FILE_NUMBER_TAKEN);
    for (const field of known.columnsOf(draft))
      warnings.push({
        field,
        code: 'duplicate_of_client',
        message: 'A client of your practice has the same. Check that this is another one.',
      });
  }
  return {
    ...row,
    outcome: errors.length > 0 ? 'error' : 'ready',
    errors: errors.slice(0, ERRORS_KEPT),
    warnings: warnings.slice(0, ERRORS_KEPT),
  };
}

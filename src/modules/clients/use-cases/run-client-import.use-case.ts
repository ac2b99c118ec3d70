import type { Clock } from '../../../common/clock/clock.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { FieldError } from '../../../common/errors.js';
import { IMPORT_BATCH, cellsByHeading, mappingByHeading, type ClientImport } from '../domain/client-import.js';
import { parseRow } from '../domain/csv-row.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import type { ClientImportRowsRepository, StoredRow } from '../persistence/client-import-rows.repository.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';
import { importSurroundings, type ImportSurroundings } from '../persistence/import-surroundings.js';
import { ImportBatch, type ReadyRow } from './import-batch.js';
import { ImportStopped, RowsTakenMeanwhile, isPassing, refusalOf } from './import-failures.js';

/** Rows that wait, read with the import they belong to. */
interface Waiting {
  held: ClientImport;
  rows: StoredRow[];
  surroundings: ImportSurroundings;
}

/**
 * Creates the clients of an import, some hundred to a transaction. A row is marked as imported in the transaction that
 * creates its client, so that neither a crash nor a second worker imports it twice; a batch that fails is halved until
 * the row at fault stands alone and is marked as failed. Begins where it stopped, however it stopped.
 */
export class RunClientImport {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ClientImportRepository,
    private readonly rows: ClientImportRowsRepository,
    private readonly batch: ImportBatch,
    private readonly clock: Clock,
  ) {}

  /**
   * Works until the import ends, is paused or cancelled, or `goOn` says no between two batches; answers whether rows
   * still wait for it.
   * @throws DatabaseUnavailable and what else may pass: the job is then tried again.
   */
  async execute(token: GrantToken, importId: string, goOn: () => boolean = () => true): Promise<boolean> {
    let after = 0;
    while (goOn()) {
      const waiting = await this.database.run(token, (tx) => this.waiting(tx, importId, after));
      if (waiting === 'stopped') return false;
      if (waiting === 'none') return this.database.run(token, (tx) => this.finish(tx, importId));
      try {
        await this.importRows(token, waiting);
        after = waiting.rows.at(-1)!.row;
      } catch (error) {
        if (error instanceof ImportStopped) return false;
        // Another worker took some of them: look again from the start.
        if (!(error instanceof RowsTakenMeanwhile)) throw error;
        after = 0;
      }
    }
    return true;
  }

  private async waiting(tx: TenantTransaction, importId: string, after: number): Promise<Waiting | 'none' | 'stopped'> {
    const keyring = await tx.keyringUnrecorded('rows of an import: what they become is on record with their clients');
    const held = await this.imports.get(tx, keyring, importId);
    if (held.state !== 'running') return 'stopped';
    const rows = await this.rows.next(tx, keyring, importId, { after, limit: IMPORT_BATCH, outcome: 'ready' });
    return rows.length === 0 ? 'none' : { held, rows, surroundings: await importSurroundings(tx) };
  }

  private async importRows(token: GrantToken, { held, rows, surroundings }: Waiting): Promise<void> {
    const mapping = mappingByHeading(held);
    const good: ReadyRow[] = [];
    for (const row of rows) {
      const { draft, errors } = parseRow(cellsByHeading(held.headers, row.cells), mapping, this.clock, surroundings.timeZone);
      const placed = draft === null ? undefined : surroundings.references.place(draft);
      // Checked and found good before: what changed since is the practice, its teams or the member's scope.
      const refused = [...errors, ...(placed?.errors ?? [])];
      if (draft === null || placed === undefined || refused.length > 0) await this.fail(token, held.id, row, refused);
      else good.push({ row, draft, placement: placed.placement });
    }
    await this.importGood(token, held.id, good, surroundings.filePrefix);
  }

  private async importGood(token: GrantToken, importId: string, rows: readonly ReadyRow[], filePrefix: string, attempt = 0): Promise<void> {
    if (rows.length === 0) return;
    try {
      await this.batch.execute(token, importId, rows, { filePrefix, attempt });
    } catch (error) {
      if (isPassing(error)) throw error;
      const [only] = rows;
      if (rows.length > 1) {
        const middle = Math.ceil(rows.length / 2);
        await this.importGood(token, importId, rows.slice(0, middle), filePrefix);
        await this.importGood(token, importId, rows.slice(middle), filePrefix);
      } else if (only && this.batch.mayTakeAnotherNumber(error, only, attempt)) {
        await this.importGood(token, importId, rows, filePrefix, attempt + 1);
      } else if (only) {
        await this.fail(token, importId, only.row, [refusalOf(error)]);
      }
    }
  }

  private async fail(token: GrantToken, importId: string, row: StoredRow, errors: readonly FieldError[]): Promise<void> {
    await this.database.run(token, async (tx) => {
      const keyring = await tx.keyring();
      const held = await this.imports.lock(tx, keyring, importId);
      if (held.state !== 'running') throw new ImportStopped();
      if (!(await this.rows.markFailed(tx, keyring, importId, row, errors))) throw new RowsTakenMeanwhile();
      const counts = { ...held.counts, ready: held.counts.ready - 1, failed: held.counts.failed + 1 };
      await this.imports.store(tx, keyring, { ...held, counts });
      tx.audit({
        action: 'create',
        outcome: 'failed',
        subject: { kind: 'client_import', id: importId },
        detail: { row: row.row, code: errors[0]?.code ?? 'not_imported' },
      });
    });
  }

  /** Ends the import unless rows turned up meanwhile; answers whether they did. */
  private async finish(tx: TenantTransaction, importId: string): Promise<boolean> {
    const keyring = await tx.keyring();
    const held = await this.imports.lock(tx, keyring, importId);
    const counts = await this.rows.counts(tx, importId);
    tx.audit({ action: 'update', subject: { kind: 'client_import', id: importId }, fields: ['state'] });
    if (held.state !== 'running') return false;
    if (counts.ready > 0) return true;
    await this.imports.store(tx, keyring, { ...held, state: 'done', counts, finishedAt: this.clock.now() });
    raiseClientEvent(tx, {
      type: 'clients.import_finished.v1',
      importId,
      state: 'done',
      importedRows: counts.imported,
      failedRows: counts.failed,
    });
    return false;
  }
}

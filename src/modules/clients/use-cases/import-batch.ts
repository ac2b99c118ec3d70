import type { Clock } from '../../../common/clock/clock.js';
import { sqlState } from '../../../common/database/database.errors.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';
import type { ImportDraft } from '../domain/csv-row.js';
import type { Placement } from '../domain/import-references.js';
import type { ClientImportRowsRepository, StoredRow } from '../persistence/client-import-rows.repository.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';
import { raiseClientEvent } from '../persistence/client-events.js';
import { insertClients, type NewClient } from '../persistence/client-writer.js';
import { ImportStopped, RowsTakenMeanwhile } from './import-failures.js';

/** A row with the client that it describes. */
export interface ReadyRow {
  readonly row: StoredRow;
  readonly draft: ImportDraft;
  readonly placement: Placement;
}

const ATTEMPTS = 6;
const MOST_NUMBERS = 10_000;
const FIELDS = ['card', 'details', 'identifiers', 'status', 'teamId', 'practitionerId'] as const;

/** Creates the clients of some rows and marks those rows, all or nothing. */
export class ImportBatch {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ClientImportRepository,
    private readonly rows: ClientImportRowsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * One transaction: clients, marks, counts, one entry for the batch and one in each client's own history.
   * @throws ImportStopped, RowsTakenMeanwhile, and what the database refuses; nothing is written then.
   */
  async execute(
    token: GrantToken,
    importId: string,
    rows: readonly ReadyRow[],
    numbering: { filePrefix: string; attempt: number },
  ): Promise<void> {
    const numbers = await this.fileNumbers(token, rows, numbering);
    await this.database.run(token, (tx) => this.store(tx, importId, rows, numbers));
  }

  /**
   * Whether a row was refused because the next number of the practice's own series is in use (clients brought in
   * with numbers of that form), so that a later one may do.
   */
  mayTakeAnotherNumber(error: unknown, { draft }: ReadyRow, attempt: number): boolean {
    return draft.fileNumber === null && sqlState(error) === '23505' && attempt < ATTEMPTS;
  }

  private async store(tx: TenantTransaction, importId: string, rows: readonly ReadyRow[], numbers: readonly string[]): Promise<void> {
    const keyring = await tx.keyring();
    const held = await this.imports.lock(tx, keyring, importId);
    if (held.state !== 'running') throw new ImportStopped();
    const now = this.clock.now();
    let numbered = 0;
    const clients = rows.map(({ draft, placement }) => toClient(draft, placement, draft.fileNumber ?? numbers[numbered++]!, now));
    const marked = await this.rows.markImported(
      tx,
      keyring,
      importId,
      rows.map(({ row }, index) => ({ row: row.row, clientId: clients[index]!.id })),
    );
    if (marked !== rows.length) throw new RowsTakenMeanwhile();
    await insertClients(tx, keyring, clients);
    const counts = { ...held.counts, ready: held.counts.ready - rows.length, imported: held.counts.imported + rows.length };
    await this.imports.store(tx, keyring, { ...held, counts });
    tx.audit({
      action: 'create',
      subject: { kind: 'client_import', id: importId },
      recordIds: clients.map(({ id }) => id),
      detail: { rows: rows.length },
    });
    for (const { id } of clients) {
      tx.audit({ action: 'create', subject: { kind: 'client', id }, fields: FIELDS, detail: { import: importId } });
      raiseClientEvent(tx, { type: 'clients.client_created.v1', clientId: id, version: 1 });
    }
  }

  /**
   * Numbers for the rows that bring none. Taken in a transaction of their own: a number is never given twice, whatever
   * becomes of the batch, and nobody who creates a client waits for it. Each further attempt skips ten times as many.
   */
  private async fileNumbers(
    token: GrantToken,
    rows: readonly ReadyRow[],
    { filePrefix, attempt }: { filePrefix: string; attempt: number },
  ): Promise<string[]> {
    const needed = rows.filter(({ draft }) => draft.fileNumber === null).length;
    if (needed === 0) return [];
    const skipped = attempt === 0 ? 0 : Math.min(10 ** attempt, MOST_NUMBERS - needed);
    const [taken] = await this.database.run(token, (tx) =>
      tx.query<{ first: number }>({ text: 'select app.take_file_numbers($1) as first', values: [needed + skipped] }),
    );
    return Array.from({ length: needed }, (_number, index) => `${filePrefix}-${taken!.first + skipped + index}`);
  }
}

function toClient(draft: ImportDraft, { teamId, practitionerId }: Placement, fileNumber: string, now: Date): NewClient {
  return {
    id: newId(),
    fileNumber,
    status: draft.status,
    teamId,
    practitionerId,
    lastActivityAt: now,
    createdAt: now,
    archivedAt: draft.status === 'archived' ? now : null,
    card: draft.card,
    details: draft.details,
    identifiers: draft.identifiers.map((identifier) => ({ ...identifier, id: newId() })),
    relationships: [],
    consents: [],
  };
}

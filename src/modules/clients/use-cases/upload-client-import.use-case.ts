import type { Clock } from '../../../common/clock/clock.js';
import type { Origin } from '../../../common/database/audit-entry.js';
import type { GrantToken } from '../../../common/database/grant-token.js';
import type { TenantDatabase } from '../../../common/database/tenant-database.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { InvalidInput } from '../../../common/errors.js';
import { newId } from '../../../common/ids.js';
import { CHECK_BATCH, mappingInOrder, type ClientImport } from '../domain/client-import.js';
import { importCheckDue } from '../domain/client-import.events.js';
import { ImportNotFound } from '../domain/client.errors.js';
import { guessMapping } from '../domain/csv-columns.js';
import { fileRows, openImportFile, type FileRow, type ImportFile } from '../domain/import-file.js';
import type { ClientImportRowsRepository } from '../persistence/client-import-rows.repository.js';
import type { ClientImportRepository } from '../persistence/client-import.repository.js';

/** A file that a member sends. */
export interface Upload {
  fileName: string;
  bytes: Buffer;
}

const LEFT_OVER_MS = 15 * 60_000;
const RECENT = 50;

/**
 * Takes a CSV file in: reads it through once and refuses what is no table, then stores its rows sealed, some hundred to a
 * transaction, and asks for their check. An upload that breaks off leaves a cancelled import without rows.
 */
export class UploadClientImport {
  constructor(
    private readonly database: TenantDatabase,
    private readonly imports: ClientImportRepository,
    private readonly rows: ClientImportRowsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws InvalidInput when the file cannot be read; nothing is stored then. */
  async execute(token: GrantToken, { fileName, bytes }: Upload, origin: Origin): Promise<ClientImport> {
    if (bytes.length === 0) throw new InvalidInput([{ field: 'file', code: 'empty', message: 'The file is empty.' }]);
    const file = await openImportFile(bytes);
    const made = await this.database.run(token, (tx) => this.begin(tx, fileName, file), origin);
    try {
      await this.storeRows(token, made.id, file, origin);
      return await this.database.run(token, (tx) => this.finish(tx, made.id, file.rows), origin);
    } catch (error) {
      await this.database.run(token, (tx) => this.giveUp(tx, made.id), origin).catch(() => undefined);
      throw error;
    }
  }

  private async begin(tx: TenantTransaction, fileName: string, file: ImportFile): Promise<ClientImport> {
    const { memberId } = await tx.principal();
    if (memberId === null) throw new ImportNotFound();
    const keyring = await tx.keyring();
    await this.clearLeftOvers(tx);
    const made: ClientImport = {
      id: newId(),
      createdBy: memberId,
      state: 'checking',
      totalRows: 0,
      counts: { ready: 0, error: 0, imported: 0, failed: 0 },
      createdAt: this.clock.now(),
      finishedAt: null,
      fileName,
      headers: file.headers,
      mapping: mappingInOrder(file.headers, guessMapping(file.headers)),
      check: 1,
      stored: false,
      pausedBecause: null,
    };
    await this.imports.insert(tx, keyring, made);
    tx.audit({
      action: 'create',
      subject: { kind: 'client_import', id: made.id },
      detail: { rows: file.rows, bytes: Buffer.byteLength(file.text) },
    });
    return made;
  }

  private async storeRows(token: GrantToken, importId: string, file: ImportFile, origin: Origin): Promise<void> {
    let batch: FileRow[] = [];
    const store = async (): Promise<void> => {
      const rows = batch;
      batch = [];
      await this.database.run(
        token,
        async (tx) =>
          this.rows.insert(tx, await tx.keyringUnrecorded('rows of an upload that is on record; nothing is opened'), importId, rows),
        origin,
      );
    };
    for await (const row of fileRows(file)) {
      batch.push(row);
      if (batch.length === CHECK_BATCH) await store();
    }
    if (batch.length > 0) await store();
  }

  private async finish(tx: TenantTransaction, id: string, totalRows: number): Promise<ClientImport> {
    const keyring = await tx.keyringUnrecorded('file name and headings of one’s own import');
    const made = await this.imports.lock(tx, keyring, id);
    const stored = { ...made, totalRows, stored: true };
    await this.imports.store(tx, keyring, stored);
    // Somebody may have cancelled it meanwhile: then there is nothing to check.
    if (stored.state === 'checking') tx.raise(importCheckDue(id, stored.createdBy));
    return stored;
  }

  private async giveUp(tx: TenantTransaction, id: string): Promise<void> {
    const keyring = await tx.keyringUnrecorded('file name and headings of one’s own import');
    const made = await this.imports.lock(tx, keyring, id);
    await this.rows.deleteAll(tx, id);
    await this.imports.store(tx, keyring, { ...made, state: 'cancelled', totalRows: 0, finishedAt: this.clock.now() });
  }

  /** What a killed process left behind of the member's earlier uploads. */
  private async clearLeftOvers(tx: TenantTransaction): Promise<void> {
    const keyring = await tx.keyringUnrecorded('file name and headings of one’s own imports');
    const longAgo = this.clock.now().getTime() - LEFT_OVER_MS;
    for (const earlier of await this.imports.list(tx, keyring, RECENT)) {
      if (earlier.state === 'checking' && !earlier.stored && earlier.createdAt.getTime() < longAgo) await this.giveUp(tx, earlier.id);
    }
  }
}

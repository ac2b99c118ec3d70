import { SealedCodec } from '../../../common/crypto/sealed-codec.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { ImportNotFound } from '../domain/client.errors.js';
import type { ClientImport, ImportState } from '../domain/client-import.js';
import { ImportSealed } from './client-import.sealed.js';

interface ImportLine {
  id: string;
  created_by: string;
  state: ImportState;
  total_rows: number;
  ready_rows: number;
  error_rows: number;
  imported_rows: number;
  failed_rows: number;
  created_at: Date;
  finished_at: Date | null;
  sealed: Buffer;
}

const COLUMNS = 'id, created_by, state, total_rows, ready_rows, error_rows, imported_rows, failed_rows, created_at, finished_at, sealed';
const codec = new SealedCodec();

/** Stores and finds imports. Row security shows a member their own only. */
export class ClientImportRepository {
  /** Stores a new import. */
  async insert(tx: TenantTransaction, keyring: OrgKeyring, made: ClientImport): Promise<void> {
    await tx.execute({
      text: `insert into app.client_import (org_id, id, created_by, state, total_rows, created_at, sealed) values ($1, $2, $3, $4, $5, $6, $7)`,
      values: [keyring.orgId, made.id, made.createdBy, made.state, made.totalRows, made.createdAt, seal(keyring, made)],
    });
  }

  /** @throws ImportNotFound when there is none of this id for the caller. */
  async get(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<ClientImport> {
    return this.found(
      keyring,
      await tx.query<ImportLine>({ name: 'import', text: `select ${COLUMNS} from app.client_import where id = $1`, values: [id] }),
    );
  }

  /**
   * As {@link get}, and holds the import until COMMIT, so that workers, pause and cancel take turns.
   * @throws ImportNotFound
   */
  async lock(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<ClientImport> {
    return this.found(
      keyring,
      await tx.query<ImportLine>({
        name: 'import-lock',
        text: `select ${COLUMNS} from app.client_import where id = $1 for update`,
        values: [id],
      }),
    );
  }

  /** The caller's imports, newest first, at most `limit`. */
  async list(tx: TenantTransaction, keyring: OrgKeyring, limit: number): Promise<ClientImport[]> {
    const lines = await tx.query<ImportLine>({
      name: 'imports',
      text: `select ${COLUMNS} from app.client_import order by id desc limit $1`,
      values: [limit],
    });
    return lines.map((line) => toImport(keyring, line));
  }

  /** Stores state, counts and sealed values of an import that was locked in this transaction. @throws ImportNotFound */
  async store(tx: TenantTransaction, keyring: OrgKeyring, now: ClientImport): Promise<void> {
    const { counts } = now;
    const stored = await tx.execute({
      name: 'import-store',
      text: `update app.client_import set state = $2, total_rows = $3, ready_rows = $4, error_rows = $5, imported_rows = $6, failed_rows = $7,
                    finished_at = $8, sealed = $9 where id = $1`,
      values: [
        now.id,
        now.state,
        now.totalRows,
        counts.ready,
        counts.error,
        counts.imported,
        counts.failed,
        now.finishedAt,
        seal(keyring, now),
      ],
    });
    if (stored !== 1) throw new ImportNotFound();
  }

  private found(keyring: OrgKeyring, [line]: ImportLine[]): ClientImport {
    if (!line) throw new ImportNotFound();
    return toImport(keyring, line);
  }
}

function seal(keyring: OrgKeyring, { id, fileName, headers, mapping, check, stored, pausedBecause }: ClientImport): Buffer {
  return codec.seal(keyring, ImportSealed, id, { fileName, headers, mapping, check, stored, pausedBecause })['sealed']!;
}

function toImport(keyring: OrgKeyring, line: ImportLine): ClientImport {
  const { fileName, headers, mapping, check, stored, pausedBecause } = codec.open(keyring, ImportSealed, line.id, { sealed: line.sealed });
  return {
    id: line.id,
    createdBy: line.created_by,
    state: line.state,
    totalRows: line.total_rows,
    counts: { ready: line.ready_rows, error: line.error_rows, imported: line.imported_rows, failed: line.failed_rows },
    createdAt: line.created_at,
    finishedAt: line.finished_at,
    fileName,
    headers,
    mapping,
    check,
    stored,
    pausedBecause,
  };
}

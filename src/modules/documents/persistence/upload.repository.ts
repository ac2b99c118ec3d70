import type { Statement } from '../../../common/database/statement.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { StoredPart } from '../../../common/object-store/object-store.js';

/** A file on its way in. */
export interface StoredUpload {
  readonly id: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly clientId: string;
  readonly memberId: string | null;
  /** Length of the whole content, bytes. */
  readonly length: number;
  /** How much of it is stored for good, bytes. */
  readonly received: number;
  readonly parts: readonly StoredPart[];
  readonly storeUpload: string | null;
  readonly expiresAt: Date;
  readonly expired: boolean;
  readonly done: boolean;
}

type UploadRow = Omit<StoredUpload, 'length' | 'received'> & { length: string; received: string };

const COLUMNS = `u.id, u.document_id as "documentId", u.version_id as "versionId", u.client_id as "clientId", u.member_id as "memberId", u.length, u.received,
  u.parts, u.store_upload as "storeUpload", u.expires_at as "expiresAt", u.expires_at <= clock_timestamp() as expired, u.done_at is not null as done`;

/** How long a request that stores pieces may be silent before another takes its place, seconds. */
const WRITER_SECONDS = 15;

/** One upload of the caller's own, or undefined. */
export async function findUpload(tx: TenantTransaction, id: string): Promise<StoredUpload | undefined> {
  const [row] = await tx.query<UploadRow>({
    name: 'document-upload-get',
    text: ['select', COLUMNS, 'from app.document_upload u where u.id = $1'].join(' '),
    values: [id],
  });
  return row && { ...row, length: Number(row.length), received: Number(row.received) };
}

/** The statement that stores a new upload. */
export function insertUpload(
  orgId: string,
  upload: Pick<StoredUpload, 'id' | 'documentId' | 'versionId' | 'clientId' | 'memberId' | 'length'>,
): Statement {
  const { id, documentId, versionId, clientId, memberId, length } = upload;
  return {
    name: 'document-upload-insert',
    text: `insert into app.document_upload (org_id, id, document_id, version_id, client_id, member_id, length) values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [orgId, id, documentId, versionId, clientId, memberId, length],
  };
}

/** Takes an upload for one request that stores pieces, or keeps it; false while another has it. */
export async function takeUpload(tx: TenantTransaction, id: string, writer: string): Promise<boolean> {
  const touched = await tx.execute({
    name: 'document-upload-take',
    text: `update app.document_upload set writer = $2, writer_until = clock_timestamp() + make_interval(secs => $3)
            where id = $1 and done_at is null and (writer is null or writer = $2 or writer_until < clock_timestamp())`,
    values: [id, writer, WRITER_SECONDS],
  });
  return touched === 1;
}

/** Lets go of an upload. */
export async function leaveUpload(tx: TenantTransaction, id: string, writer: string): Promise<void> {
  await tx.execute({
    name: 'document-upload-leave',
    text: 'update app.document_upload set writer = null, writer_until = null where id = $1 and writer = $2',
    values: [id, writer],
  });
}

/** Notes what is stored for good; false when another request has taken the upload meanwhile. */
export async function noteReceived(
  tx: TenantTransaction,
  id: string,
  writer: string,
  state: { received: number; parts: readonly StoredPart[]; storeUpload: string | null; more: boolean },
): Promise<boolean> {
  const touched = await tx.execute({
    name: 'document-upload-note',
    text: `update app.document_upload set received = $3, parts = $4, store_upload = $5,
                  writer = case when $6 then writer end, writer_until = case when $6 then clock_timestamp() + make_interval(secs => $7) end
            where id = $1 and writer = $2 and done_at is null`,
    values: [id, writer, state.received, JSON.stringify(state.parts), state.storeUpload, state.more, WRITER_SECONDS],
  });
  return touched === 1;
}

/** Marks an upload as complete; false when it was already. */
export async function finishUpload(tx: TenantTransaction, id: string): Promise<boolean> {
  const touched = await tx.execute({
    name: 'document-upload-finish',
    text: `update app.document_upload set done_at = clock_timestamp(), writer = null, writer_until = null where id = $1 and done_at is null`,
    values: [id],
  });
  return touched === 1;
}

import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { Statement } from '../../../common/database/statement.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { VersionFacts, VersionState } from '../domain/document.js';
import { VersionSealed, codec } from './sealed-rows.js';

/** A version of a document as stored, its facts opened and its file key not. */
export interface StoredVersion {
  readonly id: string;
  readonly documentId: string;
  readonly clientId: string;
  readonly number: number;
  readonly state: VersionState;
  readonly objectKey: string;
  /** Length of the content. */
  readonly bytes: number;
  readonly madeBy: string | null;
  readonly madeAt: Date;
  readonly settledAt: Date | null;
  readonly fileKey: Buffer;
  readonly facts: VersionFacts;
}

interface VersionRow extends Omit<StoredVersion, 'facts' | 'bytes'> {
  /** PostgreSQL's bigint comes as a text. */
  readonly bytes: string;
  readonly sealed: Buffer;
}

const COLUMNS = `v.id, v.document_id as "documentId", v.client_id as "clientId", v.number, v.state, v.object_key as "objectKey", v.bytes,
  v.made_by as "madeBy", v.made_at as "madeAt", v.settled_at as "settledAt", v.file_key as "fileKey", v.sealed`;

function openVersion(keyring: OrgKeyring, { sealed, ...row }: VersionRow): StoredVersion {
  const { fileName, saidType, saidSha256, type, sha256, pages, problem, details } = codec.openSome(keyring, VersionSealed, row.id, {
    sealed,
  }) as VersionFacts;
  return { ...row, bytes: Number(row.bytes), facts: { fileName, saidType, saidSha256, type, sha256, pages, problem, details } };
}

/** One version that the caller may see, or undefined. */
export async function findVersion(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<StoredVersion | undefined> {
  const [row] = await tx.query<VersionRow>({
    name: 'document-version-get',
    text: ['select', COLUMNS, 'from app.document_version v where v.id = $1'].join(' '),
    values: [id],
  });
  return row && openVersion(keyring, row);
}

/** Versions of documents, newest first. */
export async function versionsOf(tx: TenantTransaction, keyring: OrgKeyring, documentIds: readonly string[]): Promise<StoredVersion[]> {
  const rows = await tx.query<VersionRow>({
    name: 'document-versions',
    text: [
      'select',
      COLUMNS,
      'from app.document_version v where v.document_id = any($1::uuid[]) order by v.document_id, v.number desc',
    ].join(' '),
    values: [documentIds],
  });
  return rows.map((row) => openVersion(keyring, row));
}

/** Names of the files of versions, by version. */
export async function fileNamesOf(tx: TenantTransaction, keyring: OrgKeyring, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; sealed: Buffer }>({
    name: 'document-file-names',
    text: 'select id, sealed from app.document_version where id = any($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map(({ id, sealed }) => [id, codec.openSome(keyring, VersionSealed, id, { sealed }).fileName!]));
}

/** A version that is about to arrive. */
export interface NewVersion {
  id: string;
  documentId: string;
  clientId: string;
  number: number;
  objectKey: string;
  bytes: number;
  madeBy: string | null;
  /** 32 bytes, sealed with the row. */
  fileKey: Buffer;
  facts: VersionFacts;
}

/** The statement that stores a version on its way in. */
export function insertVersion(keyring: OrgKeyring, version: NewVersion): Statement {
  const { id, documentId, clientId, number, objectKey, bytes, madeBy, fileKey, facts } = version;
  const sealed = codec.seal(keyring, VersionSealed, id, { ...factsOf(facts), key: fileKey.toString('base64') });
  return {
    name: 'document-version-insert',
    text: `insert into app.document_version (org_id, id, document_id, client_id, number, state, object_key, bytes, made_by, file_key, sealed)
           values ($1, $2, $3, $4, $5, 'arriving', $6, $7, $8, $9, $10)`,
    values: [keyring.orgId, id, documentId, clientId, number, objectKey, bytes, madeBy, sealed['file_key'], sealed['sealed']],
  };
}

/** The key of a version's bytes. Whoever opens it puts on record what for. */
export function openFileKey(keyring: OrgKeyring, { id, fileKey }: Pick<StoredVersion, 'id' | 'fileKey'>): Buffer {
  const { key } = codec.openSome(keyring, VersionSealed, id, { file_key: fileKey });
  return Buffer.from(key!, 'base64');
}

/** Moves a version on; false when it does not stand at `from` any more. */
export async function settleVersion(
  tx: TenantTransaction,
  keyring: OrgKeyring,
  version: Pick<StoredVersion, 'id' | 'facts'>,
  { from, to }: { from: VersionState; to: VersionState },
): Promise<boolean> {
  const touched = await tx.execute({
    name: 'document-version-settle',
    text: `update app.document_version set state = $2, settled_at = clock_timestamp(), sealed = $3 where id = $1 and state = $4`,
    values: [version.id, to, codec.seal(keyring, VersionSealed, version.id, factsOf(version.facts))['sealed'], from],
  });
  return touched === 1;
}

function factsOf({ fileName, saidType, saidSha256, type, sha256, pages, problem, details }: VersionFacts): VersionFacts {
  return { fileName, saidType, saidSha256, type, sha256, pages, problem, details };
}

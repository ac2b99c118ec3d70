import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import type { ShareCard } from '../domain/share.js';
import { ShareSealed, codec } from './sealed-rows.js';

/** A share as stored, its card opened. */
export interface StoredShare {
  readonly id: string;
  readonly clientId: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly madeBy: string;
  /** The colleague it is for; null for somebody outside. */
  readonly memberId: string | null;
  readonly download: boolean;
  readonly watermark: boolean;
  readonly createdAt: Date;
  /** Until when it waits to be opened; null for a colleague. */
  readonly until: Date | null;
  readonly openedAt: Date | null;
  readonly closesAt: Date | null;
  readonly opens: number;
  readonly lastOpenedAt: Date | null;
  readonly endedAt: Date | null;
  readonly card: ShareCard;
}

type ShareRow = Omit<StoredShare, 'card'> & { sealed: Buffer };

const COLUMNS = `s.id, s.client_id as "clientId", s.document_id as "documentId", s.version_id as "versionId", s.made_by as "madeBy",
  s.member_id as "memberId", s.download, s.watermark, s.created_at as "createdAt", s.until, s.opened_at as "openedAt",
  s.closes_at as "closesAt", s.opens, s.last_opened_at as "lastOpenedAt", s.ended_at as "endedAt", s.sealed`;

function openShare(keyring: OrgKeyring, { sealed, ...row }: ShareRow): StoredShare {
  const { email, name, message } = codec.open(keyring, ShareSealed, row.id, { sealed });
  return { ...row, card: { email, name, message } };
}

/** One share of a document in sight, or undefined. */
export async function findShare(tx: TenantTransaction, keyring: OrgKeyring, id: string): Promise<StoredShare | undefined> {
  return (await sharesBy(tx, keyring, 's.id = $1', id))[0];
}

/** Every share of a document, newest first. */
export async function sharesOf(tx: TenantTransaction, keyring: OrgKeyring, documentId: string): Promise<StoredShare[]> {
  return sharesBy(tx, keyring, 's.document_id = $1', documentId);
}

async function sharesBy(tx: TenantTransaction, keyring: OrgKeyring, condition: string, value: string): Promise<StoredShare[]> {
  const text = ['select', COLUMNS, 'from app.document_share s where', condition, 'order by s.created_at desc, s.id desc'].join(' ');
  return (await tx.query<ShareRow>({ text, values: [value] })).map((row) => openShare(keyring, row));
}

/** Addresses that shares are for, by share. */
export async function addressesOf(tx: TenantTransaction, keyring: OrgKeyring, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; sealed: Buffer }>({
    name: 'document-share-addresses',
    text: 'select id, sealed from app.document_share where id = any($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map(({ id, sealed }) => [id, codec.open(keyring, ShareSealed, id, { sealed }).email ?? '']));
}

/** A share that is about to be made. */
export type NewShare = Pick<
  StoredShare,
  'id' | 'clientId' | 'documentId' | 'versionId' | 'madeBy' | 'memberId' | 'download' | 'watermark' | 'until' | 'card'
>;

/** Stores a share; the database makes its door. */
export async function insertShare(tx: TenantTransaction, keyring: OrgKeyring, share: NewShare): Promise<void> {
  const { id, clientId, documentId, versionId, madeBy, memberId, download, watermark, until, card } = share;
  const { sealed } = codec.seal(keyring, ShareSealed, id, { ...card });
  await tx.execute({
    name: 'document-share-insert',
    text: `insert into app.document_share (org_id, id, client_id, document_id, version_id, made_by, member_id, download, watermark, until, sealed)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [keyring.orgId, id, clientId, documentId, versionId, madeBy, memberId, download, watermark, until, sealed],
  });
}

/** Ends a share; false when it was ended before. */
export async function endShare(tx: TenantTransaction, id: string): Promise<boolean> {
  const text = 'update app.document_share set ended_at = clock_timestamp() where id = $1 and ended_at is null';
  return (await tx.execute({ name: 'document-share-end', text, values: [id] })) === 1;
}

/** Ends the shares of a document that are still open; answers which. */
export async function endSharesOf(tx: TenantTransaction, documentId: string): Promise<string[]> {
  const text = 'update app.document_share set ended_at = clock_timestamp() where document_id = $1 and ended_at is null returning id';
  return (await tx.query<{ id: string }>({ name: 'document-shares-end', text, values: [documentId] })).map(({ id }) => id);
}

/** Notes that somebody came in by a share, since when and until when: its door knows. */
export async function noteOpened(tx: TenantTransaction, id: string, times: { openedAt: Date; closesAt: Date | null }): Promise<void> {
  await tx.execute({
    name: 'document-share-opened',
    text: `update app.document_share set opened_at = $2, closes_at = $3, opens = opens + 1,
                  last_opened_at = clock_timestamp() where id = $1`,
    values: [id, times.openedAt, times.closesAt],
  });
}

/** Notes that a visit downloads; true for its first request, and for no other. */
export async function firstDownload(tx: TenantTransaction, id: string, visitId: string): Promise<boolean> {
  const text = 'update app.document_share set downloaded_visit = $2 where id = $1 and downloaded_visit is distinct from $2';
  return (await tx.execute({ name: 'document-share-downloaded', text, values: [id, visitId] })) === 1;
}

import { createHash, randomBytes } from 'node:crypto';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';

/** What a link is for: to be shown in the app, or to be kept. */
export type LinkPurpose = 'view' | 'download';

/** A link that was just made: its token is known here and to its holder only. */
export interface MintedLink {
  readonly id: string;
  readonly token: string;
  readonly expiresAt: Date;
}

/** A live link of the session that asks. */
export interface LiveLink {
  readonly id: string;
  readonly documentId: string;
  readonly versionId: string;
  readonly clientId: string;
  readonly purpose: LinkPurpose;
  readonly expiresAt: Date;
}

/** Form of a token. */
export const TOKEN = /^[\w-]{43}$/;

/** What the database knows of a token. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token, 'latin1').digest();
}

/** Makes a link for the session that acts, an hour from now at most: the database writes when it ends. */
export async function mintLink(
  tx: TenantTransaction,
  version: { id: string; documentId: string; clientId: string },
  purpose: LinkPurpose,
): Promise<MintedLink> {
  const { orgId, grantId, memberId } = await tx.principal();
  const [id, token] = [newId(), randomBytes(32).toString('base64url')];
  const [row] = await tx.query<{ expiresAt: Date }>({
    name: 'document-link-mint',
    text: `insert into app.document_link (org_id, id, token_hash, grant_id, member_id, client_id, document_id, version_id, purpose)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning expires_at as "expiresAt"`,
    values: [orgId, id, hashOf(token), grantId, memberId, version.clientId, version.documentId, version.id, purpose],
  });
  return { id, token, expiresAt: row!.expiresAt };
}

/** The live link behind a token, when it is the acting session's own and its client is still in sight; else undefined. */
export async function findLink(tx: TenantTransaction, token: string): Promise<LiveLink | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const { grantId } = await tx.principal();
  const [row] = await tx.query<LiveLink>({
    name: 'document-link-find',
    text: `select l.id, l.document_id as "documentId", l.version_id as "versionId", l.client_id as "clientId", l.purpose, l.expires_at as "expiresAt"
             from app.document_link l
            where l.token_hash = $1 and l.grant_id = $2 and l.ended_at is null and l.expires_at > clock_timestamp()`,
    values: [hashOf(token), grantId],
  });
  return row;
}

/** Notes that a link is used; true for the first request by it, and for no other. */
export async function firstUse(tx: TenantTransaction, id: string): Promise<boolean> {
  const touched = await tx.execute({
    name: 'document-link-first-use',
    text: 'update app.document_link set opened_at = clock_timestamp() where id = $1 and opened_at is null',
    values: [id],
  });
  return touched === 1;
}

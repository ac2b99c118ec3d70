import { randomBytes } from 'node:crypto';
import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { newId } from '../../../common/ids.js';
import { TOKEN, hashOf } from './link.repository.js';

/** Makes a way to several documents for the session that acts; answers its token. */
export async function mintBundle(
  tx: TenantTransaction,
  documentIds: readonly string[],
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const { orgId, grantId } = await tx.principal();
  const [id, token] = [newId(), randomBytes(32).toString('base64url')];
  const [row] = await tx.query<{ expiresAt: Date }>({
    name: 'document-bundle-mint',
    text: `insert into app.document_bundle (org_id, id, token_hash, grant_id, document_ids) values ($1, $2, $3, $4, $5) returning expires_at as "expiresAt"`,
    values: [orgId, id, hashOf(token), grantId, documentIds],
  });
  return { id, token, expiresAt: row!.expiresAt };
}

/** The live bundle behind a token, when it is the acting session's own. */
export async function findBundle(tx: TenantTransaction, token: string): Promise<{ id: string; documentIds: string[] } | undefined> {
  if (!TOKEN.test(token)) return undefined;
  const { grantId } = await tx.principal();
  const [row] = await tx.query<{ id: string; documentIds: string[] }>({
    name: 'document-bundle-find',
    text: `select b.id, b.document_ids as "documentIds" from app.document_bundle b
            where b.token_hash = $1 and b.grant_id = $2 and b.expires_at > clock_timestamp()`,
    values: [hashOf(token), grantId],
  });
  return row;
}

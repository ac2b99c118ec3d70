import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DEFAULT_ALLOWED } from '../content/file-kinds.js';

/** MIME types that the practice takes: its own list, or what Ironbark takes by default. */
export async function allowedTypes(tx: TenantTransaction): Promise<readonly string[]> {
  const [row] = await tx.query<{ allowed: string[] | null }>({ name: 'document-rules', text: 'select allowed from app.document_rules' });
  return row?.allowed ?? DEFAULT_ALLOWED;
}

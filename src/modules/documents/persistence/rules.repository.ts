import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DEFAULT_ALLOWED } from '../content/file-kinds.js';

/** Which kinds of files a practice takes. */
export interface DocumentRules {
  /** MIME types; null: those that Ironbark takes by default. */
  readonly allowed: readonly string[] | null;
  /** 0 until somebody chose. */
  readonly version: number;
}

/** The practice's rules. */
export async function readRules(tx: TenantTransaction): Promise<DocumentRules> {
  const [row] = await tx.query<DocumentRules>({ name: 'document-rules', text: 'select allowed, version from app.document_rules' });
  return row ?? { allowed: null, version: 0 };
}

/** Stores rules over those of a version; false when somebody stored others meanwhile. */
export async function storeRules(tx: TenantTransaction, { allowed, version }: DocumentRules): Promise<boolean> {
  const { orgId } = await tx.principal();
  const touched =
    version === 0
      ? await tx.execute({
          name: 'document-rules-insert',
          text: 'insert into app.document_rules (org_id, allowed) values ($1, $2) on conflict do nothing',
          values: [orgId, allowed],
        })
      : await tx.execute({
          name: 'document-rules-update',
          text: 'update app.document_rules set allowed = $1, version = version + 1 where version = $2',
          values: [allowed, version],
        });
  return touched === 1;
}

/** MIME types that the practice takes: its own list, or what Ironbark takes by default. */
export async function allowedTypes(tx: TenantTransaction): Promise<readonly string[]> {
  return (await readRules(tx)).allowed ?? DEFAULT_ALLOWED;
}

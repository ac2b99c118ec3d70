import type { TenantTransaction } from '../../../common/database/tenant-transaction.js';
import { DEFAULT_ALLOWED } from '../content/file-kinds.js';
import { DocumentInvalid, RulesChanged } from '../domain/document.errors.js';
import { readRules, storeRules, type DocumentRules } from '../persistence/rules.repository.js';

/** Says which kinds of files the practice takes from now on; what is on file stays. @throws DocumentInvalid, RulesChanged */
export async function setRules(tx: TenantTransaction, { allowed, version }: DocumentRules): Promise<DocumentRules> {
  const unknown = allowed?.filter((type) => !DEFAULT_ALLOWED.includes(type)) ?? [];
  if (unknown.length > 0)
    throw new DocumentInvalid([
      { field: 'allowed', code: 'not_one_of', message: `Ironbark can’t tell these kinds by their content: ${unknown.join(', ')}.` },
    ]);
  const before = await readRules(tx);
  if (before.version !== version || !(await storeRules(tx, { allowed, version }))) throw new RulesChanged();
  const { orgId } = await tx.principal();
  tx.audit({
    action: 'update',
    subject: { kind: 'organisation', id: orgId },
    fields: ['documentKinds'],
    detail: { before: before.allowed?.join(' ') ?? 'all', after: allowed?.join(' ') ?? 'all' },
  });
  return readRules(tx);
}

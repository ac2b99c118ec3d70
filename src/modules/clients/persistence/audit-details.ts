import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';

const SALT_BYTES = 16;

/** What an entry of the access record explains about itself. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/** Opens the details of one entry (salt, then JSON; see the audit context) and answers the act's own detail. */
export function openAuditDetail(keyring: OrgKeyring, entryId: string, sealed: Buffer): AuditDetail {
  const plain = keyring.open({ table: 'audit.event', column: 'details', rowId: entryId }, sealed);
  return (JSON.parse(plain.subarray(SALT_BYTES).toString('utf8')) as { detail: AuditDetail }).detail;
}

import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';

import { DETAILS_AT, SALT_BYTES } from './audit-writer.js';

/** What an entry of the access record explains about itself. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

/** Opens the details of one entry (salt, then JSON; see the audit context) and answers the act's own detail. */
export function openAuditDetail(keyring: OrgKeyring, entryId: string, sealed: Buffer): AuditDetail {
  const plain = keyring.open({ ...DETAILS_AT, rowId: entryId }, sealed);
  return (JSON.parse(plain.subarray(SALT_BYTES).toString('utf8')) as { detail: AuditDetail }).detail;
}

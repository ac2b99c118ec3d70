import { Logger } from '@nestjs/common';
import { KeyUnavailable, KeyVersionRefused, SealBroken } from '../../../common/crypto/crypto.errors.js';
import type { OrgKeyring } from '../../../common/crypto/org-keyring.js';
import { DETAILS_AT, SALT_BYTES } from './audit-writer.js';

/** What an entry of the access record explains about itself. */
export type AuditDetail = Readonly<Record<string, string | number | boolean | null>>;

const logger = new Logger('AccessRecord');

/**
 * Opens the details of entries (salt, then JSON; see the audit context) and answers each act's own detail by entry id:
 * null where it does not open. A member with SQL can add an entry in their own name with anything for details, and one
 * such row must not keep others from reading the rest; it is logged by id.
 */
export function openAuditDetails(
  keyring: OrgKeyring,
  entries: readonly { id: string; details: Buffer }[],
): ReadonlyMap<string, AuditDetail | null> {
  const opened = new Map(entries.map(({ id, details }) => [id, openOne(keyring, id, details)]));
  const broken = [...opened].filter(([, detail]) => detail === null).map(([id]) => id);
  if (broken.length > 0) {
    logger.warn({ entries: broken.length, first: broken[0] }, 'Entries of the access record have details that do not open.');
  }
  return opened;
}

function openOne(keyring: OrgKeyring, rowId: string, sealed: Buffer): AuditDetail | null {
  try {
    const plain = keyring.open({ ...DETAILS_AT, rowId }, sealed);
    const details: unknown = JSON.parse(plain.subarray(SALT_BYTES).toString('utf8'));
    return isObject(details) && isObject(details['detail']) ? (details['detail'] as AuditDetail) : null;
  } catch (error) {
    if (error instanceof SyntaxError || isBroken(error)) return null;
    throw error;
  }
}

/** Whether these bytes are at fault. The version they name is as free to choose as the rest of them. */
function isBroken(error: unknown): boolean {
  if (error instanceof KeyUnavailable) return error.reason === 'newer_version';
  return error instanceof SealBroken || error instanceof KeyVersionRefused;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

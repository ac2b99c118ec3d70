import type { OrgKeyring } from '../crypto/org-keyring.js';
import type { Principal } from './principal.js';
import type { Statement } from './statement.js';

/** What is on record of an act: ids and field names, never values (DESIGN 7). */
export interface AuditEntry {
  /** A verb in the published vocabulary: create, read, update, open, export, sign-in … */
  action: string;
  outcome?: 'done' | 'refused' | 'failed';
  subject: { kind: string; id: string | null };
  /** Names of the fields read, changed or opened. */
  fields?: readonly string[];
  /** Every record that the response shows, for reads of many. */
  recordIds?: readonly string[];
  /** Codes and ids that explain the act, sealed with the entry; never personal data. */
  detail?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The entry of a refusal: which route or act, why, and every id that was asked for in vain. */
export function refusal(
  subjectId: string | null,
  recordIds: readonly string[],
  detail: AuditEntry['detail'] & { code: string },
): AuditEntry {
  return { action: 'refuse', outcome: 'refused', subject: { kind: 'route', id: subjectId }, recordIds, detail };
}

/** Where a request came from, kept sealed in each of its entries. */
export interface Origin {
  requestId: string;
  ip: string | null;
  userAgent: string | null;
  /** The browser, where a request came from one. Never put on record. */
  browser?: Browser;
}

/** A browser, as a cookie of its own tells it from others. The cookie opens nothing. */
export interface Browser {
  /** The secret that came with the request. */
  readonly shown: Buffer | undefined;
  /** What takes its place when somebody signs in. */
  readonly next: Buffer;
}

/** Turns entries into the statements that are sent together with COMMIT. */
export interface AuditWriter {
  statements(principal: Principal, keyring: OrgKeyring, origin: Origin, entries: readonly AuditEntry[]): Statement[];
}

/** Injection token of the {@link AuditWriter}; the audit context provides it. */
export const AUDIT_WRITER = Symbol('AuditWriter');

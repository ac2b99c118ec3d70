import { isId } from '../ids.js';
import { KeyUnavailable } from './crypto.errors.js';

/** The highest key version: it has two bytes in an envelope. */
export const MAX_KEY_VERSION = 0xffff;

/** One version of an organisation's key as it is kept: wrapped, never in the clear. */
export interface KeyRecord {
  version: number;
  /** The key wrapped by the root key, base64. */
  wrapped: string;
  /** `RootKeyProvider.id` of the root key that wrapped it. */
  provider: string;
  /** HKDF of the key, base64: checked at each unwrap. */
  commitment: string;
  createdAt: string;
  state: 'active' | 'refused';
}

/**
 * Where wrapped keys live: apart from the database and its backups, so that destroying a key makes backups unreadable
 * too. Nothing is ever overwritten: a record is created once, and refusal is a second object beside it, so that an old
 * version cannot come back and its number is never used again. Trouble throws `KeyUnavailable`.
 */
export interface KeyStore {
  /** Keeps a new version. False when that version already exists: then nothing was written. */
  put(orgId: string, version: number, record: KeyRecord): Promise<boolean>;
  /** The record, its state as of now; null when there is none or it was destroyed. */
  get(orgId: string, version: number): Promise<KeyRecord | null>;
  /** Every version number ever used, oldest first, destroyed ones included. */
  versions(orgId: string): Promise<number[]>;
  /** Marks a version as refused for good; again is fine. */
  refuse(orgId: string, version: number): Promise<void>;
  /** Deletes a refused version's wrapped key: what was sealed under it is gone for ever, backups included. */
  destroy(orgId: string, version: number): Promise<void>;
}

/** Refuses an address that could leave the store's folder. */
export function assertKeyAddress(orgId: string, version = 1): void {
  if (!isId(orgId)) throw new TypeError('An organisation id is a lower-case UUID.');
  if (!Number.isInteger(version) || version < 1 || version > MAX_KEY_VERSION) {
    throw new RangeError(`A key version is a whole number from 1 to ${MAX_KEY_VERSION}.`);
  }
}

/** Reads a kept record; throws `KeyUnavailable` (unreadable) for anything else. */
export function parseKeyRecord(text: string, version: number): KeyRecord {
  let record: Partial<KeyRecord> = {};
  try {
    record = JSON.parse(text) as Partial<KeyRecord>;
  } catch {
    // Falls through to the same sentence as a record with parts missing.
  }
  const { wrapped, provider, commitment, createdAt, state } = record;
  const texts = [wrapped, provider, commitment, createdAt];
  if (record.version !== version || state !== 'active' || !texts.every((part) => typeof part === 'string')) {
    throw new KeyUnavailable('unreadable', `The record of key version ${version} is damaged.`);
  }
  return record as KeyRecord;
}

const NAME = /^([1-9]\d{0,4})\.(json|refused)$/;

/** The version numbers in a list of stored names (`3.json`, `3.refused`), oldest first. */
export function versionsIn(names: readonly string[]): number[] {
  const found = names.flatMap((name) => NAME.exec(name)?.[1] ?? []);
  return [...new Set(found.map(Number))].sort((a, b) => a - b);
}

import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** Bytes of every symmetric key here (AES-256, HMAC-SHA-256). */
export const KEY_BYTES = 32;

const SALT = Buffer.from('ironbark.keys.1');

/** Texts joined so that no two lists give the same bytes: two bytes of length before each, UTF-8. */
export function lengthPrefixed(...parts: readonly string[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const text = Buffer.from(part, 'utf8');
      const length = Buffer.alloc(2);
      length.writeUInt16BE(text.length);
      return [length, text];
    }),
  );
}

/** HKDF-SHA-256 (RFC 5869) of an organisation's key: 32 bytes for one label; another label or organisation gives unrelated bytes. */
export function deriveBytes(key: KeyObject, orgId: string, ...label: readonly string[]): Buffer {
  return Buffer.from(hkdfSync('sha256', key, SALT, lengthPrefixed(orgId, ...label), KEY_BYTES));
}

/** {@link deriveBytes} as a key that can be used but is never printed. */
export function deriveKey(key: KeyObject, orgId: string, ...label: readonly string[]): KeyObject {
  const bytes = deriveBytes(key, orgId, ...label);
  const derived = createSecretKey(bytes);
  bytes.fill(0);
  return derived;
}

/**
 * What is published about a key so that a wrong one is noticed: AES-GCM alone does not commit to its key, so a wrap
 * could open to two different keys. Says nothing about the key itself.
 */
export function commitmentOf(key: KeyObject, orgId: string, version: number): Buffer {
  return deriveBytes(key, orgId, 'commit', String(version));
}

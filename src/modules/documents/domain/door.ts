import { createHash, randomBytes, randomInt } from 'node:crypto';

/** What somebody without an account can come to. */
export type DoorKind = 'share' | 'request';

/** Digits of a code that is sent to an address. */
export const CODE_DIGITS = 8;
/** How long somebody who came in stays in, seconds; a share closes earlier, an hour after it was first opened. */
export const VISIT_SECONDS = 12 * 3600;

/** A secret of 32 random bytes: in a mail, or in a cookie. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A code for people to copy. */
export function newCode(): string {
  return String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0');
}

/** What is kept of a secret. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret, 'latin1').digest();
}

/** What is kept of a code: it says nothing without its door. */
export function codeHash(doorId: string, code: string): Buffer {
  return createHash('sha256').update(`${doorId} ${code}`, 'latin1').digest();
}

/** A code as people type it, without its spaces; undefined when it is none. */
export function readCode(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '');
  return /^\d{8}$/.test(digits) ? digits : undefined;
}

/** An address, so that whoever has it knows it again and nobody else learns it. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${[...address][0] ?? ''}•••${address.slice(at)}`;
}

import { randomInt } from 'node:crypto';

/** Recovery codes of a set. */
export const RECOVERY_CODES = 10;

// Neither 0 and O, nor 1, I and L: codes are copied by hand.
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 12;

/** A new set, as it is shown once: three groups of four, 59 bits each. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    grouped(Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')),
  );
}

/** A typed code without the freedoms of typing; undefined when it cannot be one. */
export function normaliseRecoveryCode(typed: string): string | undefined {
  const plain = typed.toUpperCase().replace(/[\s-]/g, '');
  return plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter)) ? plain : undefined;
}

function grouped(code: string): string {
  return (code.match(/.{4}/g) ?? []).join('-');
}

import { timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Assurance } from '../../../common/database/principal.js';

/** What an account can prove itself with beside its mailbox. A passkey is two factors in one: the device and its user. */
export type FactorKind = 'totp' | 'passkey';

/** How somebody proved themself, once. */
export type Proof = FactorKind | 'recovery';

/** What a practice asks for at sign-in beside the mailbox (promises F-16 and F-17). */
export const FACTOR_POLICIES = ['required', 'optional', 'passkey'] as const;
export type FactorPolicy = (typeof FACTOR_POLICIES)[number];

/** How long a step between link and session lives, in milliseconds. */
export const STEP_LIFE_MS = 10 * 60_000;

/** Wrong proofs that are borne before a step dies. */
export const STEP_ATTEMPTS = 5;

/** How long after an administrator asks somebody's factors are reset, in milliseconds: a day, in which any use of one calls it off. */
export const RESET_DELAY_MS = 24 * 60 * 60_000;

/** Factors that an account may have. */
export const FACTORS_MOST = 10;

/** Length of a time step in seconds (RFC 6238, 5.2). */
const STEP_SECONDS = 30;

/** The assurance that a practice's policy asks for; its own identity provider's second factor stands for a passkey. */
export function assuranceAsked(policy: FactorPolicy, byConnection = false): Assurance {
  if (policy === 'passkey') return byConnection ? 2 : 3;
  return policy === 'required' ? 2 : 1;
}

/** The assurance that a mailbox together with a proof comes to. */
export function assuranceOf(proof: Proof): Assurance {
  return proof === 'passkey' ? 3 : 2;
}

/** The time step of an instant (RFC 6238, 4.2). */
export function timeStep(now: Date): number {
  return Math.floor(now.getTime() / 1000 / STEP_SECONDS);
}

/**
 * The time step that a code is right for: the current one or the one before it, for whoever typed slowly; never a later
 * one. Whether it was used already is for the database to say.
 */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const current = timeStep(now);
  const totp = totpOf(secret);
  return [current, current - 1].find((step) => {
    const right = totp.generate({ timestamp: step * STEP_SECONDS * 1000 });
    return timingSafeEqual(Buffer.from(right), Buffer.from(code));
  });
}

/** A secret as it is typed into an authenticator app (base32, RFC 4648). */
export function typedSecret(secret: Buffer): string {
  return totpOf(secret).secret.base32;
}

/** What an authenticator app scans. It names the product and the address that the account signs in with. */
export function otpauthUri(secret: Buffer, address: string): string {
  return totpOf(secret, address).toString();
}

// SHA-1 is what authenticator apps take; as a MAC it still stands (RFC 6238, 1.2).
function totpOf(secret: Buffer, label = ''): TOTP {
  return new TOTP({
    issuer: 'Ironbark',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: STEP_SECONDS,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });
}

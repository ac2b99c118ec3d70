/** How long a magic link lives, in milliseconds: ten minutes (promise I-26). */
export const LINK_LIFE_MS = 10 * 60_000;

/** Wrong codes that are borne before the request dies. */
export const CODE_ATTEMPTS = 5;

/** Length of a session from its start, in milliseconds: 24 hours, whatever happens in it (promise I-27). */
export const SESSION_LIFE_MS = 24 * 60 * 60_000;

/** A request to sign in, as far as its rules need it. */
export interface SignInRequest {
  id: string;
  /** Null when no account has the address: everything looks the same from outside. */
  accountId: string | null;
  /** Blind index of the address that was typed. */
  addressIndex: Buffer;
  /** Asked for from a browser that signed in to the account before. */
  knownDevice: boolean;
  expiresAt: Date;
  spentAt: Date | null;
  killedAt: Date | null;
  codeAttempts: number;
}

/** Whether the request can still become a session. */
export function isOpen(request: SignInRequest, now: Date): boolean {
  return request.spentAt === null && request.killedAt === null && request.expiresAt > now && request.codeAttempts < CODE_ATTEMPTS;
}

/** Normalises an address for comparison: NFC, lower case, no surrounding space. */
export function normaliseAddress(address: string): string {
  return address.trim().normalize('NFC').toLowerCase();
}

/** A coarse name of the device from its user agent, for the owner's own list; never used to decide anything. */
export function deviceLabel(userAgent: string | null): string {
  if (userAgent === null || userAgent === '') return 'Unknown device';
  const browser = /Edg\//.test(userAgent)
    ? 'Edge'
    : /Firefox\//.test(userAgent)
      ? 'Firefox'
      : /Chrome\//.test(userAgent)
        ? 'Chrome'
        : /Safari\//.test(userAgent)
          ? 'Safari'
          : 'A program';
  const system = /Windows/.test(userAgent)
    ? 'Windows'
    : /iPhone|iPad/.test(userAgent)
      ? 'iOS'
      : /Android/.test(userAgent)
        ? 'Android'
        : /Mac OS/.test(userAgent)
          ? 'macOS'
          : /Linux/.test(userAgent)
            ? 'Linux'
            : undefined;
  return system === undefined ? browser : `${browser} on ${system}`;
}

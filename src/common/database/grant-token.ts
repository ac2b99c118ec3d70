import { createHash, randomBytes } from 'node:crypto';

/**
 * The secret behind a session or a job grant: 32 random bytes. The application hands PostgreSQL only `hash`
 * (SHA-256 of the secret); PostgreSQL stores SHA-256 of that, so neither a stolen table nor a logged setting opens anything.
 */
export class GrantToken {
  private constructor(
    /** Base64url text for a cookie; absent when only the hash is known. */
    readonly secret: string | undefined,
    /** SHA-256 of the secret, 64 hex digits: what `ironbark.token` is set to. */
    readonly hash: string,
  ) {}

  /** A fresh token. */
  static mint(): GrantToken {
    const secret = randomBytes(32);
    return new GrantToken(secret.toString('base64url'), createHash('sha256').update(secret).digest('hex'));
  }

  /** The token in a cookie, or undefined when the text cannot be one. */
  static parse(text: string | undefined): GrantToken | undefined {
    if (text === undefined || !/^[A-Za-z0-9_-]{43}$/.test(text)) return undefined;
    return new GrantToken(text, createHash('sha256').update(Buffer.from(text, 'base64url')).digest('hex'));
  }

  /** What PostgreSQL keeps: SHA-256 of the hash, 32 bytes. */
  get storedHash(): Buffer {
    return createHash('sha256').update(Buffer.from(this.hash, 'hex')).digest();
  }
}

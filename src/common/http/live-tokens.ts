import type { GrantToken } from '../database/grant-token.js';

/**
 * The sessions that this process has lately seen live, by the hash that the database keeps of their tokens, so that this
 * list opens nothing. It spares them the limit of their network address; the database alone decides who they are.
 */
export class LiveTokens {
  private readonly hashes = new Set<string>();

  /** @param most the session not seen for longest makes room for the next one beyond this many */
  constructor(private readonly most = 10_000) {}

  /** A transaction was opened with this token. */
  seen(token: GrantToken): void {
    const key = keyOf(token);
    this.hashes.delete(key);
    this.hashes.add(key);
    if (this.hashes.size <= this.most) return;
    for (const oldest of this.hashes) {
      this.hashes.delete(oldest);
      return;
    }
  }

  /** The token opens nothing any more. */
  forget(token: GrantToken): void {
    this.hashes.delete(keyOf(token));
  }

  /** Whether the token opened something when it was last used here. */
  has(token: GrantToken): boolean {
    return this.hashes.has(keyOf(token));
  }
}

function keyOf(token: GrantToken): string {
  return token.storedHash.toString('base64');
}

import { randomFillSync } from 'node:crypto';

/** Bytes of an AES-GCM nonce (NIST SP 800-38D, 8.2.2: random, 96 bits). */
export const NONCE_BYTES = 12;

/**
 * Random nonces drawn 1,024 at a time: asking the system for twelve bytes per value is the largest single cost of
 * sealing. Each nonce is handed out once.
 */
export class NoncePool {
  readonly #pool: Buffer;
  #next: number;

  constructor(count = 1024) {
    this.#pool = Buffer.alloc(count * NONCE_BYTES);
    this.#next = this.#pool.length;
  }

  /** Writes the next nonce into `target`; a copy, so that a refill never changes one in use. */
  take(target: Buffer, offset: number): void {
    if (this.#next === this.#pool.length) {
      randomFillSync(this.#pool);
      this.#next = 0;
    }
    this.#pool.copy(target, offset, this.#next, (this.#next += NONCE_BYTES));
  }
}

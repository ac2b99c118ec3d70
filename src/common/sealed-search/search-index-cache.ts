import type { Clock } from '../clock/clock.js';
import type { SearchIndex } from './search-index.js';

/** An opened index and the horizon up to which the delta table has been read into it; the caller moves the horizon on. */
export interface HeldIndex {
  readonly index: SearchIndex;
  horizon: bigint;
}

/** Limits of the cache. */
export interface SearchIndexCacheOptions {
  /** Bytes of all indexes together; default 256 MB. One larger than that is held alone. */
  maxBytes?: number;
  /** Idle time after which an index is dropped; default 15 minutes. */
  idleMs?: number;
}

interface Place {
  held: HeldIndex;
  usedAt: number;
}

/**
 * Opened indexes by organisation, the least recently used dropped first. Loads of the same organisation are shared.
 * What is dropped here is plaintext, so call {@link sweep} every minute: an idle practice's names then leave memory.
 */
export class SearchIndexCache {
  readonly #clock: Clock;
  readonly #maxBytes: number;
  readonly #idleMs: number;
  /** In order of last use. */
  readonly #places = new Map<string, Place>();
  readonly #loading = new Map<string, Promise<HeldIndex>>();

  constructor(clock: Clock, options: SearchIndexCacheOptions = {}) {
    this.#clock = clock;
    this.#maxBytes = options.maxBytes ?? 256 * 2 ** 20;
    this.#idleMs = options.idleMs ?? 15 * 60_000;
  }

  get size(): number {
    return this.#places.size;
  }

  get bytes(): number {
    let bytes = 0;
    for (const { held } of this.#places.values()) bytes += held.index.bytes;
    return bytes;
  }

  /** Whether {@link get} would answer at once. */
  has(orgId: string): boolean {
    const place = this.#places.get(orgId);
    return place !== undefined && !place.held.index.worn;
  }

  /**
   * The index of an organisation, loaded when it is not held or worn. A failed load is thrown to whoever began it and
   * not remembered: those who waited for it load for themselves.
   */
  async get(orgId: string, load: () => Promise<HeldIndex>): Promise<HeldIndex> {
    this.sweep();
    const place = this.#places.get(orgId);
    if (place && !place.held.index.worn) {
      this.#keep(orgId, place.held);
      return place.held;
    }
    const shared = this.#loading.get(orgId);
    return shared ? shared.catch(() => this.get(orgId, load)) : this.#load(orgId, load);
  }

  /** Drops an organisation's index, also one that is being loaded: whoever waits for that still gets it, later callers do not. */
  evict(orgId: string): void {
    this.#places.delete(orgId);
    this.#loading.delete(orgId);
  }

  /** Drops what has been idle too long and what does not fit. */
  sweep(): void {
    const oldest = this.#clock.now().getTime() - this.#idleMs;
    for (const [orgId, place] of this.#places) if (place.usedAt <= oldest) this.#places.delete(orgId);
    if (this.#places.size < 2) return;
    let bytes = this.bytes;
    for (const [orgId, { held }] of this.#places) {
      if (bytes <= this.#maxBytes || this.#places.size === 1) return;
      this.#places.delete(orgId);
      bytes -= held.index.bytes;
    }
  }

  #load(orgId: string, load: () => Promise<HeldIndex>): Promise<HeldIndex> {
    const loading = load().then(
      (held) => {
        if (this.#loading.get(orgId) === loading) {
          this.#loading.delete(orgId);
          this.#keep(orgId, held);
          this.sweep();
        }
        return held;
      },
      (error: unknown) => {
        if (this.#loading.get(orgId) === loading) this.#loading.delete(orgId);
        throw error;
      },
    );
    this.#loading.set(orgId, loading);
    return loading;
  }

  #keep(orgId: string, held: HeldIndex): void {
    this.#places.delete(orgId);
    this.#places.set(orgId, { held, usedAt: this.#clock.now().getTime() });
  }
}

import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Principal } from '../database/principal.js';
import { RequestCounts } from './request-counts.js';
import { TooManyRequests } from './too-many-requests.js';

/** Requests a minute that one key may make, and all keys of one practice together. */
export const KEY_REQUESTS_A_MINUTE = { key: 1_200, organisation: 6_000 } as const;

const MINUTE_S = 60;
/** How often the process settles with the database what it counted by itself. */
const SETTLE_MS = 1_000;

interface Entry {
  /** Counted here and not settled yet. */
  fresh: number;
  /** By every process together, when it was last settled. */
  total: number;
  /** When the minute is over, by the clock that only runs forward. */
  endsAt: number;
  limit: number;
}

/**
 * Limits of requests by service accounts' keys (promise I-30), for all processes together and off the hot path: a request is
 * counted in memory, and once a second what was counted is added to the database's counts, which come back with what the
 * others added. So a process refuses by what all knew a second ago: at the most, a key goes beyond its limit by what it sends
 * to all processes within one second, once a minute. When the database does not answer, each process goes on counting alone.
 */
@Injectable()
export class KeyLimits implements OnApplicationShutdown {
  private readonly entries = new Map<string, Entry>();
  private readonly logger = new Logger('KeyLimits');
  private timer: NodeJS.Timeout | undefined;
  private settling: Promise<void> | undefined;

  constructor(private readonly counts: RequestCounts) {}

  /** Counts a request. Sessions are not limited here: a person clicks. @throws TooManyRequests */
  count({ kind, grantId, orgId }: Pick<Principal, 'kind' | 'grantId' | 'orgId'>): void {
    if (kind !== 'key') return;
    const now = performance.now();
    const entries = [
      this.entry(`key ${grantId}`, KEY_REQUESTS_A_MINUTE.key, now),
      this.entry(`organisation ${orgId}`, KEY_REQUESTS_A_MINUTE.organisation, now),
    ];
    for (const { fresh, total, limit, endsAt } of entries)
      if (fresh + total >= limit) throw new TooManyRequests(Math.max(1, Math.ceil((endsAt - now) / 1000)));
    for (const entry of entries) entry.fresh++;
    this.timer ??= setTimeout(() => void this.settle(), SETTLE_MS).unref();
  }

  /** Adds what was counted here to what all counted. Never rejects. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.settling ??= this.exchange().finally(() => (this.settling = undefined));
    await this.settling;
  }

  async onApplicationShutdown(): Promise<void> {
    clearTimeout(this.timer);
    await this.settling;
  }

  private entry(name: string, limit: number, now: number): Entry {
    const known = this.entries.get(name);
    if (known && known.endsAt > now) return known;
    const entry: Entry = { fresh: 0, total: 0, endsAt: now + MINUTE_S * 1000, limit };
    this.entries.set(name, entry);
    return entry;
  }

  private async exchange(): Promise<void> {
    const sent = new Map([...this.entries].filter(([, { fresh }]) => fresh > 0).map(([name, { fresh }]) => [name, fresh]));
    try {
      const counts = await this.counts.add(sent, MINUTE_S);
      const now = performance.now();
      for (const [name, { hits, secondsLeft }] of counts) {
        const entry = this.entries.get(name);
        if (!entry) continue;
        entry.fresh = Math.max(0, entry.fresh - sent.get(name)!);
        entry.total = hits;
        entry.endsAt = now + secondsLeft * 1000;
      }
      for (const [name, { endsAt }] of this.entries) if (endsAt <= now) this.entries.delete(name);
    } catch (error) {
      this.logger.warn(`Counts of keys could not be settled: ${error instanceof Error ? error.name : 'unknown'}`);
    }
  }
}

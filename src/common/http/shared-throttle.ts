import { Injectable, type ExecutionContext } from '@nestjs/common';
import {
  ThrottlerGuard,
  ThrottlerStorageService,
  type ThrottlerLimitDetail,
  type ThrottlerModuleOptions,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { ACCESS, type Access } from './access.js';
import { countedNetwork } from '../networks/counted-network.js';
import type { RequestCounts } from './request-counts.js';
import { TooManyRequests } from './too-many-requests.js';

type StorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

const SHARED = 'shared ';
/** Networks that this process remembers as having to wait, so that they cost the database nothing. */
const MOST_WAITING = 10_000;

/**
 * Counts requests at public doors in the database, for all processes together: one statement each, and none for whoever
 * was just told to wait. Requests behind a session or key, which the database looks at anyway, are counted in the process.
 */
export class SharedThrottleStorage implements ThrottlerStorage {
  private readonly own = new ThrottlerStorageService();
  /** Until when nobody asks again, by the clock that only runs forward. */
  private readonly waiting = new Map<string, number>();

  constructor(private readonly counts: RequestCounts) {}

  async increment(key: string, ttl: number, limit: number, blockDuration: number, name: string): Promise<StorageRecord> {
    if (!key.startsWith(SHARED)) return this.own.increment(key, ttl, limit, blockDuration, name);
    const until = this.waiting.get(key) ?? 0;
    const now = performance.now();
    if (until > now) return record(limit + 1, limit, (until - now) / 1000);
    this.waiting.delete(key);
    const { hits, secondsLeft } = (await this.counts.add(new Map([[key, 1]]), ttl / 1000)).get(key)!;
    if (hits > limit) {
      if (this.waiting.size >= MOST_WAITING) this.waiting.clear();
      this.waiting.set(key, now + secondsLeft * 1000);
    }
    return record(hits, limit, secondsLeft);
  }

  /** Lets go of its timers. */
  onApplicationShutdown(): void {
    this.own.onApplicationShutdown();
  }
}

function record(totalHits: number, limit: number, secondsLeft: number): StorageRecord {
  const seconds = Math.max(1, Math.ceil(secondsLeft));
  const isBlocked = totalHits > limit;
  return { totalHits, timeToExpire: seconds, isBlocked, timeToBlockExpire: isBlocked ? seconds : 0 };
}

/** Throttler options whose keys say whether they are counted for all processes. */
export function sharedThrottle(
  counts: RequestCounts,
  limit: number,
  skipIf: (context: ExecutionContext) => boolean,
): ThrottlerModuleOptions {
  return {
    throttlers: [{ limit, ttl: 60_000 }],
    skipIf,
    storage: new SharedThrottleStorage(counts),
    getTracker: (request) => countedNetwork(String(request['ip'] ?? '')),
    generateKey: (context, tracker, name) => {
      const access = Reflect.getMetadata(ACCESS, context.getHandler()) as Access | undefined;
      const where = `${context.getClass().name} ${context.getHandler().name} ${name} ${tracker}`;
      return access?.kind === 'public' ? `${SHARED}${where}` : where;
    },
  };
}

/** Refuses with the problem document that every other refusal has, and the seconds to wait in it. */
@Injectable()
export class SharedThrottlerGuard extends ThrottlerGuard {
  // The base class declares a promise.
  // oxlint-disable-next-line typescript/require-await
  protected override async throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    throw new TooManyRequests(Math.max(1, Math.ceil(detail.timeToBlockExpire)));
  }
}

import { randomFillSync } from 'node:crypto';

/** Random bytes for 512 ids are drawn at once: a call into the generator costs more than the rest of an id. */
const pool = Buffer.alloc(512 * 10);
let drawn = pool.length;

const COUNTER_LIMIT = 0x1000;

interface Latest {
  ms: number;
  /** The twelve bits after the version, RFC 9562 section 6.2 method 1: they count within a millisecond. */
  counter: number;
}

const byClock: Latest = { ms: 0, counter: 0 };
const byInstant: Latest = { ms: 0, counter: 0 };

/**
 * A new UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, a counter, then 62 random bits. Every id of a process
 * is above the ones before it, also within a millisecond and when the clock is set back, so that rows made in an
 * order stay in it and land at the end of an index. Ids for a given instant ascend while the same one is asked for in a
 * row. An id is not a secret: what must not be guessed is 32 random bytes instead.
 */
export function newId(at?: number): string {
  const latest = at === undefined ? byClock : byInstant;
  if (at === undefined) advance(latest, Math.max(Date.now(), latest.ms));
  else advance(latest, at);
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const from = drawn;
  drawn += 10;
  const random = pool.toString('hex', from, drawn);
  const time = latest.ms.toString(16).padStart(12, '0');
  const counted = latest.counter.toString(16).padStart(3, '0');
  const variant = (8 | (pool[from]! & 3)).toString(16);
  // Nobody finds in memory what an id was made of before it was given out.
  pool.fill(0, from, drawn);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${counted}-${variant}${random.slice(2, 5)}-${random.slice(5, 17)}`;
}

/** Counts on within a millisecond; begins low enough in a new one that there is room for two thousand. */
function advance(latest: Latest, ms: number): void {
  if (ms !== latest.ms) {
    latest.ms = ms;
    latest.counter = Math.floor(Math.random() * (COUNTER_LIMIT / 2));
    return;
  }
  latest.counter++;
  if (latest.counter < COUNTER_LIMIT) return;
  // More than fit into the millisecond: the next one is begun early, as the RFC allows.
  latest.ms = ms + 1;
  latest.counter = 0;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text is a UUID in canonical lower-case form. */
export function isId(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}

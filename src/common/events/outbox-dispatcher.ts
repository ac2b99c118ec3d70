import type { Logger } from '@nestjs/common';
import type { PlainDatabase } from '../database/plain-database.js';
import type { DeliveredEvent } from './domain-event.js';
import type { EventHandler } from './event-handler.js';

const POLL_MS = 1_000;
const BATCH = 200;
/** While this runs out, another process leaves a taken event alone; then it is delivered again. */
const LEASE_SECONDS = 60;
/** Events in hand at the same time: their handlers open transactions and connections of their own. */
const AT_ONCE = 10;
/** What has not begun by then is given back, so that it does not begin here when another process has taken it. */
const BEGIN_WITHIN_MS = (LEASE_SECONDS * 1_000) / 2;
/** After this many attempts, two thirds of a day, an event is parked: it stays with its last error until somebody looks. */
const MOST_ATTEMPTS = 100;

interface OutboxRow {
  id: string;
  org_id: string | null;
  type: string;
  payload: Record<string, unknown>;
  raised_at: Date;
  attempts: number;
}

/**
 * Delivers committed events to their handlers in this process (DESIGN 8): at once after a commit here, within a second
 * for those of other processes. A failing handler is retried with growing delays, and given up after a hundred attempts;
 * the others are not called again.
 */
export class OutboxDispatcher {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = true;

  constructor(
    private readonly jobs: PlainDatabase,
    private readonly handlers: readonly EventHandler[],
    private readonly logger: Logger,
    private readonly mostAttempts = MOST_ATTEMPTS,
  ) {}

  start(): void {
    this.stopped = false;
    this.timer = setInterval(() => this.nudge(), POLL_MS);
    this.timer.unref();
  }

  /** Looks for events now. */
  nudge(): void {
    if (this.stopped) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.drain()
      .catch((error: unknown) => this.logger.warn(`The outbox could not be read: ${error instanceof Error ? error.name : 'unknown'}`))
      .finally(() => {
        this.running = undefined;
        if (this.again) {
          this.again = false;
          this.nudge();
        }
      });
  }

  /** Finishes what is under way and takes nothing new. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async drain(): Promise<void> {
    for (;;) {
      // What belongs to no organisation is somebody waiting at the door: an import's thousands do not go before it.
      const due = await this.jobs.query<OutboxRow>({
        name: 'outbox-take',
        text: `update events.outbox o set attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $1)
                from (select id from events.outbox where delivered_at is null and next_attempt_at <= clock_timestamp()
                       order by (org_id is not null), next_attempt_at, id limit $2 for update skip locked) d
               where o.id = d.id returning o.id, o.org_id, o.type, o.payload, o.raised_at, o.attempts`,
        values: [LEASE_SECONDS, BATCH],
      });
      await this.deliverAll(due);
      if (due.length < BATCH || this.stopped) return;
    }
  }

  private async deliverAll(due: readonly OutboxRow[]): Promise<void> {
    const takenAt = performance.now();
    const again = due.filter(({ attempts }) => attempts > 1).map(({ id }) => id);
    const done = new Set<string>();
    if (again.length > 0) {
      const rows = await this.jobs.query<{ mark: string }>({
        text: `select event_id || ' ' || handler as mark from events.handled where event_id = any($1)`,
        values: [again],
      });
      for (const { mark } of rows) done.add(mark);
    }
    const delivered = new Acknowledgements(this.jobs);
    const waiting = [...due];
    const work = async (): Promise<void> => {
      while (waiting.length > 0 && performance.now() - takenAt < BEGIN_WITHIN_MS) {
        const row = waiting.shift()!;
        if (await this.deliver(row, done)) delivered.add(row.id);
      }
    };
    // Every one of them is waited for, also when another one fails: nothing goes on behind the back of stop().
    const workers = await Promise.allSettled(Array.from({ length: AT_ONCE }, work));
    await delivered.settled();
    await this.giveBack(waiting);
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  }

  /** Runs what hears an event. When one handler fails, those that ran are noted and the event comes again later. */
  private async deliver(row: OutboxRow, done: ReadonlySet<string>): Promise<boolean> {
    const event: DeliveredEvent = { id: row.id, orgId: row.org_id, type: row.type, payload: row.payload, raisedAt: row.raised_at };
    const ran: string[] = [];
    try {
      for (const handler of this.handlers) {
        if (handler.hears !== event.type || done.has(`${event.id} ${handler.name}`)) continue;
        await handler.handle(event);
        ran.push(handler.name);
      }
      return true;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      this.logger.warn(`Delivery of ${row.type} ${row.id} failed (${name}), attempt ${row.attempts}`);
      await this.postpone(row, name, ran);
      return false;
    }
  }

  private async postpone(row: OutboxRow, reason: string, ran: readonly string[]): Promise<void> {
    await this.jobs.execute({
      text: 'insert into events.handled (event_id, handler) select $1, unnest($2::text[]) on conflict do nothing',
      values: [row.id, ran],
    });
    const parked = row.attempts >= this.mostAttempts;
    if (parked) this.logger.error(`Delivery of ${row.type} ${row.id} is given up after ${row.attempts} attempts (${reason})`);
    await this.jobs.execute({
      text: `update events.outbox set last_error = $2,
                    next_attempt_at = case when $4 then 'infinity' else clock_timestamp() + make_interval(secs => $3) end where id = $1`,
      values: [row.id, reason, Math.min(2 ** Math.min(row.attempts, 10), 600), parked],
    });
  }

  /** What was taken and not begun is as it was: it comes first the next time, here or elsewhere. */
  private async giveBack(rows: readonly OutboxRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.jobs.execute({
      text: `update events.outbox set attempts = attempts - 1, next_attempt_at = clock_timestamp() where id = any($1) and delivered_at is null`,
      values: [rows.map(({ id }) => id)],
    });
  }
}

/** Notes deliveries as they happen: one statement for all that finished while the one before was under way. */
class Acknowledgements {
  private finished: string[] = [];
  private sending: Promise<void> | undefined;
  private failure: Error | undefined;

  constructor(private readonly jobs: PlainDatabase) {}

  add(id: string): void {
    this.finished.push(id);
    this.sending ??= this.send().finally(() => (this.sending = undefined));
  }

  /** @throws what kept one of them from being noted: those events come again. */
  async settled(): Promise<void> {
    await this.sending;
    if (this.failure !== undefined) throw this.failure;
  }

  private async send(): Promise<void> {
    while (this.finished.length > 0) {
      const ids = this.finished;
      this.finished = [];
      try {
        await this.jobs.execute({
          name: 'outbox-delivered',
          text: 'update events.outbox set delivered_at = clock_timestamp(), last_error = null where id = any($1)',
          values: [ids],
        });
      } catch (error) {
        this.failure ??= error instanceof Error ? error : new Error('not noted');
      }
    }
  }
}

import type { Logger } from '@nestjs/common';
import type { PlainDatabase } from '../database/plain-database.js';
import type { DeliveredEvent } from './domain-event.js';
import type { EventHandler } from './event-handler.js';

const POLL_MS = 1_000;
const BATCH = 20;
/** While this runs out, another process leaves a taken event alone; then it is delivered again. */
const LEASE_SECONDS = 60;

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
 * for those of other processes. A failing handler is retried with growing delays; the others are not called again.
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
      const due = await this.jobs.query<OutboxRow>({
        name: 'outbox-take',
        text: `update events.outbox o set attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $1)
                from (select id from events.outbox where delivered_at is null and next_attempt_at <= clock_timestamp()
                       order by next_attempt_at, id limit $2 for update skip locked) d
               where o.id = d.id returning o.id, o.org_id, o.type, o.payload, o.raised_at, o.attempts`,
        values: [LEASE_SECONDS, BATCH],
      });
      await Promise.all(due.map((row) => this.deliver(row)));
      if (due.length < BATCH || this.stopped) return;
    }
  }

  private async deliver(row: OutboxRow): Promise<void> {
    const event: DeliveredEvent = { id: row.id, orgId: row.org_id, type: row.type, payload: row.payload, raisedAt: row.raised_at };
    const done = new Set(
      (
        await this.jobs.query<{ handler: string }>({ text: 'select handler from events.handled where event_id = $1', values: [row.id] })
      ).map(({ handler }) => handler),
    );
    try {
      for (const handler of this.handlers) {
        if (handler.hears !== event.type || done.has(handler.name)) continue;
        await handler.handle(event);
        await this.jobs.execute({
          text: 'insert into events.handled (event_id, handler) values ($1, $2) on conflict do nothing',
          values: [row.id, handler.name],
        });
      }
      await this.jobs.execute({
        text: 'update events.outbox set delivered_at = clock_timestamp(), last_error = null where id = $1',
        values: [row.id],
      });
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      this.logger.warn(`Delivery of ${row.type} ${row.id} failed (${name}), attempt ${row.attempts}`);
      await this.jobs
        .execute({
          text: `update events.outbox set last_error = $2, next_attempt_at = clock_timestamp() + make_interval(secs => $3) where id = $1`,
          values: [row.id, name, Math.min(2 ** row.attempts, 600)],
        })
        .catch(() => undefined);
    }
  }
}

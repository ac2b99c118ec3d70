import type { Logger } from '@nestjs/common';
import type { PlainDatabase } from '../database/plain-database.js';
import type { DeliveredEvent } from './domain-event.js';
import type { EventHandler } from './event-handler.js';

const POLL_MS = 1_000;
const BATCH = 200;
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
      // What belongs to no organisation is somebody waiting at the door: an import's thousands do not go before it.
      const due = await this.jobs.query<OutboxRow>({
        name: 'outbox-take',
        text: `update events.outbox o set attempts = attempts + 1, next_attempt_at = clock_timestamp() + make_interval(secs => $1)
                from (select id from events.outbox where delivered_at is null and next_attempt_at <= clock_timestamp()
                       order by (org_id is not null), next_attempt_at, id limit $2 for update skip locked) d
               where o.id = d.id returning o.id, o.org_id, o.type, o.payload, o.raised_at, o.attempts`,
        values: [LEASE_SECONDS, BATCH],
      });
      const outcomes = await this.deliverAll(due);
      await this.acknowledge(outcomes.filter((outcome) => outcome.delivered).map(({ row }) => row));
      if (due.length < BATCH || this.stopped) return;
    }
  }

  private async deliverAll(due: readonly OutboxRow[]): Promise<{ row: OutboxRow; delivered: boolean }[]> {
    const again = due.filter(({ attempts }) => attempts > 1).map(({ id }) => id);
    const done = new Set<string>();
    if (again.length > 0) {
      const rows = await this.jobs.query<{ mark: string }>({
        text: `select event_id || ' ' || handler as mark from events.handled where event_id = any($1)`,
        values: [again],
      });
      for (const { mark } of rows) done.add(mark);
    }
    return Promise.all(due.map(async (row) => ({ row, delivered: await this.deliver(row, done) })));
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
    await this.jobs.execute({
      text: `update events.outbox set last_error = $2, next_attempt_at = clock_timestamp() + make_interval(secs => $3) where id = $1`,
      values: [row.id, reason, Math.min(2 ** row.attempts, 600)],
    });
  }

  private async acknowledge(delivered: readonly OutboxRow[]): Promise<void> {
    if (delivered.length === 0) return;
    await this.jobs.execute({
      name: 'outbox-delivered',
      text: 'update events.outbox set delivered_at = clock_timestamp(), last_error = null where id = any($1)',
      values: [delivered.map(({ id }) => id)],
    });
  }
}

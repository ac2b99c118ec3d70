import { Logger } from '@nestjs/common';
import { PgBoss } from 'pg-boss';

/** A worker that was killed is noticed after this long, and its job is taken by another. */
const HEARTBEAT_SECONDS = 30;

/** How often a job is tried again, with twice the pause each time: about three minutes in all. */
const TRIES = { retryLimit: 5, retryDelay: 5, retryBackoff: true };
/** The same for work that waits for something outside: about a week, two minutes apart at most. */
const PATIENT_TRIES = { retryLimit: 5_000, retryDelay: 5, retryBackoff: true, retryDelayMax: 120 };

/** Durable background work on pg-boss: jobs live in PostgreSQL, are retried, and one worker takes each. Payloads are ids only. */
export class JobQueue {
  private readonly boss: PgBoss;
  private readonly logger = new Logger('Jobs');
  private readonly queues = new Set<string>();

  constructor(
    jobsUrl: string,
    readonly works: boolean,
  ) {
    this.boss = new PgBoss({ connectionString: jobsUrl, schema: 'queue', createSchema: false, max: 3, supervise: works, schedule: false });
    this.boss.on('error', (error) => this.logger.warn(`The job queue stumbled: ${error.name}`));
  }

  async start(): Promise<void> {
    await this.boss.start();
  }

  /**
   * Declares a queue and, in a process that works, the function that does its jobs one at a time. A patient one waits for days
   * for what its work needs, such as a scanner or a store.
   */
  async define<Data extends object>(name: string, work: (data: Data) => Promise<void>, { patient = false } = {}): Promise<void> {
    const settings = { ...(patient ? PATIENT_TRIES : TRIES), expireInSeconds: 3_600, heartbeatSeconds: HEARTBEAT_SECONDS };
    await this.boss.createQueue(name, settings);
    // A queue that was there already keeps what it was made with.
    await this.boss.updateQueue(name, settings);
    this.queues.add(name);
    if (!this.works) return;
    const worker: string = await this.boss.work<Data>(name, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async ([job]) => {
      if (!job) return;
      await work(job.data);
      // Asks for the next one at once: of a thousand that wait, only the first waits for the poll.
      this.boss.notifyWorker(worker);
    });
  }

  /**
   * Enqueues a job, to be done after some seconds. With a key, further jobs of that key within the same second are
   * dropped: one of them stands for all; one that comes later waits beside it.
   */
  async send(name: string, data: object, { key, afterSeconds }: { key?: string; afterSeconds?: number } = {}): Promise<void> {
    if (!this.queues.has(name)) throw new Error(`No such job queue: ${name}`);
    await this.boss.send(name, data, {
      ...(key !== undefined && { singletonKey: key, singletonSeconds: 1 }),
      ...(afterSeconds !== undefined && { startAfter: afterSeconds }),
    });
  }

  async stop(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: 10_000 });
  }
}

import { describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { EventHandler } from '../../src/common/events/event-handler.js';
import { OutboxDispatcher } from '../../src/common/events/outbox-dispatcher.js';
import { cloneDatabase } from '../support/database.js';
import { PlainDatabase } from '../../src/common/database/plain-database.js';

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it never happened');
}

describe('the outbox', () => {
  it('delivers each event to each of its handlers, retries what fails without calling the others again, and lets nobody wait behind a crowd', async () => {
    const urls = await cloneDatabase(`ironbark_outbox_${process.pid}`);
    const [identity, jobs] = [new PlainDatabase(urls.identity, 2), new PlainDatabase(urls.jobs, 2)];
    const calls: string[] = [];
    let failures = 2;
    const handler = (name: string, hears: string, handle: (id: string) => void): EventHandler => ({
      name,
      hears,
      handle: async ({ id }) => handle(id),
    });
    const dispatcher = new OutboxDispatcher(
      jobs,
      [
        handler('steady', 'test.happened.v1', () => void calls.push('steady')),
        handler('shaky', 'test.happened.v1', () => {
          if (failures-- > 0) throw new Error('not now');
          calls.push('shaky');
        }),
        handler('crowd', 'test.crowd.v1', () => void calls.push('crowd')),
      ],
      new Logger('test', { timestamp: false }),
    );
    Logger.overrideLogger(false);
    const raise = async (type: string, count = 1) =>
      identity.execute({
        text: `insert into events.outbox (id, org_id, type, payload) select gen_random_uuid(), null, $1, '{}' from generate_series(1, $2)`,
        values: [type, count],
      });
    await raise('test.happened.v1');
    await raise('test.crowd.v1', 1_000);
    await raise('test.unheard.v1', 50);
    dispatcher.start();
    dispatcher.nudge();
    await until(() => calls.includes('shaky') && calls.filter((name) => name === 'crowd').length === 1_000);
    await until(async () => {
      const [row] = await jobs.query<{ left: number }>({
        text: 'select count(*)::int as left from events.outbox where delivered_at is null',
      });
      return row!.left === 0;
    });
    await dispatcher.stop();
    expect(calls.filter((name) => name === 'steady')).toHaveLength(1);
    expect(calls.filter((name) => name === 'shaky')).toHaveLength(1);
    expect(calls.filter((name) => name === 'crowd')).toHaveLength(1_000);
    await Promise.all([identity.end(), jobs.end()]);
  });

  it('has ten events in hand at most, notes each as it is done, and parks what fails for good', async () => {
    const urls = await cloneDatabase(`ironbark_outbox_parked_${process.pid}`);
    const [identity, jobs] = [new PlainDatabase(urls.identity, 2), new PlainDatabase(urls.jobs, 4)];
    let [inHand, most] = [0, 0];
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const dispatcher = new OutboxDispatcher(
      jobs,
      [
        {
          name: 'quick',
          hears: 'test.quick.v1',
          handle: async () => {
            most = Math.max(most, ++inHand);
            await new Promise((resolve) => setTimeout(resolve, 5));
            inHand--;
          },
        },
        { name: 'slow', hears: 'test.slow.v1', handle: async () => released },
        { name: 'broken', hears: 'test.broken.v1', handle: async () => Promise.reject(new TypeError('never')) },
      ],
      new Logger('test', { timestamp: false }),
      1,
    );
    Logger.overrideLogger(false);
    for (const [type, count] of [
      ['test.slow.v1', 1],
      ['test.quick.v1', 60],
      ['test.broken.v1', 1],
    ] as const)
      await identity.execute({
        text: `insert into events.outbox (id, org_id, type, payload) select gen_random_uuid(), null, $1, '{}' from generate_series(1, $2)`,
        values: [type, count],
      });
    const left = async (): Promise<{ type: string; last_error: string | null; parked: boolean }[]> =>
      jobs.query({
        text: `select type, last_error, next_attempt_at = 'infinity' as parked from events.outbox where delivered_at is null order by type`,
      });
    dispatcher.start();
    dispatcher.nudge();
    // The slow one holds up nobody's acknowledgement.
    await until(async () => (await left()).length === 2);
    expect(most).toBeLessThanOrEqual(10);
    release();
    await until(async () => (await left()).length === 1);
    await dispatcher.stop();
    expect(await left()).toEqual([{ type: 'test.broken.v1', last_error: 'TypeError', parked: true }]);
    await Promise.all([identity.end(), jobs.end()]);
  });
});

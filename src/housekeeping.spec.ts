import { describe, expect, it } from '@jest/globals';
import { HousekeepingSchedule } from './housekeeping.js';

type Parts = ConstructorParameters<typeof HousekeepingSchedule>;

describe('the hourly tidying', () => {
  it('does every other step when one fails, and then fails so that it is tried again', async () => {
    const done: string[] = [];
    let work: () => Promise<void> = () => Promise.reject(new Error('never defined'));
    const step = (name: string) => async (): Promise<void> => void done.push(name);
    const jobs = {
      query: async ({ text }: { text: string }): Promise<unknown[]> => {
        if (text.includes('sweep_networks')) throw new Error('locked');
        done.push(text.replace(/^select |\(.*/g, ''));
        return [];
      },
      execute: async (): Promise<number> => done.push('outbox'),
    };
    const schedule = new HousekeepingSchedule(
      { define: async (_name: string, job: () => Promise<void>) => void (work = job) } as unknown as Parts[0],
      { tidy: step('identity') } as unknown as Parts[1],
      { tidy: step('counts') } as unknown as Parts[2],
      { execute: step('keys') } as unknown as Parts[3],
      jobs as unknown as Parts[4],
      { role: 'all' } as unknown as Parts[5],
    );
    await schedule.onApplicationBootstrap();
    done.length = 0;
    await expect(work()).rejects.toThrow(AggregateError);
    expect(done).toEqual(['audit.ensure_partitions', 'wall.sweep_grants', 'outbox', 'identity', 'counts', 'keys']);
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../src/common/clock/clock.js';
import { testApp, type TestApp } from '../support/app.js';
import { entriesOf } from '../support/access-record.js';
import { Asked, remindAt } from '../support/telling.js';

const DAY_MS = 86_400_000;

let server: TestApp;
beforeAll(async () => {
  server = await testApp();
});

/** Half past seven or half past eight in Sydney, so many days from now. */
function morning(days: number): Date {
  const today = systemClock.now().toLocaleDateString('en-CA', { timeZone: 'Australia/Sydney' });
  return new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY_MS - 2.5 * 3_600_000);
}

const dayAfter = (days: number): string => new Date(morning(days).getTime() + DAY_MS / 2).toISOString().slice(0, 10);

/** Looks on mornings of days from now. */
async function look(...days: number[]): Promise<void> {
  for (const day of days) expect(await remindAt(server, morning(day))).toEqual([]);
}

const subjects = async (asked: Asked) => (await asked.told()).map(({ text }) => /(near|passed|not opened)/.exec(text)?.[0]).reverse();

describe('reminders of what a client has not sent', () => {
  it('come three days before the day and the day after, once, in the morning, and say how many', async () => {
    const [asked, off] = [
      await Asked.of(server, { dueOn: dayAfter(20) }),
      await Asked.of(server, { dueOn: dayAfter(20), reminders: false }),
    ];
    expect([(await asked.read()).reminders, (await off.read()).reminders]).toEqual([true, false]);
    await look(1, 10, 16);
    await remindAt(server, new Date(morning(17).getTime() - 6 * 3_600_000));
    expect(await asked.told()).toEqual([]);
    await Promise.all([look(17), look(17)]);
    await look(17, 18, 20);
    expect(await subjects(asked)).toEqual(['near']);
    await look(21, 22, 30);
    expect(await subjects(asked)).toEqual(['near', 'passed']);
    const [mail] = await asked.told();
    expect(mail!.text).toContain('2 documents are still to come');
    expect(`${mail!.subject} ${mail!.text}`).not.toMatch(/Passport|Police|visa|20\d\d/);
    await asked.visitor.enter(/\/outside#([\w-]{43})/.exec(mail!.text)![1]);
    expect((await asked.read()).lastRemindedAt).toBe(morning(21).toISOString());
    expect([await off.told(), (await off.read()).lastRemindedAt]).toEqual([[], null]);
    const entries = (await entriesOf(asked.practice, 'remind')).map(({ detail }) => [detail['step'], detail['open']]);
    expect(entries).toEqual([
      ['before', 2],
      ['after', 2],
    ]);
  });

  it('come once after a week of no visit where no day was given', async () => {
    const asked = await Asked.of(server);
    await look(1, 6);
    expect(await asked.told()).toEqual([]);
    await look(7, 8, 14, 30);
    expect(await subjects(asked)).toEqual(['not opened']);
  });

  it('do not come for what is closed, done with or not needed any more', async () => {
    const [closed, done, needless] = [await Asked.of(server), await Asked.of(server), await Asked.of(server)];
    await closed.post('/close');
    await done.visitor.enter();
    expect((await done.visitor.ask('POST', '/request/send')).status).toBe(204);
    for (const { id, version } of (await needless.read()).items) await needless.post(`/items/${id}`, { state: 'not_applicable', version });
    await look(7, 8);
    for (const asked of [closed, done, needless]) expect(await asked.told()).toEqual([]);
  });
});

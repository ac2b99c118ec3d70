import { describe, expect, it } from '@jest/globals';
import { daysUntil, reminderDue, reminderStep } from './reminders.js';

const END = new Date('2027-03-31T00:00:00Z');
const before = (days: number) => new Date(END.getTime() - days * 86_400_000);

describe('reminders', () => {
  it('[ASVS 6.4.5] come thirty days, seven days and one day before, once each', () => {
    const told: number[] = [];
    let last: Date | null = null;
    for (let days = 60; days >= 0; days -= 0.25) {
      if (!reminderDue(END, last, before(days))) continue;
      told.push(days);
      last = before(days);
    }
    expect(told).toEqual([30, 7, 1]);
  });

  it('come late rather than not at all, and once for all that were missed', () => {
    expect(reminderDue(END, null, before(3))).toBe(true);
    expect(reminderDue(END, before(3), before(2))).toBe(false);
    expect(reminderDue(END, before(31), before(30.5))).toBe(false);
    expect(daysUntil(END, before(2.5))).toBe(2);
    expect(daysUntil(END, before(-1))).toBe(0);
  });
});

describe('the step of a reminder', () => {
  it.each([
    [61, undefined],
    [60, 60],
    [31, 60],
    [30, 30],
    [8, 30],
    [7, 7],
    [0, 7],
    [-1, undefined],
  ])('%d days before the end is %s', (daysLeft, step) => expect(reminderStep(daysLeft, [60, 30, 7])).toBe(step));
});

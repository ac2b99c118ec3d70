import { describe, expect, it } from '@jest/globals';
import { clientReminder, dayIn, isMorning, isQuiet, type RequestDays } from './client-reminder.js';

const due = (values: Partial<RequestDays> = {}): RequestDays => ({
  dueOn: '2026-06-20',
  toldOn: '2026-06-01',
  seenOn: null,
  reminded: false,
  ...values,
});

/** What a client gets over days when each reminder is noted. */
function over(days: readonly string[], request: RequestDays): string[] {
  let now = request;
  return days.flatMap((day) => {
    const step = clientReminder(now, day);
    if (step !== undefined) now = { ...now, toldOn: day, reminded: true };
    return step === undefined ? [] : [`${day} ${step}`];
  });
}

const june = Array.from({ length: 30 }, (_day, index) => `2026-06-${String(index + 1).padStart(2, '0')}`);

describe('the reminder that a client gets', () => {
  it('comes three days before the day and the day after it, once each', () => {
    expect(over(june, due())).toEqual(['2026-06-17 before', '2026-06-21 after']);
  });

  it('comes later when its day was missed, and not a week later', () => {
    expect(over(['2026-06-19', '2026-06-25'], due())).toEqual(['2026-06-19 before', '2026-06-25 after']);
    expect(over(['2026-06-28'], due())).toEqual([]);
  });

  it('is none for whoever was told since it fell due, or asked for it that late', () => {
    expect(over(june, due({ toldOn: '2026-06-18' }))).toEqual(['2026-06-21 after']);
    expect(over(['2026-06-21', '2026-06-22'], due({ toldOn: '2026-06-21' }))).toEqual([]);
  });

  it('comes once after a week of no visit where no day was given', () => {
    expect(over(june, due({ dueOn: null }))).toEqual(['2026-06-08 quiet']);
    expect(over(june, due({ dueOn: null, seenOn: '2026-06-04' }))).toEqual(['2026-06-11 quiet']);
    expect(over(june, due({ dueOn: null, reminded: true }))).toEqual([]);
  });

  it('goes by the practice’s calendar and in its morning', () => {
    const instant = new Date('2026-06-16T21:30:00Z');
    expect([dayIn('Australia/Sydney', instant), isMorning('Australia/Sydney', instant)]).toEqual(['2026-06-17', true]);
    expect([dayIn('Australia/Perth', instant), isMorning('Australia/Perth', instant)]).toEqual(['2026-06-17', false]);
    expect(isMorning('Australia/Perth', new Date('2026-06-16T23:30:00Z'))).toBe(true);
    expect(isMorning('Australia/Sydney', new Date('2026-06-17T00:00:00Z'))).toBe(false);
  });
});

describe('what is asked anew', () => {
  it('is told once the practice has been quiet for five minutes', () => {
    const at = new Date('2026-06-16T21:30:00Z');
    expect(isQuiet(at, new Date('2026-06-16T21:34:00Z'))).toBe(false);
    expect(isQuiet(at, new Date('2026-06-16T21:35:00Z'))).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { addYears, ageOn, daysBetween, parseDay } from './calendar.js';

describe('calendar days', () => {
  it.each([
    ['17/8/1994', '1994-08-17'],
    ['17 Aug 1994', '1994-08-17'],
    ['17 august 1994', '1994-08-17'],
    ['17.08.1994', '1994-08-17'],
    ['17081994', '1994-08-17'],
    ['1994-08-17', '1994-08-17'],
    ['1st March 2024', '2024-03-01'],
    ['29/2/2024', '2024-02-29'],
  ])('reads %s day first', (text, day) => expect(parseDay(text)).toBe(day));

  it.each(['29/2/2023', '17/8/94', '8/17/1994', 'soon', '31 Apr 2024', ''])('refuses %s', (text) => expect(parseDay(text)).toBeNull());

  it('counts age on the day before and on the birthday', () => {
    expect(ageOn('2008-11-23', '2026-11-22')).toBe(17);
    expect(ageOn('2008-11-23', '2026-11-23')).toBe(18);
  });
  it('turns 29 February into 1 March where there is none', () => expect(addYears('2008-02-29', 18)).toBe('2026-03-01'));
  it('counts days across daylight saving', () => expect(daysBetween('2026-10-03', '2026-10-05')).toBe(2));
});

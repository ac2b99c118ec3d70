import { describe, expect, it } from '@jest/globals';
import { ago, day, dayTime, near } from './dates.js';

const now = new Date('2026-11-24T01:00:00Z'); // noon in Sydney
const zone = 'Australia/Sydney';

describe('dates', () => {
  it('writes a calendar date as people here do', () => expect(day('2026-02-03')).toBe('3 Feb 2026'));

  it.each([
    ['2026-11-23T13:30:00Z', 'Today'],
    ['2026-11-23T12:30:00Z', 'Yesterday'],
    ['2026-11-20T01:00:00Z', '20 Nov 2026'],
  ])('names the day of %s: %s', (instant, told) => expect(near(instant, zone, now)).toBe(told));

  it.each([
    ['2026-11-24T00:59:40Z', 'just now'],
    ['2026-11-24T00:59:00Z', '1 minute ago'],
    ['2026-11-24T00:15:00Z', '45 minutes ago'],
    ['2026-11-23T22:00:00Z', '3 hours ago'],
    ['2026-11-22T22:00:00Z', 'Yesterday'],
  ])('tells how long ago %s was: %s', (instant, told) => expect(ago(instant, zone, now)).toBe(told));

  it('names the zone when its clock differs from the viewer’s', () => {
    const there = new Intl.DateTimeFormat().resolvedOptions().timeZone === 'Pacific/Kiritimati' ? 'Pacific/Midway' : 'Pacific/Kiritimati';
    expect(dayTime('2026-02-03T00:00:00Z', there, now)).toMatch(/^\d Feb 2026, \d+:\d\d [ap]m .+$/);
  });
});

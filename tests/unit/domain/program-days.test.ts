import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, weekdayOf } from '../../../src/domain/calendar/calendar-date.ts';
import { calculateDateForDayIndex } from '../../../src/domain/programs/day-dates.ts';

const start = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2990-12-31'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));
const index = fc.integer({ min: 1, max: 366 });

describe('the date of a program’s day', () => {
  test('counts every calendar day from the start date on', () => {
    fc.assert(
      fc.property(start, index, (date, day) => {
        expect(daysBetween(date, calculateDateForDayIndex(date, day, 'calendar'))).toBe(day - 1);
      }),
    );
  });

  test('counting weekdays begins with the first weekday on or after the start date', () => {
    fc.assert(
      fc.property(start, (date) => {
        const first = [0, 1, 2].map((days) => addDays(date, days)).find((day) => weekdayOf(day) < 5);
        expect(calculateDateForDayIndex(date, 1, 'weekdays')).toBe(first);
      }),
    );
  });

  test('counting weekdays continues with the next weekday, and never falls on a weekend', () => {
    fc.assert(
      fc.property(start, index, (date, day) => {
        const here = calculateDateForDayIndex(date, day, 'weekdays');
        expect(weekdayOf(here)).toBeLessThan(5);
        const next = calculateDateForDayIndex(date, day + 1, 'weekdays');
        expect(daysBetween(here, next)).toBe(weekdayOf(here) === 4 ? 3 : 1);
      }),
    );
  });

  test.each([
    ['2026-03-02', 6, 'calendar', '2026-03-07'],
    ['2026-03-02', 6, 'weekdays', '2026-03-09'],
    ['2026-03-07', 1, 'weekdays', '2026-03-09'],
    ['2026-03-08', 5, 'weekdays', '2026-03-13'],
    // Clocks change on these days.
    ['2026-03-28', 3, 'calendar', '2026-03-30'],
    ['2026-10-24', 2, 'calendar', '2026-10-25'],
  ] as const)('from %s, day %i by %s is %s', (date, day, counting, expected) => {
    expect(calculateDateForDayIndex(date, day, counting)).toBe(expected);
  });
});

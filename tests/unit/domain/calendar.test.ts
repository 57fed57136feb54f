import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  dateInTimeZone,
  datesInRange,
  weekDates,
  daysBetween,
  isCalendarDate,
  timeInTimeZone,
  weekdayOf,
  weekStartOf,
} from '../../../src/domain/calendar/calendar-date.ts';

const date = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((instant) => instant.toISOString().slice(0, 10));

describe('calendar dates', () => {
  test('adding days and counting them are each other’s inverse', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -4000, max: 4000 }), (start, days) => {
        expect(daysBetween(start, addDays(start, days))).toBe(days);
      }),
    );
  });

  test('a week starts on the Monday at or before each of its seven days', () => {
    fc.assert(
      fc.property(date, (day) => {
        const monday = weekStartOf(day);
        expect(weekdayOf(monday)).toBe(0);
        expect(weekDates(monday)).toContain(day);
        expect(weekDates(monday).map(weekStartOf)).toEqual(Array(7).fill(monday));
      }),
    );
  });

  test('no daylight-saving change moves a day', () => {
    expect(addDays('2026-03-28', 1)).toBe('2026-03-29');
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(datesInRange('2026-10-24', '2026-10-26')).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
  });

  test('only dates that exist are valid', () => {
    expect(['2024-02-29', '2026-12-31'].every(isCalendarDate)).toBe(true);
    expect(['2023-02-29', '2026-13-01', '2026-1-1', '', 'today', '2026-11-21T00:00'].some(isCalendarDate)).toBe(false);
  });

  test('today depends on where the person is', () => {
    const instant = Date.parse('2026-11-21T23:30:00Z');
    expect(dateInTimeZone('UTC', instant)).toBe('2026-11-21');
    expect(dateInTimeZone('Asia/Tokyo', instant)).toBe('2026-11-22');
    expect(timeInTimeZone('Asia/Tokyo', instant)).toBe('08:30');
    expect(dateInTimeZone('America/Los_Angeles', instant)).toBe('2026-11-21');
  });

  test('an invalid time zone counts as UTC', () => {
    expect(dateInTimeZone('Middle/Earth', Date.parse('2026-11-21T12:00:00Z'))).toBe('2026-11-21');
  });
});

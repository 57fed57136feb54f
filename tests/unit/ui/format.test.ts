import { afterEach, describe, expect, test } from 'vitest';
import { compareTexts } from '../../../src/domain/values/collation.ts';
import { setLocale } from '../../../src/domain/values/locale.ts';
import * as format from '../../../src/ui/format.ts';
import { formatMessage, formatName } from '../../../src/ui/format-name.ts';

test.each([
  [0, '0 min'],
  [45, '45 min'],
  [60, '1 h'],
  [75, '1 h 15 min'],
  [1_440, '24 h'],
])('%i minutes read as %s', (minutes, text) => {
  expect(format.formatDuration(minutes)).toBe(text);
});

describe('days', () => {
  const today = '2026-11-21';
  test.each([
    ['2026-11-21', 'Today'],
    ['2026-11-20', 'Yesterday'],
    ['2026-11-22', 'Tomorrow'],
    ['2026-11-16', 'Mon 16 Nov'],
    ['2025-12-31', 'Wed, 31 Dec 2025'],
  ])('%s reads as %s', (date, text) => {
    expect(format.formatDay(date, today)).toBe(text);
  });

  test('weeks show both ends, and the month once where it is the same', () => {
    expect(format.formatWeek('2026-11-16')).toBe('16 – 22 Nov');
    expect(format.formatWeek('2026-11-30')).toBe('30 Nov – 6 Dec');
    expect(format.formatWeekName('2026-11-09', '2026-11-16')).toBe('Last week');
  });
});

describe('how long ago', () => {
  const now = 1_800_000_000_000;
  test.each([
    [0, 'just now'],
    [44_000, 'just now'],
    [50_000, '1 min ago'],
    [59 * 60_000, '59 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [26 * 3_600_000, '1 day ago'],
    [5 * 86_400_000, '5 days ago'],
  ])('%i ms reads as %s', (past, text) => {
    expect(format.formatRelativeTime(now - past, now)).toBe(text);
  });
});

test.each([
  [0, '0 bytes'],
  [820, '820 bytes'],
  [3_400_000, '3.4 MB'],
  [250_000_000_000, '250 GB'],
])('%i bytes read as %s', (bytes, text) => {
  expect(format.formatBytes(bytes)).toBe(text);
});

test('plural forms depend on the number', () => {
  expect([format.plural(1, 'change'), format.plural(1_204, 'change')]).toEqual(['1 change', '1,204 changes']);
});

describe('the locale', () => {
  afterEach(() => {
    setLocale('en-GB');
  });

  test.each([
    ['en-GB', 'Mon 23 Nov', '15:15', '29 Nov 2026, 15:15', '1,204', '84%', '3.4 MB', '16 – 22 Nov'],
    ['en-US', 'Mon, Nov 23', '03:15 PM', 'Nov 29, 2026, 03:15 PM', '1,204', '84%', '3.4 MB', 'Nov 16 – 22'],
    ['de-DE', 'Mo., 23. Nov.', '15:15', '29. Nov. 2026, 15:15', '1.204', '84 %', '3,4 MB', '16.–22. Nov.'],
  ])('%s decides how dates, times and numbers look', (tag, date, time, instant, count, percent, bytes, week) => {
    setLocale(tag);
    const shown = [
      format.formatDate('2026-11-23'),
      format.formatTime('15:15:00'),
      format.formatInstant(new Date(2026, 10, 29, 15, 15).getTime()),
      format.formatCount(1_204),
      format.formatPercent(0.84),
      format.formatBytes(3_400_000),
      format.formatWeek('2026-11-16'),
    ];
    // Some formats have narrow spaces.
    expect(shown.map((text) => text.replace(/[\u00A0\u2009\u202F]/g, ' '))).toEqual([
      ...[date, time, instant, count, percent, bytes, week],
    ]);
  });

  test('decides the order of names, and numbers in them count by value', () => {
    const names = ['Zoe', 'Ärger', 'Arno', 'Lead 10', 'Lead 9', 'ćma', 'Öl'];
    setLocale('de');
    expect([...names].sort(compareTexts)).toEqual(['Ärger', 'Arno', 'ćma', 'Lead 9', 'Lead 10', 'Öl', 'Zoe']);
    setLocale('sv');
    expect([...names].sort(compareTexts).slice(-3)).toEqual(['Zoe', 'Ärger', 'Öl']);
  });
});

describe('names in other texts', () => {
  test('from right to left are isolated from what is around them', () => {
    expect(format.joinDetails('שלום!', 'Mon 23 Nov', null, '45 min')).toBe('\u2068שלום!\u2069 · Mon 23 Nov · 45 min');
    expect(formatMessage('Deleted “שלום 12”.')).toBe('Deleted “\u2068שלום 12\u2069”.');
    expect(formatMessage('Deleted “Anna”.')).toBe('Deleted “Anna”.');
  });

  test('lose the characters that would change the direction of what is around them', () => {
    expect(formatName('\u202Eabc\u2066')).toBe('abc');
    expect(formatMessage('Deleted “\u202Eabc”.')).toBe('Deleted “abc”.');
    expect(formatName('\u200B\u2060')).toBe('Untitled');
  });
});

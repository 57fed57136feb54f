import { describe, expect, test } from 'vitest';
import * as format from '../../../src/ui/format.ts';

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
    ['2025-12-31', 'Wed 31 Dec 2025'],
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

import { describe, expect, test } from 'vitest';
import { DEFAULT_GOALS, targetsOfWeek } from '../../../src/domain/goals/weekly-goals.ts';

const FULL = { calls: 60, meetings: 12, proposals: 6, follow_ups: 31, new_contacts: 21 };

describe('the targets of a week', () => {
  test('are the defaults for somebody who has set none', () => {
    expect(targetsOfWeek([], '2026-11-23')).toEqual({ targets: DEFAULT_GOALS, setFor: null });
  });

  test('are those of the latest week up to it, however long ago', () => {
    const rows = [
      { week_start: '2026-11-30', calls: 1 },
      { week_start: '2026-08-03', ...FULL },
    ];
    expect(targetsOfWeek(rows, '2026-11-23')).toEqual({ targets: FULL, setFor: '2026-08-03' });
  });

  test('that its row does not name are taken from the weeks before it', () => {
    const rows = [
      { week_start: '2026-11-23', calls: 70 },
      { week_start: '2026-11-16', meetings: 3, calls: null },
    ];
    expect(targetsOfWeek(rows, '2026-11-23')).toEqual({
      targets: { ...DEFAULT_GOALS, calls: 70, meetings: 3 },
      setFor: '2026-11-23',
    });
  });
});

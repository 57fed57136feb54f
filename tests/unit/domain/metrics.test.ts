import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOAL_KEYS } from '../../../src/domain/activities/activity.ts';
import { addDays, daysBetween } from '../../../src/domain/calendar/calendar-date.ts';
import { DEFAULT_GOALS, type GoalTargets } from '../../../src/domain/goals/weekly-goals.ts';
import { METRICS_MAX_DAYS, presetRange, dateRangeError } from '../../../src/domain/reporting/date-range.ts';
import { completionRate, wholePercent } from '../../../src/domain/reporting/metrics.ts';
import { goalAttainment, expectedAttainment, isSyncStale, paceOf } from '../../../src/domain/reporting/rep-week.ts';

const MONDAY = '2026-03-02';
const HOUR = 3_600_000;

const NONE: GoalTargets = { calls: 0, meetings: 0, proposals: 0, follow_ups: 0, new_contacts: 0 };
const targets = fc.record(
  Object.fromEntries(GOAL_KEYS.map((key) => [key, fc.integer({ min: 0, max: 100 })])) as Record<
    keyof GoalTargets,
    fc.Arbitrary<number>
  >,
);

describe('goal attainment', () => {
  it('is between 0 and 1, and 1 exactly when every goal is reached', () => {
    fc.assert(
      fc.property(targets, targets, (goals, done) => {
        const reached = goalAttainment({ goals, done });
        expect(reached).toBeGreaterThanOrEqual(0);
        expect(reached).toBeLessThanOrEqual(1);
        expect(reached === 1).toBe(GOAL_KEYS.every((key) => done[key] >= goals[key]));
      }),
    );
  });

  it('does not compensate a missing meeting with more calls', () => {
    const done = { ...DEFAULT_GOALS, calls: 500, meetings: 0 };
    expect(goalAttainment({ goals: DEFAULT_GOALS, done })).toBe(105 / 115);
  });
});

describe('pace', () => {
  it('expects nothing on Monday and everything from Saturday on', () => {
    const shares = [-1, 0, 1, 2, 3, 4, 5, 6, 7, 30].map((day) => expectedAttainment(MONDAY, addDays(MONDAY, day)));
    expect(shares).toEqual([0, 0, 0.2, 0.4, 0.6, 0.8, 1, 1, 1, 1]);
  });

  it('is behind below four fifths of the expected attainment', () => {
    const week = (calls: number) => ({ goals: { ...NONE, calls: 100 }, done: { ...NONE, calls } });
    const friday = addDays(MONDAY, 4);
    expect(paceOf(week(63), MONDAY, friday)).toBe('behind');
    expect(paceOf(week(65), MONDAY, friday)).toBe('on_track');
    expect(paceOf(week(0), MONDAY, MONDAY)).toBe('on_track');
  });
});

describe('a percentage', () => {
  it('is 100 only for all, and rounded down', () => {
    expect([0, 0.004, 0.29, 0.57, 0.796, 0.8, 0.999, 1].map(wholePercent)).toEqual([0, 0, 29, 57, 79, 80, 99, 100]);
  });

  it('of a finished week is below 80 exactly for those who are behind', () => {
    fc.assert(
      fc.property(targets, targets, (goals, done) => {
        const shown = wholePercent(goalAttainment({ goals, done }));
        expect(paceOf({ goals, done }, MONDAY, addDays(MONDAY, 6))).toBe(shown < 80 ? 'behind' : 'on_track');
      }),
    );
  });
});

describe('the last sync is stale', () => {
  const now = Date.parse('2026-03-06T12:00:00Z');
  it('after more than 72 hours, or where there is none', () => {
    const since = (ms: number) => isSyncStale({ last_sync_at: new Date(now - ms).toISOString() }, now);
    expect(since(72 * HOUR)).toBe(false);
    expect(since(72 * HOUR + 1)).toBe(true);
    expect(since(-HOUR)).toBe(false);
    expect(isSyncStale({ last_sync_at: null }, now)).toBe(true);
  });
});

describe('ranges', () => {
  it('are whole weeks, or whole weeks until today', () => {
    const today = '2026-03-06';
    expect(presetRange('this_week', today)).toEqual({ from: '2026-03-02', to: '2026-03-08' });
    expect(presetRange('last_week', today)).toEqual({ from: '2026-02-23', to: '2026-03-01' });
    for (const [preset, weeks] of [
      ['four_weeks', 4],
      ['twelve_weeks', 12],
    ] as const) {
      const { from, to } = presetRange(preset, today);
      expect(to).toBe(today);
      expect(daysBetween(from, to) + 1).toBe(7 * weeks);
    }
  });

  it('have at least one day and at most what the server accepts', () => {
    expect(dateRangeError({ from: MONDAY, to: MONDAY })).toBeNull();
    expect(dateRangeError({ from: MONDAY, to: addDays(MONDAY, -1) })).toBe('backwards');
    expect(dateRangeError({ from: MONDAY, to: addDays(MONDAY, METRICS_MAX_DAYS - 1) })).toBeNull();
    expect(dateRangeError({ from: MONDAY, to: addDays(MONDAY, METRICS_MAX_DAYS) })).toBe('too_long');
  });
});

describe('the completion rate', () => {
  it('is the share of done work in all work, cancelled work included, and null without work', () => {
    expect(completionRate({ done: 3, planned: 1, cancelled: 2 })).toBe(0.5);
    expect(completionRate({ done: 0, planned: 0, cancelled: 0 })).toBeNull();
  });
});

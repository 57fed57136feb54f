import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calculateDateForDayIndex } from '../../../src/domain/programs/day-dates.ts';
import { dueDayIndex } from '../../../src/domain/programs/day-dates.ts';
import { previewFirstWeek } from '../../../src/domain/programs/first-week.ts';
import { fillPlaceholders, storedParameterValues } from '../../../src/domain/programs/parameters.ts';
import { weekLength, weekOfDay } from '../../../src/domain/programs/weeks.ts';
import type { TaskLevel } from '../../../src/domain/programs/program.ts';

const counting = fc.constantFrom('calendar', 'weekdays');
const level = fc.constantFrom<TaskLevel>('program', 'program_week', 'program_day');
const day = fc.integer({ min: 1, max: 366 });
const task = fc.record({
  title: fc.constantFrom('Play', 'Play the {instrument}', '{instrument}{missing}{'),
  notes: fc.constantFrom(null, '{instrument}'),
  minutes: fc.constant(10),
  type: fc.constant('task'),
  is_required: fc.boolean(),
  level,
});
const days = fc.uniqueArray(fc.record({ day_index: day, tasks: fc.array(task, { minLength: 1, maxLength: 3 }) }), {
  selector: ({ day_index }) => day_index,
  maxLength: 12,
});

describe('the preview of a program', () => {
  test('has a week’s task at the beginning of its week, and a program’s task on day 1', () => {
    fc.assert(
      fc.property(counting, day, (way, n) => {
        expect(dueDayIndex('program_day', n, way)).toBe(n);
        expect(dueDayIndex('program', n, way)).toBe(1);
        const first = dueDayIndex('program_week', n, way);
        expect(weekOfDay(first, way)).toBe(weekOfDay(n, way));
        expect(first === 1 || weekOfDay(first - 1, way) < weekOfDay(n, way)).toBe(true);
      }),
    );
  });

  test('has every task due in the first week once, on its date, with placeholders replaced', () => {
    fc.assert(
      fc.property(counting, days, (day_counting, plan) => {
        const week = previewFirstWeek({ days: plan, day_counting }, '2026-11-19', { instrument: '{missing}' });
        const due = plan.flatMap(({ day_index, tasks }) =>
          tasks
            .map((one) => dueDayIndex(one.level, day_index, day_counting))
            .filter((index) => index <= weekLength(day_counting)),
        );
        expect(week.flatMap(({ day_index, tasks }) => tasks.map(() => day_index))).toEqual(due.sort((a, b) => a - b));
        for (const { day_index, date, tasks } of week) {
          expect(date).toBe(calculateDateForDayIndex('2026-11-19', day_index, day_counting));
          for (const { title, notes } of tasks) expect(`${title}${notes ?? ''}`).not.toContain('{instrument}');
        }
      }),
    );
  });

  test('replaces placeholders once, and keeps unknown ones', () => {
    expect(fillPlaceholders('{a} {b} {a{a}} {', { a: '{b}', b: '2' })).toBe('{b} 2 {a{b}} {');
    expect(fillPlaceholders('{toString}', {})).toBe('{toString}');
  });

  test('uses only declared parameters with a value', () => {
    const declared = ['a', 'b'].map((key) => ({ key, label: key, options: null, required: false }));
    expect(storedParameterValues(declared, { a: ' x ', b: '  ', c: 'y' })).toEqual({ a: 'x' });
  });
});

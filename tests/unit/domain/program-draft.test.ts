import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Program, TemplateTask } from '../../../src/domain/programs/program.ts';
import { undeclaredParameters, referencedParameters } from '../../../src/domain/programs/parameters.ts';
import {
  copyDayTasks,
  copyWeekTasks,
  daysMatchingRule,
  type TemplateTaskCopy,
  repeatTaskOnDays,
} from '../../../src/domain/programs/copy-tasks.ts';
import { hasUnpublishedChanges, totalMinutes, validateForPublishing } from '../../../src/domain/programs/draft.ts';
import {
  positionUpdatesForMove,
  type TaskPositionUpdate,
  tasksOfDay,
} from '../../../src/domain/programs/task-order.ts';
import {
  weekLength,
  programDaysOfWeek,
  lastVisibleDay,
  modulesWithWeeks,
  weekOfDay,
} from '../../../src/domain/programs/weeks.ts';

const AT = '2026-11-21T10:00:00.000Z';

const program = (values: Partial<Program> = {}): Program => ({
  id: 'p',
  user_id: 'u',
  title: 'Base miles',
  description: null,
  kind: 'individual',
  length_days: 28,
  day_counting: 'calendar',
  modules: [],
  parameters: [],
  visibility: 'private',
  price: null,
  currency: 'EUR',
  preview_days: null,
  minor_changes_follow: false,
  published_version: null,
  approved_at: null,
  approved_version: null,
  link_token: '',
  created_at: AT,
  updated_at: AT,
  ...values,
});

const task = (values: Partial<TemplateTask> = {}): TemplateTask => ({
  id: 't',
  user_id: 'u',
  program_id: 'p',
  day_index: 1,
  position: 1024,
  title: 'Run',
  notes: null,
  minutes: null,
  type: 'task',
  is_required: true,
  level: 'program_day',
  created_at: AT,
  updated_at: AT,
  ...values,
});

const counting = fc.constantFrom('calendar' as const, 'weekdays' as const);
const position = fc.oneof(fc.integer({ min: -3, max: 5 }), fc.integer({ min: -1_000_000, max: 1_000_000_000 }));
const tasks = (days = 14) =>
  fc
    .array(
      fc.record({
        day_index: fc.integer({ min: 1, max: days }),
        position,
        title: fc.constantFrom('Run', 'Stretch', 'Read'),
        minutes: fc.option(fc.integer({ min: 0, max: 90 })),
      }),
      { maxLength: 25 },
    )
    .map((all) => all.map((values, id) => task({ id: `t${String(id).padStart(2, '0')}`, ...values })));

const placed = (all: readonly TemplateTask[], placements: readonly TaskPositionUpdate[]): TemplateTask[] =>
  all.map((one) => ({ ...one, ...placements.find(({ id }) => id === one.id)?.fields }));
const added = (all: readonly TemplateTask[], more: readonly TemplateTaskCopy[]): TemplateTask[] => [
  ...all,
  ...more.map((values, id) => task({ ...values, id: `u${String(id).padStart(4, '0')}` })),
];
const titles = (all: readonly TemplateTask[], day: number) => tasksOfDay(all, day).map(({ title }) => title);
const ids = (all: readonly TemplateTask[], day: number) => tasksOfDay(all, day).map(({ id }) => id);

describe('weeks and modules', () => {
  test('every day is in exactly one week, which contains it', () => {
    fc.assert(
      fc.property(counting, fc.integer({ min: 1, max: 366 }), (counts, length) => {
        const weeks = Array.from({ length: weekOfDay(length, counts) }, (_, week) => week + 1);
        const days = weeks.flatMap((week) => programDaysOfWeek(week, counts, length));
        expect(days).toEqual(Array.from({ length }, (_, day) => day + 1));
        for (const week of weeks) {
          for (const day of programDaysOfWeek(week, counts, length)) expect(weekOfDay(day, counts)).toBe(week);
        }
      }),
    );
  });

  test('every week is in exactly one module, in order', () => {
    const modules = fc.array(fc.record({ title: fc.string(), first_week: fc.integer({ min: 1, max: 60 }) }));
    fc.assert(
      fc.property(modules, fc.integer({ min: 1, max: 53 }), (all, count) => {
        const weeks = modulesWithWeeks(all, count).flatMap((module) => module.weeks);
        expect(weeks).toEqual(Array.from({ length: count }, (_, week) => week + 1));
      }),
    );
  });

  test('a module continues until the next one begins; weeks before the first belong to none', () => {
    const modules = [
      { title: 'Peak', first_week: 4 },
      { title: 'Base', first_week: 2 },
    ];
    expect(modulesWithWeeks(modules, 5)).toEqual([
      { title: null, weeks: [1] },
      { title: 'Base', weeks: [2, 3] },
      { title: 'Peak', weeks: [4, 5] },
    ]);
  });

  test('tasks after the last day of a shortened program are still shown', () => {
    expect(lastVisibleDay(program({ length_days: 7 }), [task({ day_index: 9 })])).toBe(9);
    expect(lastVisibleDay(program({ length_days: 7 }), [task({ day_index: 2 })])).toBe(7);
  });
});

describe('the order of tasks', () => {
  test('a moved task is at its new place, and all others keep their order', () => {
    fc.assert(
      fc.property(tasks(4), fc.nat(), fc.integer({ min: 1, max: 4 }), fc.nat(), (all, which, day, at) => {
        const moved = all[which % Math.max(1, all.length)];
        fc.pre(moved !== undefined);
        const others = ids(all, day).filter((id) => id !== moved.id);
        const index = at % (others.length + 1);
        const changes = positionUpdatesForMove(all, moved.id, day, index);
        const now = placed(all, changes);
        expect(ids(now, day)).toEqual(others.toSpliced(index, 0, moved.id));
        for (const other of [1, 2, 3, 4].filter((one) => one !== day)) {
          expect(ids(now, other)).toEqual(ids(all, other).filter((id) => id !== moved.id));
        }
        expect(positionUpdatesForMove(now, moved.id, day, index)).toEqual([]);
        for (const { position: place } of now) expect(Math.abs(place)).toBeLessThan(2 ** 31);
      }),
    );
  });

  test('only one row is changed where positions leave room', () => {
    const all = [1, 2, 3].map((place) => task({ id: `t${String(place)}`, position: place * 1024 }));
    expect(positionUpdatesForMove(all, 't3', 1, 1)).toEqual([{ id: 't3', fields: { position: 1536 } }]);
    expect(positionUpdatesForMove(all, 't1', 2, 0)).toEqual([{ id: 't1', fields: { day_index: 2 } }]);
  });

  test('two devices that gave the same position show the same order', () => {
    fc.assert(
      fc.property(tasks(1), (all) => {
        expect(ids([...all].reverse(), 1)).toEqual(ids(all, 1));
      }),
    );
  });
});

describe('copies', () => {
  test('a copied day is appended to the other days in its own order, and nothing is lost', () => {
    fc.assert(
      fc.property(
        tasks(),
        fc.integer({ min: 1, max: 14 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 14 })),
        (all, from, onto) => {
          const copies = copyDayTasks(all, from, onto);
          const now = added(all, copies);
          for (let day = 1; day <= 14; day += 1) {
            const more = onto.includes(day) && day !== from ? titles(all, from) : [];
            expect(titles(now, day)).toEqual([...titles(all, day), ...more]);
          }
        },
      ),
    );
  });

  test('a copied week has the same tasks day by day, and never exceeds the end', () => {
    fc.assert(
      fc.property(tasks(20), counting, fc.integer({ min: 20, max: 28 }), (all, counts, length) => {
        const shape = program({ length_days: length, day_counting: counts });
        const weeks = weekOfDay(length, counts);
        const copies = copyWeekTasks(all, shape, 1, [1, weeks]);
        const now = added(all, copies);
        expect(copies.every(({ day_index }) => day_index <= length)).toBe(true);
        const first = (weeks - 1) * weekLength(counts);
        for (const [place, day] of programDaysOfWeek(weeks, counts, length).entries()) {
          expect(day).toBe(first + place + 1);
          expect(titles(now, day)).toEqual([...titles(all, day), ...titles(all, place + 1)]);
        }
      }),
    );
  });

  test('repeating a task by a rule adds it once to every matching day, and doing it again adds nothing', () => {
    const rule = fc.oneof(
      fc.record({ kind: fc.constant('every' as const), days: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ kind: fc.constant('weekly' as const), days: fc.uniqueArray(fc.integer({ min: 1, max: 7 })) }),
    );
    const range = fc.record({ from: fc.integer({ min: 1, max: 30 }), to: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(tasks(), rule, range, counting, (all, pattern, part, counts) => {
        const [first] = all;
        fc.pre(first !== undefined);
        const days = daysMatchingRule({ ...pattern, ...part }, program({ day_counting: counts }));
        expect(days.every((day) => day >= part.from && day <= Math.min(part.to, 28))).toBe(true);
        const copies = repeatTaskOnDays(all, first, days);
        const now = added(all, copies);
        expect(repeatTaskOnDays(now, first, days)).toEqual([]);
        for (const day of days) {
          const count = (some: readonly TemplateTask[]) =>
            tasksOfDay(some, day).filter(({ title, minutes }) => title === first.title && minutes === first.minutes)
              .length;
          expect(count(now)).toBe(Math.max(1, count(all)));
        }
      }),
    );
  });

  test.each([
    [{ kind: 'every', days: 3, from: 2, to: 12 } as const, [2, 5, 8, 11]],
    [{ kind: 'weekly', days: [1, 3], from: 1, to: 14 } as const, [1, 3, 8, 10]],
    [{ kind: 'every', days: 10, from: 5, to: 99 } as const, [5, 15, 25]],
    [{ kind: 'every', days: 1, from: 9, to: 8 } as const, []],
  ])('the rule %j matches the days %j', (rule, days) => {
    expect(daysMatchingRule(rule, program())).toEqual(days);
  });
});

describe('publishing errors', () => {
  test('do not exist for a valid draft', () => {
    const parameters = [{ key: 'instrument', label: 'Instrument', options: null, required: true }];
    expect(validateForPublishing(program({ parameters }), [task({ title: 'Scales on the {instrument}' })])).toEqual([]);
  });

  test('exist for no tasks, tasks after the end, undeclared parameters and duplicate keys', () => {
    expect(validateForPublishing(program(), [])).toEqual([{ code: 'no_tasks' }]);
    const twice = { key: 'focus', label: 'Focus', options: ['a', 'b'], required: false };
    expect(
      validateForPublishing(program({ length_days: 3, parameters: [twice, twice] }), [
        task({ day_index: 5 }),
        task({ day_index: 4, notes: 'On {focus} and {Instrument}' }),
      ]),
    ).toEqual([
      { code: 'day_out_of_range', days: [4, 5] },
      { code: 'undeclared_parameter', keys: ['Instrument'] },
      { code: 'duplicate_key', keys: ['focus'] },
    ]);
  });

  test('do not arise from braces around invalid keys', () => {
    expect(referencedParameters([task({ title: '{ a } {1} {} {{x}}', notes: '{a-b} {y_2}' })])).toEqual(['x', 'y_2']);
    expect(undeclaredParameters(program(), [task({ title: 'No braces' })])).toEqual([]);
  });
});

describe('unpublished changes', () => {
  const published = { ...program(), task_count: 1, published_at: AT };

  test('do not exist in a draft without edits since publishing', () => {
    expect(hasUnpublishedChanges(program(), [task()], published)).toBe(false);
  });

  test.each([
    ['a task was edited later', [task({ updated_at: '2026-11-21T10:00:00.001Z' })], {}],
    ['a task is gone', [], {}],
    ['a task is new', [task(), task({ id: 'n' })], {}],
    ['it has another title', [task()], { title: 'Peak miles' }],
    ['it has other parameters', [task()], { parameters: [{ key: 'a', label: 'A', options: null, required: true }] }],
  ])('exist where %s', (_, all, change) => {
    expect(hasUnpublishedChanges(program(change), all, published)).toBe(true);
  });

  test('do not include visibility and approval', () => {
    expect(hasUnpublishedChanges(program({ visibility: 'gallery', approved_at: AT }), [task()], published)).toBe(false);
  });
});

test('minutes are added up, and no estimate counts as 0', () => {
  expect(totalMinutes([{ minutes: 20 }, { minutes: null }, { minutes: 25 }])).toBe(45);
});

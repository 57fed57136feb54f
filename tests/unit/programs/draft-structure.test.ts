import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockDays, blockOf, placeBlock } from '../../../src/domain/programs/block.ts';
import { type DraftPlan, type DraftPlanResult, isProblem } from '../../../src/domain/programs/draft-plan.ts';
import { EMPTY_HISTORY, withEntry, withRedone, withUndone } from '../../../src/domain/programs/edit-history.ts';
import { moveTasks } from '../../../src/domain/programs/move-tasks.ts';
import type { DayCounting, ProgramModule, TemplateTask } from '../../../src/domain/programs/program.ts';
import { insertDays, insertWeek, removeDays, removeWeek } from '../../../src/domain/programs/structure.ts';
import { tasksOfDay } from '../../../src/domain/programs/task-order.ts';
import { defined } from '../../fixtures/defined.ts';
import { weekLength, weekOfDay } from '../../../src/domain/programs/weeks.ts';

const aTask = (index: number, day_index: number, position: number): TemplateTask => ({
  id: `task-${String(index)}`,
  user_id: 'coach',
  program_id: 'program',
  day_index,
  position,
  title: `Task ${String(index)}`,
  notes: null,
  minutes: index,
  type: 'task',
  is_required: true,
  level: 'program_day',
  created_at: '2026-11-20T12:00:00Z',
  updated_at: '2026-11-20T12:00:00Z',
});

interface Structure {
  program: { length_days: number; day_counting: DayCounting; modules: ProgramModule[] };
  tasks: TemplateTask[];
}

const number = (min: number, max: number) => fc.integer({ min, max });

const anyStructure: fc.Arbitrary<Structure> = fc
  .record({
    length_days: number(1, 60),
    day_counting: fc.constantFrom('calendar', 'weekdays'),
    days: fc.array(number(1, 60), { maxLength: 12 }),
    firstWeeks: fc.uniqueArray(number(1, 9), { maxLength: 4 }),
  })
  .map(({ length_days, day_counting, days, firstWeeks }) => ({
    program: {
      length_days,
      day_counting,
      modules: firstWeeks.map((first_week) => ({ title: `From ${String(first_week)}`, first_week })),
    },
    tasks: days.map((day, index) => aTask(index, ((day - 1) % length_days) + 1, (index + 1) * 1024)),
  }));

const planOf = (result: DraftPlanResult): DraftPlan => {
  if (isProblem(result)) throw new Error(result.problem.code);
  return result;
};

/** The structure after a plan that only shifts and removes. */
const after = ({ program, tasks }: Structure, result: DraftPlanResult): Structure => {
  const plan = planOf(result);
  return {
    program: { ...program, ...(plan.program as Partial<Structure['program']>) },
    tasks: tasks
      .filter(({ id }) => plan.removed?.includes(id) !== true)
      .map((task) => ({ ...task, ...plan.updated?.find(({ id }) => id === task.id)?.fields })),
  };
};

const daysOf = ({ tasks }: Structure) => tasks.map(({ id, day_index }) => `${id} ${String(day_index)}`);

describe('inserted days', () => {
  it('shift what comes after them and nothing else, and removing them restores every day', () => {
    fc.assert(
      fc.property(anyStructure, number(1, 61), number(1, 14), (structure, at, count) => {
        const inserted = after(structure, insertDays(structure, at, count));
        expect(inserted.program.length_days).toBe(structure.program.length_days + count);
        for (const [index, { day_index }] of inserted.tasks.entries()) {
          const before = structure.tasks[index]?.day_index ?? 0;
          expect(day_index).toBe(before >= at ? before + count : before);
        }
        const day = Math.min(at, structure.program.length_days + 1);
        const again = after(inserted, removeDays(inserted, day, count));
        expect(again.program.length_days).toBe(structure.program.length_days);
        expect(daysOf(again)).toEqual(daysOf(structure));
      }),
    );
  });

  it('are refused where the program would be longer than a year', () => {
    const program = { length_days: 366, day_counting: 'calendar' as const, modules: [] };
    expect(insertDays({ program, tasks: [] }, 1, 1)).toEqual({ problem: { code: 'too_long' } });
  });
});

describe('an inserted week', () => {
  it('keeps every task on its day of the week and in its module, and removing it restores the draft', () => {
    fc.assert(
      fc.property(anyStructure, number(1, 9), fc.constantFrom('before', 'after'), (structure, chosen, place) => {
        const counting = structure.program.day_counting;
        const week = Math.min(chosen, weekOfDay(structure.program.length_days, counting));
        const first = (place === 'before' ? week - 1 : week) * weekLength(counting) + 1;
        // After a last week that is not whole, the days follow at once.
        fc.pre(first <= structure.program.length_days + 1);
        const inserted = after(structure, insertWeek(structure, week, place));
        for (const [index, { day_index }] of inserted.tasks.entries()) {
          const before = structure.tasks[index]?.day_index ?? 0;
          expect((day_index - before) % weekLength(counting)).toBe(0);
          expect(moduleOf(inserted, day_index)).toBe(moduleOf(structure, before));
        }
        const again = after(inserted, removeWeek(inserted, place === 'before' ? week : week + 1));
        expect(daysOf(again)).toEqual(daysOf(structure));
        expect(again.program.modules.toSorted(byWeek)).toEqual(structure.program.modules.toSorted(byWeek));
      }),
    );
  });
});

describe('a removed week', () => {
  it('takes its tasks and a module of its own with it, and leaves the others in their modules', () => {
    fc.assert(
      fc.property(anyStructure, number(1, 9), (structure, chosen) => {
        const { length_days, day_counting } = structure.program;
        const week = Math.min(chosen, weekOfDay(length_days, day_counting));
        fc.pre(length_days > weekLength(day_counting));
        const removed = after(structure, removeWeek(structure, week));
        const kept = structure.tasks.filter(({ day_index }) => weekOfDay(day_index, day_counting) !== week);
        expect(removed.tasks.map(({ id }) => id)).toEqual(kept.map(({ id }) => id));
        for (const [index, { day_index }] of removed.tasks.entries()) {
          expect(moduleOf(removed, day_index)).toBe(moduleOf(structure, kept[index]?.day_index ?? 0));
        }
      }),
    );
  });

  it('is refused where no day would be left', () => {
    const program = { length_days: 7, day_counting: 'calendar' as const, modules: [] };
    expect(removeWeek({ program, tasks: [] }, 1)).toEqual({ problem: { code: 'too_short' } });
  });
});

const byWeek = (a: ProgramModule, b: ProgramModule) => a.first_week - b.first_week;

const moduleOf = ({ program }: Structure, day: number): string | undefined =>
  program.modules.toSorted(byWeek).findLast(({ first_week }) => first_week <= weekOfDay(day, program.day_counting))
    ?.title;

describe('moved tasks', () => {
  it('keep their distance in days, and those of one day their order, at the place where they are put', () => {
    fc.assert(
      fc.property(
        anyStructure,
        fc.array(number(0, 11), { minLength: 1, maxLength: 5 }),
        number(1, 60),
        number(0, 6),
        (structure, chosen, day, index) => {
          const ids = [...new Set(chosen.flatMap((place) => structure.tasks[place]?.id ?? []))];
          fc.pre(ids.length > 0);
          const lead = defined(
            structure.tasks.find(({ id }) => id === ids[0]),
            'the lead',
          );
          const moving = structure.tasks.filter(({ id }) => ids.includes(id));
          const distance = day - lead.day_index;
          const result = moveTasks(structure, ids, { lead: lead.id, day, index });
          const fits = moving.every(
            (task) => task.day_index + distance >= 1 && task.day_index + distance <= structure.program.length_days,
          );
          expect(isProblem(result)).toBe(!fits);
          fc.pre(fits);
          const moved = after(structure, result);
          for (const task of moved.tasks) {
            const before = structure.tasks.find(({ id }) => id === task.id)?.day_index ?? 0;
            expect(task.day_index).toBe(ids.includes(task.id) ? before + distance : before);
          }
          const together = tasksOfDay(structure.tasks, lead.day_index).filter(({ id }) => ids.includes(id));
          const list = tasksOfDay(moved.tasks, day).map(({ id }) => id);
          const others = tasksOfDay(structure.tasks, day).filter(({ id }) => !ids.includes(id));
          const at = Math.min(index, others.length);
          expect(list.slice(at, at + together.length)).toEqual(together.map(({ id }) => id));
        },
      ),
    );
  });
});

describe('a pasted block', () => {
  it('has the same tasks at the same distances, after the tasks already there, and is that block again', () => {
    fc.assert(
      fc.property(anyStructure, number(1, 60), (structure, day) => {
        fc.pre(structure.tasks.length > 0);
        const block = blockOf(structure.tasks);
        const result = placeBlock(structure, block, day);
        const fits = day + blockDays(block) - 1 <= structure.program.length_days;
        expect(isProblem(result)).toBe(!fits);
        fc.pre(fits);
        const added = (planOf(result).added ?? []).map((task, index) => ({ ...aTask(100 + index, 1, 0), ...task }));
        expect(blockOf(added)).toEqual(block);
        for (const task of added) {
          const there = tasksOfDay(structure.tasks, task.day_index);
          expect(there.every(({ position }) => position < task.position)).toBe(true);
        }
      }),
    );
  });
});

describe('the history of edits', () => {
  const entry = (id: string) => ({
    id,
    label: id,
    changes: [{ table: 'programs', row: id, before: {}, after: {} }] as const,
  });

  it('undoes the last first, redoes in order, and forgets what was undone after another edit', () => {
    let history = ['a', 'b', 'c'].map(entry).reduce(withEntry, EMPTY_HISTORY);
    for (const id of ['c', 'b']) history = withUndone(history, entry(id));
    expect(history.undone.at(-1)?.id).toBe('b');
    history = withRedone(history, entry('b'));
    expect(history.done.map(({ id }) => id)).toEqual(['a', 'b']);
    history = withEntry(history, entry('d'));
    expect(history).toMatchObject({ done: [{ id: 'a' }, { id: 'b' }, { id: 'd' }], undone: [] });
  });

  it('does not count an edit that changed nothing', () => {
    expect(withEntry(EMPTY_HISTORY, { id: 'x', label: 'Nothing', changes: [] })).toBe(EMPTY_HISTORY);
  });
});

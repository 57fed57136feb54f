import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, it } from 'vitest';
import { applyDraftChanges, editDraft } from '../../../src/data/programs/edit-draft.ts';
import {
  createProgram,
  getProgramWithTasks,
  updateProgram,
  updateTemplateTask,
} from '../../../src/data/programs/drafts.ts';
import { addTemplateTask, deleteTemplateTasks } from '../../fixtures/template-tasks.ts';
import { blockOf, placeBlock } from '../../../src/domain/programs/block.ts';
import type { RowChange } from '../../../src/domain/programs/draft-change.ts';
import type { Draft, DraftPlanResult } from '../../../src/domain/programs/draft-plan.ts';
import { moveTasks } from '../../../src/domain/programs/move-tasks.ts';
import { insertDays, insertWeek, removeDays, removeWeek } from '../../../src/domain/programs/structure.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { defined } from '../../fixtures/defined.ts';

const USER = '0190a1b2-0000-7000-8000-000000000001';

const openDatabase = () => new CadenceDatabase(USER, { indexedDB: new IDBFactory(), IDBKeyRange });

const aDraft = async (db: CadenceDatabase) => {
  const { id } = await createProgram(db, {
    title: 'Base miles',
    length_days: 21,
    modules: [
      { title: 'Build', first_week: 1 },
      { title: 'Peak', first_week: 3 },
    ],
  });
  for (const [day, title] of [1, 1, 3, 8, 15, 21].map((day, index) => [day, `Task ${String(index)}`] as const)) {
    await addTemplateTask(db, { program_id: id, day_index: day, title });
  }
  return id;
};

/** Everything of a draft that a person can see. */
const contentOf = async (db: CadenceDatabase, id: string) => {
  const { program, tasks } = defined(await getProgramWithTasks(db, id), 'the program');
  return { program: { ...program, updated_at: '' }, tasks: tasks.map((task) => ({ ...task, updated_at: '' })) };
};

const idsAt = (draft: Draft, places: readonly number[]): string[] => [
  ...new Set(places.flatMap((place) => draft.tasks[place % Math.max(1, draft.tasks.length)]?.id ?? [])),
];

type Plan = (draft: Draft) => DraftPlanResult;

const number = (min: number, max: number) => fc.integer({ min, max });
const places = fc.array(number(0, 40), { minLength: 1, maxLength: 4 });

/** Every kind of edit of the editor. */
const anyPlan: fc.Arbitrary<Plan> = fc.oneof(
  fc.tuple(number(1, 24), number(1, 7)).map(
    ([at, count]): Plan =>
      (draft) =>
        insertDays(draft, at, count),
  ),
  fc.tuple(number(1, 24), number(1, 7)).map(
    ([at, count]): Plan =>
      (draft) =>
        removeDays(draft, at, count),
  ),
  fc.tuple(number(1, 4), fc.constantFrom('before', 'after')).map(
    ([week, place]): Plan =>
      (draft) =>
        insertWeek(draft, week, place),
  ),
  number(1, 4).map(
    (week): Plan =>
      (draft) =>
        removeWeek(draft, week),
  ),
  fc.tuple(places, number(1, 24), number(0, 5)).map(([chosen, day, index]): Plan => (draft) => {
    const ids = idsAt(draft, chosen);
    return moveTasks(draft, ids, { lead: ids[0] ?? '', day, index });
  }),
  fc.tuple(places, number(1, 24)).map(([chosen, day]): Plan => (draft) => {
    const ids = idsAt(draft, chosen);
    return placeBlock(draft, blockOf(draft.tasks.filter(({ id }) => ids.includes(id))), day);
  }),
  places.map((chosen): Plan => (draft) => ({ removed: idsAt(draft, chosen) })),
  fc.tuple(places, fc.string({ minLength: 1, maxLength: 20 })).map(([chosen, notes]): Plan => (draft) => ({
    updated: idsAt(draft, chosen).map((id) => ({ id, fields: { notes, minutes: notes.length } })),
  })),
  number(1, 60).map((length_days): Plan => () => ({ program: { length_days } })),
);

const edit = async (db: CadenceDatabase, id: string, plan: Plan): Promise<RowChange[]> => {
  const result = await editDraft(db, id, plan);
  return 'problem' in result ? [] : result.changes;
};

describe('edits of a draft', () => {
  it('leave it as it was when they are undone, and as they left it when they are redone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPlan, { minLength: 1, maxLength: 8 }), async (plans) => {
        const db = openDatabase();
        const id = await aDraft(db);
        const states = [await contentOf(db, id)];
        const done: RowChange[][] = [];
        for (const plan of plans) {
          done.push(await edit(db, id, plan));
          states.push(await contentOf(db, id));
        }
        for (const [index, changes] of [...done.entries()].reverse()) {
          expect(await applyDraftChanges(db, changes, 'undo')).toEqual([]);
          expect(await contentOf(db, id)).toEqual(states[index]);
        }
        for (const [index, changes] of done.entries()) {
          expect(await applyDraftChanges(db, changes, 'redo')).toEqual([]);
          expect(await contentOf(db, id)).toEqual(states[index + 1]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('are sent as ordinary changes of the rows that they touch', async () => {
    const db = openDatabase();
    const id = await aDraft(db);
    await Promise.all([db.outbox.clear(), db.serverRows.clear()]);
    const changes = await edit(db, id, (draft) => insertDays(draft, 15, 1));
    expect((await db.outbox.toArray()).map(({ table, op, fields }) => ({ table, op, fields }))).toEqual([
      { table: 'programs', op: 'update', fields: { length_days: 22 } },
      { table: 'program_tasks', op: 'update', fields: { day_index: 16 } },
      { table: 'program_tasks', op: 'update', fields: { day_index: 22 } },
    ]);
    expect(changes).toHaveLength(3);
  });
});

describe('an undo', () => {
  it.each<[string, Plan, (db: CadenceDatabase, id: string, task: string) => Promise<unknown>]>([
    [
      'a title that another device has changed since',
      ({ tasks }) => ({ updated: tasks.slice(0, 1).map(({ id }) => ({ id, fields: { title: 'Mine' } })) }),
      (db, _, task) => updateTemplateTask(db, task, { title: 'Theirs' }),
    ],
    [
      'notes on a task that it would delete',
      (draft) => placeBlock(draft, blockOf(draft.tasks.slice(0, 1)), 2),
      async (db, id) => {
        const { tasks } = defined(await getProgramWithTasks(db, id), 'the program');
        const copy = defined(
          tasks.find(({ day_index }) => day_index === 2),
          'the copy',
        );
        await updateTemplateTask(db, copy.id, { notes: 'Written elsewhere' });
      },
    ],
    [
      'the deletion of a task that it would move back',
      (draft) => moveTasks(draft, [draft.tasks[0]?.id ?? ''], { lead: draft.tasks[0]?.id ?? '', day: 5, index: 0 }),
      (db, id, task) => deleteTemplateTasks(db, id, [task]),
    ],
    [
      'a length that was changed since',
      (draft) => insertDays(draft, 3, 2),
      (db, id) => updateProgram(db, id, { length_days: 50 }),
    ],
  ])('never overwrites %s, and then changes nothing', async (_, plan, changeElsewhere) => {
    const db = openDatabase();
    const id = await aDraft(db);
    const task = (await contentOf(db, id)).tasks[0]?.id ?? '';
    const changes = await edit(db, id, plan);
    expect(changes).not.toEqual([]);
    await changeElsewhere(db, id, task);
    const state = await contentOf(db, id);
    expect(await applyDraftChanges(db, changes, 'undo')).not.toEqual([]);
    expect(await contentOf(db, id)).toEqual(state);
  });

  it('keeps what was changed meanwhile in other fields of the same task', async () => {
    const db = openDatabase();
    const id = await aDraft(db);
    const task = (await contentOf(db, id)).tasks[0]?.id ?? '';
    const changes = await edit(db, id, (draft) => moveTasks(draft, [task], { lead: task, day: 5, index: 0 }));
    await updateTemplateTask(db, task, { title: 'Renamed' });
    expect(await applyDraftChanges(db, changes, 'undo')).toEqual([]);
    expect((await contentOf(db, id)).tasks[0]).toMatchObject({ id: task, day_index: 1, title: 'Renamed' });
  });
});

import fc from 'fast-check';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import type { Task } from '../../../src/domain/tasks/task.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { readSearchIndex, search } from '../../../src/data/search/search.ts';
import {
  addTask,
  deleteTask,
  moveTaskToDate,
  moveTasksToDate,
  restoreTaskPositions,
  reorderTask,
  restoreTask,
  setTaskDone,
  setTaskLocked,
  getTasksBetween,
  getTasksOn,
} from '../../../src/data/tasks/tasks.ts';
import { aProgramTask } from '../../fixtures/enrollments.ts';

const USER = '0190a1b2-0000-7000-8000-000000000001';
const DAY = '2026-11-21';
const newDevice = () => new CadenceDatabase(USER, { indexedDB: new IDBFactory(), IDBKeyRange });

const add = (db: CadenceDatabase, title: string, date = DAY) => addTask(db, { title, date });
const titles = async (db: CadenceDatabase, date = DAY) => (await getTasksOn(db, date)).map(({ title }) => title);
const lastChange = async (db: CadenceDatabase) => (await db.outbox.toArray()).at(-1);

/** A list that a person keeps by hand, with a name for each action. */
type Action =
  | { do: 'add' }
  | { do: 'put'; pick: number; index: number }
  | { do: 'away-and-back'; pick: number }
  | { do: 'delete-and-undo'; pick: number }
  | { do: 'tick'; pick: number };

const pick = fc.nat({ max: 50 });
const actions = fc.array(
  fc.oneof(
    fc.constant<Action>({ do: 'add' }),
    fc.record({ do: fc.constant('put' as const), pick, index: pick }),
    fc.record({ do: fc.constant('away-and-back' as const), pick }),
    fc.record({ do: fc.constant('delete-and-undo' as const), pick }),
    fc.record({ do: fc.constant('tick' as const), pick }),
  ),
  { maxLength: 25 },
);

/** What the list must be after the action, by the same action on a plain list of titles. */
const perform = async (db: CadenceDatabase, model: string[], action: Action): Promise<string[]> => {
  if (action.do === 'add') {
    const title = `task ${String(model.length)}`;
    await add(db, title);
    return [...model, title];
  }
  const tasks = await getTasksOn(db, DAY);
  const task = tasks[action.pick % Math.max(1, tasks.length)];
  if (!task) return model;
  switch (action.do) {
    case 'put': {
      const index = action.index % tasks.length;
      await reorderTask(db, task.id, index);
      const rest = model.filter((title) => title !== task.title);
      return [...rest.slice(0, index), task.title, ...rest.slice(index)];
    }
    case 'away-and-back': {
      await moveTaskToDate(db, task.id, addDays(DAY, 1));
      await restoreTaskPositions(db, [task]);
      return model;
    }
    case 'delete-and-undo': {
      await deleteTask(db, task.id);
      await restoreTask(db, task);
      return model;
    }
    case 'tick': {
      await setTaskDone(db, task.id, task.status === 'open');
      return model;
    }
  }
};

describe('the tasks of a day', () => {
  test('keep the order that the person gave them, after any sequence of actions', async () => {
    await fc.assert(
      fc.asyncProperty(actions, async (script) => {
        const db = newDevice();
        let model: string[] = [];
        for (const action of script) model = await perform(db, model, action);
        expect(await titles(db)).toEqual(model);
        await db.delete();
      }),
      { numRuns: 30 },
    );
  });

  test('that are added concurrently have different positions', async () => {
    const db = newDevice();
    const [first, second] = await Promise.all([add(db, 'first'), add(db, 'second')]);
    expect(first.position).not.toBe(second.position);
  });

  test('in a range of days are returned in the order of their days', async () => {
    const db = newDevice();
    await add(db, 'later', '2026-11-23');
    await add(db, 'sooner', '2026-11-22');
    await add(db, 'too late', '2026-11-24');
    const found = await getTasksBetween(db, DAY, '2026-11-23');
    expect(found.map(({ title }) => title)).toEqual(['sooner', 'later']);
  });

  test('that are moved to another day come after its tasks, in their order', async () => {
    const db = newDevice();
    const [one, two] = [await add(db, 'one'), await add(db, 'two')];
    await add(db, 'there', '2026-11-22');
    await moveTasksToDate(db, [one.id, two.id], '2026-11-22');
    expect(await titles(db, '2026-11-22')).toEqual(['there', 'one', 'two']);
    expect(await titles(db)).toEqual([]);
  });
});

describe('a task', () => {
  const seeded = async () => {
    const db = newDevice();
    const task = aProgramTask({ id: '00000000-0000-7000-8000-000000000001', user_id: USER, date: DAY });
    await db.rows('tasks').add(task);
    return { db, task };
  };

  test('marked as done changes only its status and time, and marked as open clears the time', async () => {
    const { db, task } = await seeded();
    await setTaskDone(db, task.id, true);
    expect((await lastChange(db))?.fields).toEqual({ status: 'done', done_at: expect.any(String) as string });
    await setTaskDone(db, task.id, false);
    expect((await lastChange(db))?.fields).toEqual({ status: 'open', done_at: null });
  });

  test('that is locked changes only its lock', async () => {
    const { db, task } = await seeded();
    await setTaskLocked(db, task.id, true);
    expect((await lastChange(db))?.fields).toEqual({ client_locked: true });
  });

  test('of a program that is restored is inserted with the same id and values', async () => {
    const { db, task } = await seeded();
    await deleteTask(db, task.id);
    expect(await getTasksOn(db, DAY)).toEqual([]);
    await restoreTask(db, task);
    const { updated_at: _, ...kept } = task;
    expect(await getTasksOn(db, DAY)).toEqual([kept]);
    const { id, ...fields } = kept;
    expect(await lastChange(db)).toMatchObject({ op: 'insert', row: id, fields });
  });

  test('that the person adds belongs to no program', async () => {
    const db = newDevice();
    await add(db, 'mine');
    expect((await lastChange(db))?.fields).toMatchObject({
      source_type: 'self',
      enrollment_id: null,
      template_task_id: null,
      client_locked: false,
    } satisfies Partial<Task>);
  });

  test('that is moved to its own day is not changed', async () => {
    const { db, task } = await seeded();
    expect(await moveTaskToDate(db, task.id, DAY)).toBeUndefined();
    expect(await db.outbox.count()).toBe(0);
  });

  test('is found by its title and its notes', async () => {
    const db = newDevice();
    await addTask(db, { title: 'Étude in C', date: DAY, notes: 'slow, with the metronome' });
    expect(search(await readSearchIndex(db), 'etude metronome').tasks).toHaveLength(1);
  });
});

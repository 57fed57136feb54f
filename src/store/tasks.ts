import type { CalendarDate } from '../domain/calendar.ts';
import { lastPosition, POSITION_STEP, reordered } from '../domain/order.ts';
import type { Enrollment } from '../domain/program.ts';
import type { Task } from '../domain/task.ts';
import { byDay, doneChange } from '../domain/tasks.ts';
import type { CadenceDatabase, RowSource } from './database.ts';
import { insertion, restoreRow } from './program.ts';
import { arrange, type TableEdit, write } from './write.ts';

/** What a person has to say of a task of their own; the rest has defaults. */
export type TaskDraft = Pick<Task, 'title' | 'date'> & Partial<Pick<Task, 'notes' | 'minutes'>>;

export type TaskUpdates = Partial<Pick<Task, 'title' | 'notes' | 'minutes'>>;

/** The tasks from `from` to `to`, both included, by day and in the order of each day. */
export const tasksBetween = async (source: RowSource, from: CalendarDate, to: CalendarDate): Promise<Task[]> =>
  (await source.rows('tasks').where('date').between(from, to, true, true).toArray()).sort(byDay);

export const tasksOn = (source: RowSource, day: CalendarDate): Promise<Task[]> => tasksBetween(source, day, day);

export const getTask = (source: RowSource, id: string): Promise<Task | undefined> => source.rows('tasks').get(id);

/** The person's own part in programs, by id. */
export const getEnrollments = async (source: RowSource): Promise<ReadonlyMap<string, Enrollment>> =>
  new Map((await source.rows('enrollments').toArray()).map((enrollment) => [enrollment.id, enrollment]));

/** Adds a task of the person's own behind what the day has already. */
export const addTask = (db: CadenceDatabase, draft: TaskDraft): Promise<Task> =>
  arrange(db, 'tasks', async (tables) => {
    const now = new Date(db.environment.now()).toISOString();
    const task: Task = {
      id: db.environment.newId(),
      user_id: db.userId,
      position: lastPosition(await tasksOn(tables, draft.date)),
      notes: null,
      minutes: null,
      type: 'task',
      status: 'open',
      done_at: null,
      is_required: false,
      source_type: 'self',
      client_locked: false,
      enrollment_id: null,
      template_task_id: null,
      program_day: null,
      created_at: now,
      updated_at: now,
      ...draft,
    };
    return { edits: [insertion('tasks', task)], result: task };
  });

export const updateTask = (db: CadenceDatabase, id: string, updates: TaskUpdates): Promise<void> =>
  write(db, [updateOf(id, updates)]);

export const setTaskDone = (db: CadenceDatabase, id: string, done: boolean): Promise<void> =>
  write(db, [updateOf(id, { ...doneChange(done, new Date(db.environment.now()).toISOString()) })]);

/** Keeps a task as it is, whatever its coach changes; or lets go of it. */
export const setTaskLocked = (db: CadenceDatabase, id: string, locked: boolean): Promise<void> =>
  write(db, [updateOf(id, { client_locked: locked })]);

/** Moves tasks behind those that `day` has already, in their order; resolves to how they were, for `placeTasks`. */
export const moveTasks = (db: CadenceDatabase, ids: readonly string[], day: CalendarDate): Promise<Task[]> =>
  arrange(db, 'tasks', async (tables) => {
    const [there, found] = await Promise.all([tasksOn(tables, day), tables.rows('tasks').bulkGet([...ids])]);
    const moved = found.flatMap((task) => (task && task.date !== day ? [task] : []));
    const first = lastPosition(there);
    return {
      edits: moved.map(({ id }, place) => updateOf(id, { date: day, position: first + place * POSITION_STEP })),
      result: moved,
    };
  });

/** Moves one task behind those that `day` has already. */
export const moveTask = async (db: CadenceDatabase, id: string, day: CalendarDate): Promise<Task | undefined> =>
  (await moveTasks(db, [id], day))[0];

/** Gives tasks, those that are still there, the days and places that they had: the undo of a move. */
export const placeTasks = (db: CadenceDatabase, tasks: readonly Task[]): Promise<void> =>
  arrange(db, 'tasks', async (tables) => {
    const found = await tables.rows('tasks').bulkGet(tasks.map(({ id }) => id));
    return {
      edits: tasks.flatMap(({ id, date, position }, place) => (found[place] ? [updateOf(id, { date, position })] : [])),
      result: undefined,
    };
  });

/** Puts a task at `index` of its day; as few other tasks as possible change. */
export const reorderTask = (db: CadenceDatabase, id: string, index: number): Promise<void> =>
  arrange(db, 'tasks', async (tables) => {
    const task = await getTask(tables, id);
    const positions = reordered(task ? await tasksOn(tables, task.date) : [], id, index);
    return { edits: [...positions].map(([row, position]) => updateOf(row, { position })), result: undefined };
  });

export const deleteTask = (db: CadenceDatabase, id: string): Promise<void> =>
  write(db, [{ op: 'delete', table: 'tasks', row: id, fields: {} }]);

/** Puts a deleted task back, the same row: one of a program belongs to it as before. */
export const restoreTask = (db: CadenceDatabase, task: Task): Promise<void> => restoreRow(db, 'tasks', task);

const updateOf = (row: string, fields: Partial<Task>): TableEdit => ({ op: 'update', table: 'tasks', row, fields });

import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { nextPosition, POSITION_STEP, positionsAfterMove } from '../../domain/ordering/position.ts';
import type { Enrollment } from '../../domain/enrollments/enrollment.ts';
import { type Task, compareTasks, hasUnseenCoachEdit, taskStatusChange } from '../../domain/tasks/task.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import type { RowSource } from '../../store/row-source.ts';
import { updateInTransaction, type TableEdit, write, insertEdit, restoreRow } from '../../store/write.ts';

/** A new task of the person's own: the rest has defaults. */
export type TaskDraft = Pick<Task, 'title' | 'date'> & Partial<Pick<Task, 'notes' | 'minutes'>>;

export type TaskUpdates = Partial<Pick<Task, 'title' | 'notes' | 'client_notes' | 'minutes'>>;

/** The tasks from `from` to `to`, both included, by day and in the order of each day. */
export const getTasksBetween = async (source: RowSource, from: CalendarDate, to: CalendarDate): Promise<Task[]> =>
  (await source.getRowsBetween('tasks', 'date', from, to)).sort(compareTasks);

export const getTasksOn = (source: RowSource, day: CalendarDate): Promise<Task[]> => getTasksBetween(source, day, day);

export const getTask = (source: RowSource, id: string): Promise<Task | undefined> => source.getRow('tasks', id);

/** The person's enrollments by id. */
export const getEnrollmentsById = async (source: RowSource): Promise<ReadonlyMap<string, Enrollment>> =>
  new Map((await source.getAllRows('enrollments')).map((enrollment) => [enrollment.id, enrollment]));

/** Adds a task of the person's own at the end of its day. */
export const addTask = (db: CadenceDatabase, draft: TaskDraft): Promise<Task> =>
  updateInTransaction(db, 'tasks', async (tables) => {
    const now = new Date(db.environment.now()).toISOString();
    const task: Task = {
      id: db.environment.newId(),
      user_id: db.userId,
      position: nextPosition(await getTasksOn(tables, draft.date)),
      notes: null,
      client_notes: null,
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
      coach_edited_at: null,
      coach_edit_seen_at: null,
      created_at: now,
      updated_at: now,
      ...draft,
    };
    return { edits: [insertEdit('tasks', task)], result: task };
  });

export const updateTask = (db: CadenceDatabase, id: string, updates: TaskUpdates): Promise<void> =>
  write(db, [taskUpdate(id, updates)]);

export const setTaskDone = (db: CadenceDatabase, id: string, done: boolean): Promise<void> =>
  write(db, [taskUpdate(id, { ...taskStatusChange(done, new Date(db.environment.now()).toISOString()) })]);

/** Locks a task, so that the coach's changes leave it alone, or unlocks it. */
export const setTaskLocked = (db: CadenceDatabase, id: string, locked: boolean): Promise<void> =>
  write(db, [taskUpdate(id, { client_locked: locked })]);

/** Records that the person has seen what their coach added or changed of these tasks. */
export const markCoachEditsSeen = (db: CadenceDatabase, ids: readonly string[]): Promise<void> =>
  updateInTransaction(db, 'tasks', async (tables) => ({
    edits: (await tables.getRowsById('tasks', ids)).flatMap((task) =>
      task && hasUnseenCoachEdit(task) ? [taskUpdate(task.id, { coach_edit_seen_at: task.coach_edited_at })] : [],
    ),
    result: undefined,
  }));

/** Moves tasks in their order to the end of `day`; resolves to those before the move, for `restoreTaskPositions`. */
export const moveTasksToDate = (db: CadenceDatabase, ids: readonly string[], day: CalendarDate): Promise<Task[]> =>
  updateInTransaction(db, 'tasks', async (tables) => {
    const [tasksOfDay, found] = await Promise.all([getTasksOn(tables, day), tables.getRowsById('tasks', ids)]);
    const moved = found.flatMap((task) => (task && task.date !== day ? [task] : []));
    const firstPosition = nextPosition(tasksOfDay);
    return {
      edits: moved.map(({ id }, index) =>
        taskUpdate(id, { date: day, position: firstPosition + index * POSITION_STEP }),
      ),
      result: moved,
    };
  });

/** `moveTasksToDate` for one task. */
export const moveTaskToDate = async (db: CadenceDatabase, id: string, day: CalendarDate): Promise<Task | undefined> =>
  (await moveTasksToDate(db, [id], day))[0];

/** Undoes a move: gives the tasks that still exist their dates and positions again. */
export const restoreTaskPositions = (db: CadenceDatabase, tasks: readonly Task[]): Promise<void> =>
  updateInTransaction(db, 'tasks', async (tables) => {
    const found = await tables.getRowsById(
      'tasks',
      tasks.map(({ id }) => id),
    );
    return {
      edits: tasks.flatMap(({ id, date, position }, index) =>
        found[index] ? [taskUpdate(id, { date, position })] : [],
      ),
      result: undefined,
    };
  });

/** Moves a task to `index` of its day; as few other tasks as possible change. */
export const reorderTask = (db: CadenceDatabase, id: string, index: number): Promise<void> =>
  updateInTransaction(db, 'tasks', async (tables) => {
    const task = await getTask(tables, id);
    const positions = positionsAfterMove(task ? await getTasksOn(tables, task.date) : [], id, index);
    return { edits: [...positions].map(([row, position]) => taskUpdate(row, { position })), result: undefined };
  });

export const deleteTask = (db: CadenceDatabase, id: string): Promise<void> =>
  write(db, [{ op: 'delete', table: 'tasks', row: id, fields: {} }]);

/** Restores a deleted task as the same row, so that it still belongs to its program. */
export const restoreTask = (db: CadenceDatabase, task: Task): Promise<void> => restoreRow(db, 'tasks', task);

const taskUpdate = (row: string, fields: Partial<Task>): TableEdit => ({ op: 'update', table: 'tasks', row, fields });

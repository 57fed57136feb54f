import { lastPosition } from '../domain/order.ts';
import { copiesOfDay, copiesOfWeek, type NewTask, repetitions, type TaskContent } from '../domain/program-copies.ts';
import { moveTask, tasksOfDay } from '../domain/program-order.ts';
import type { Program, TemplateTask } from '../domain/program.ts';
import type { CadenceDatabase } from './database.ts';
import { insertion } from './program.ts';
import { tasksOfProgram } from './programs.ts';
import { arrange, type TableEdit, write } from './write.ts';

export type TemplateTaskDraft = Pick<TemplateTask, 'program_id' | 'day_index' | 'title'> & Partial<TaskContent>;

/** Adds a task behind those that its day has. */
export const addTemplateTask = (db: CadenceDatabase, draft: TemplateTaskDraft): Promise<TemplateTask> =>
  arranging(db, draft.program_id, (tasks) => {
    const task = newTask(db, draft.program_id, {
      notes: null,
      minutes: null,
      type: 'task',
      is_required: true,
      level: 'program_day',
      position: lastPosition(tasksOfDay(tasks, draft.day_index)),
      ...draft,
    });
    return { edits: [insertion('program_tasks', task)], result: task };
  });

export const updateTemplateTask = (db: CadenceDatabase, id: string, updates: Partial<TaskContent>): Promise<void> =>
  write(db, [{ op: 'update', table: 'program_tasks', row: id, fields: updates }]);

/** Deletes tasks of whatever programs; `restoreRow` brings one back as it was. */
export const deleteTemplateTasks = (db: CadenceDatabase, ids: readonly string[]): Promise<void> =>
  write(
    db,
    ids.map((row) => ({ op: 'delete', table: 'program_tasks', row, fields: {} }) as const),
  );

/** Puts a task before the one that is at `index` of `day` without it, or last. */
export const moveTemplateTask = (
  db: CadenceDatabase,
  { id, program_id }: Pick<TemplateTask, 'id' | 'program_id'>,
  day: number,
  index: number,
): Promise<void> =>
  arranging(db, program_id, (tasks) => ({
    edits: moveTask(tasks, id, day, index).map(
      (placement) => ({ op: 'update', table: 'program_tasks', row: placement.id, fields: placement.fields }) as const,
    ),
    result: undefined,
  }));

/** Copies a day's tasks behind those of each of `onto`. Resolves to the copies' ids, for `deleteTemplateTasks`. */
export const copyDay = (
  db: CadenceDatabase,
  { id }: Pick<Program, 'id'>,
  from: number,
  onto: readonly number[],
): Promise<string[]> => adding(db, id, (tasks) => copiesOfDay(tasks, from, onto));

/** As copyDay, of a week, day by day, onto each of the weeks `onto`; never beyond the program's end. */
export const copyWeek = (
  db: CadenceDatabase,
  program: Pick<Program, 'id' | 'length_days' | 'day_counting'>,
  from: number,
  onto: readonly number[],
): Promise<string[]> => adding(db, program.id, (tasks) => copiesOfWeek(tasks, program, from, onto));

/** As copyDay, of one task, onto those of `days` that have none like it. */
export const repeatTask = (db: CadenceDatabase, task: TemplateTask, days: readonly number[]): Promise<string[]> =>
  adding(db, task.program_id, (tasks) => repetitions(tasks, task, days));

const adding = (
  db: CadenceDatabase,
  programId: string,
  plan: (tasks: readonly TemplateTask[]) => readonly NewTask[],
): Promise<string[]> =>
  arranging(db, programId, (tasks) => {
    const added = plan(tasks).map((task) => newTask(db, programId, task));
    return { edits: added.map((task) => insertion('program_tasks', task)), result: added.map(({ id }) => id) };
  });

const newTask = (db: CadenceDatabase, programId: string, task: NewTask): TemplateTask => {
  const now = new Date(db.environment.now()).toISOString();
  const id = db.environment.newId();
  return { ...task, id, user_id: db.userId, program_id: programId, created_at: now, updated_at: now };
};

/** Plans edits upon the tasks that a program has. */
const arranging = <Result>(
  db: CadenceDatabase,
  programId: string,
  plan: (tasks: readonly TemplateTask[]) => { edits: readonly TableEdit[]; result: Result },
): Promise<Result> => arrange(db, 'program_tasks', async (tables) => plan(await tasksOfProgram(tables, programId)));

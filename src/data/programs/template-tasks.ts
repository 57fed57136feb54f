import { nextPosition } from '../../domain/ordering/position.ts';
import {
  copyDayTasks,
  copyWeekTasks,
  type TemplateTaskCopy,
  repeatTaskOnDays,
} from '../../domain/programs/copy-tasks.ts';
import { positionUpdatesForMove, tasksOfDay } from '../../domain/programs/task-order.ts';
import type { Program, TemplateTask, TemplateTaskContent } from '../../domain/programs/program.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { buildTemplateTask } from './build-template-task.ts';
import { getTemplateTasks } from './drafts.ts';
import { updateInTransaction, type TableEdit, write, insertEdit } from '../../store/write.ts';

export type TemplateTaskDraft = Pick<TemplateTask, 'program_id' | 'day_index' | 'title'> & Partial<TemplateTaskContent>;

/** Adds a task at the end of its day. */
export const addTemplateTask = (db: CadenceDatabase, draft: TemplateTaskDraft): Promise<TemplateTask> =>
  updateTemplateTasks(db, draft.program_id, (tasks) => {
    const task = buildTemplateTask(db, draft.program_id, {
      notes: null,
      minutes: null,
      type: 'task',
      is_required: true,
      level: 'program_day',
      position: nextPosition(tasksOfDay(tasks, draft.day_index)),
      ...draft,
    });
    return { edits: [insertEdit('program_tasks', task)], result: task };
  });

export const updateTemplateTask = (
  db: CadenceDatabase,
  id: string,
  updates: Partial<TemplateTaskContent>,
): Promise<void> => write(db, [{ op: 'update', table: 'program_tasks', row: id, fields: updates }]);

/** Deletes tasks of any programs; `restoreRow` undoes it for one of them. */
export const deleteTemplateTasks = (db: CadenceDatabase, ids: readonly string[]): Promise<void> =>
  write(
    db,
    ids.map((row) => ({ op: 'delete', table: 'program_tasks', row, fields: {} }) as const),
  );

/** Moves a task to `index` among the other tasks of `day`. */
export const moveTemplateTask = (
  db: CadenceDatabase,
  { id, program_id }: Pick<TemplateTask, 'id' | 'program_id'>,
  day: number,
  index: number,
): Promise<void> =>
  updateTemplateTasks(db, program_id, (tasks) => ({
    edits: positionUpdatesForMove(tasks, id, day, index).map(
      (placement) => ({ op: 'update', table: 'program_tasks', row: placement.id, fields: placement.fields }) as const,
    ),
    result: undefined,
  }));

/** Copies a day's tasks to the end of each day of `onto`. Resolves to the copies' ids, for `deleteTemplateTasks`. */
export const copyTemplateDay = (
  db: CadenceDatabase,
  { id }: Pick<Program, 'id'>,
  from: number,
  onto: readonly number[],
): Promise<string[]> => addTemplateTasks(db, id, (tasks) => copyDayTasks(tasks, from, onto));

/** Like `copyTemplateDay`, for each day of a week, onto the weeks `onto`; never beyond the program's end. */
export const copyTemplateWeek = (
  db: CadenceDatabase,
  program: Pick<Program, 'id' | 'length_days' | 'day_counting'>,
  from: number,
  onto: readonly number[],
): Promise<string[]> => addTemplateTasks(db, program.id, (tasks) => copyWeekTasks(tasks, program, from, onto));

/** Like `copyTemplateDay`, for one task, onto those of `days` that do not have the same one. */
export const repeatTemplateTask = (
  db: CadenceDatabase,
  task: TemplateTask,
  days: readonly number[],
): Promise<string[]> => addTemplateTasks(db, task.program_id, (tasks) => repeatTaskOnDays(tasks, task, days));

const addTemplateTasks = (
  db: CadenceDatabase,
  programId: string,
  plan: (tasks: readonly TemplateTask[]) => readonly TemplateTaskCopy[],
): Promise<string[]> =>
  updateTemplateTasks(db, programId, (tasks) => {
    const added = plan(tasks).map((task) => buildTemplateTask(db, programId, task));
    return { edits: added.map((task) => insertEdit('program_tasks', task)), result: added.map(({ id }) => id) };
  });

const updateTemplateTasks = <Result>(
  db: CadenceDatabase,
  programId: string,
  plan: (tasks: readonly TemplateTask[]) => { edits: readonly TableEdit[]; result: Result },
): Promise<Result> =>
  updateInTransaction(db, 'program_tasks', async (tables) => plan(await getTemplateTasks(tables, programId)));

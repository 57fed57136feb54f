import Dexie from 'dexie';
import { compareByPosition } from '../../domain/ordering/position.ts';
import { type ProgramFile, templateTasksOf } from '../../domain/programs/program-file.ts';
import type { Draft } from '../../domain/programs/draft-plan.ts';
import type { Program, ProgramFields, TemplateTask, TemplateTaskContent } from '../../domain/programs/program.ts';
import { readModules, readParameters } from '../../domain/programs/program-json.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import type { RowSource } from '../../store/row-source.ts';
import { updateInTransaction, type TableEdit, write, insertEdit } from '../../store/write.ts';
import { buildTemplateTask } from './build-template-task.ts';
import { compareTexts } from '../../domain/values/collation.ts';

/* A coach's programs, as drafts: authoring needs no connection. Edits that can be undone are in edit-draft.ts. */

export type ProgramUpdates = Partial<ProgramFields>;

export type ProgramDraft = ProgramUpdates & Pick<Program, 'title'>;

export interface ProgramWithTasks {
  program: Program;
  /** By day and position. */
  tasks: TemplateTask[];
  /** Whether the program or a task of it has changes that are not synced. */
  isPending: boolean;
  /** Whether a task of it has. */
  areTasksPending: boolean;
}

/** The person's programs by title, each with its tasks. */
export const getProgramsWithTasks = async (db: CadenceDatabase): Promise<ProgramWithTasks[]> => {
  const [found, tasks, pending] = await Promise.all([
    db.getAllRows('programs'),
    db.getAllRows('program_tasks'),
    getPendingPrograms(db),
  ]);
  const tasksOf = new Map<string, TemplateTask[]>(found.map(({ id }) => [id, []]));
  for (const task of tasks) tasksOf.get(task.program_id)?.push(task);
  return found
    .sort((a, b) => compareTexts(a.title, b.title))
    .map((program) => withTasks(program, tasksOf.get(program.id) ?? [], pending));
};

export const getProgramWithTasks = async (db: CadenceDatabase, id: string): Promise<ProgramWithTasks | undefined> => {
  const [program, tasks, pending] = await Promise.all([
    db.getRow('programs', id),
    getTemplateTasks(db, id),
    getPendingPrograms(db),
  ]);
  return program && withTasks(program, tasks, pending);
};

const getTemplateTasks = (source: RowSource, programId: string): Promise<TemplateTask[]> =>
  source.getRowsWith('program_tasks', 'program_id', programId);

/** A program with its tasks by day and position, as one transaction or live query sees them. */
export const getProgramDraft = async (source: RowSource, id: string): Promise<Draft | undefined> => {
  const [program, tasks] = await Promise.all([source.getRow('programs', id), getTemplateTasks(source, id)]);
  return program && { program: readProgram(program), tasks: inOrder(tasks) };
};

/** What the server alone writes, until it has received the program. */
const UNPUBLISHED_FIELDS: Pick<Program, 'published_version' | 'approved_at' | 'approved_version' | 'link_token'> = {
  published_version: null,
  approved_at: null,
  approved_version: null,
  link_token: '',
};

const readProgram = (program: Program): Program => ({
  ...UNPUBLISHED_FIELDS,
  ...program,
  // A device that has not read the program again since these fields exist lacks them.
  preview_days: (program as Partial<Program>).preview_days ?? null,
  minor_changes_follow: (program as Partial<Program>).minor_changes_follow ?? false,
  modules: readModules(program.modules),
  parameters: readParameters(program.parameters),
});

const withTasks = (program: Program, tasks: TemplateTask[], pending: PendingPrograms): ProgramWithTasks => {
  const areTasksPending = pending.tasks.has(program.id);
  return {
    program: readProgram(program),
    tasks: inOrder(tasks),
    isPending: areTasksPending || pending.programs.has(program.id),
    areTasksPending,
  };
};

const inOrder = (tasks: readonly TemplateTask[]): TemplateTask[] =>
  [...tasks].sort((a, b) => a.day_index - b.day_index || compareByPosition(a, b));

/** Ids of programs. */
interface PendingPrograms {
  programs: ReadonlySet<unknown>;
  /** Those with a changed or deleted task. */
  tasks: ReadonlySet<unknown>;
}

const getPendingPrograms = async (db: CadenceDatabase): Promise<PendingPrograms> => {
  const [programs, tasks] = await Promise.all([getServerRows(db, 'programs'), getServerRows(db, 'program_tasks')]);
  const current = await db.getRowsById(
    'program_tasks',
    tasks.map(({ row }) => row),
  );
  return {
    programs: new Set(programs.map(({ row }) => row)),
    tasks: new Set(tasks.flatMap(({ value }, index) => [value?.['program_id'], current[index]?.program_id])),
  };
};

/** A server row is stored as long as the row has local changes. */
const getServerRows = ({ serverRows }: CadenceDatabase, table: TableEdit['table']) =>
  serverRows.where('[table+row]').between([table, Dexie.minKey], [table, Dexie.maxKey]).toArray();

export const createProgram = async (db: CadenceDatabase, draft: ProgramDraft): Promise<Program> => {
  const program = buildProgram(db, draft);
  await write(db, [insertEdit('programs', program)]);
  return program;
};

const buildProgram = (db: CadenceDatabase, draft: ProgramDraft): Program => {
  const now = new Date(db.environment.now()).toISOString();
  return {
    id: db.environment.newId(),
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
    ...UNPUBLISHED_FIELDS,
    created_at: now,
    updated_at: now,
    ...draft,
    user_id: db.userId,
  };
};

export const updateTemplateTask = (
  db: CadenceDatabase,
  id: string,
  updates: Partial<TemplateTaskContent>,
): Promise<void> => write(db, [{ op: 'update', table: 'program_tasks', row: id, fields: updates }]);

/** A new draft from a file, with all its tasks or not at all. */
export const importProgram = async (db: CadenceDatabase, file: ProgramFile): Promise<Program> => {
  const program = buildProgram(db, file.program);
  const tasks = templateTasksOf(file).map((task) => buildTemplateTask(db, program.id, task));
  await write(db, [insertEdit('programs', program), ...tasks.map((task) => insertEdit('program_tasks', task))]);
  return program;
};

/** A function gets the program as it is inside the transaction. */
export const updateProgram = (
  db: CadenceDatabase,
  id: string,
  updates: ProgramUpdates | ((program: Program) => ProgramUpdates),
): Promise<void> =>
  typeof updates !== 'function'
    ? write(db, [{ op: 'update', table: 'programs', row: id, fields: updates }])
    : updateInTransaction(db, 'programs', async (tables) => {
        const program = await tables.getRow('programs', id);
        const fields = program && updates(readProgram(program));
        return { edits: fields ? [{ op: 'update', table: 'programs', row: id, fields }] : [], result: undefined };
      });

/** Deletes a program with its tasks; resolves to these, for `restoreProgram`. */
export const deleteProgram = async (db: CadenceDatabase, program: Program): Promise<TemplateTask[]> => {
  const tasks = await getTemplateTasks(db, program.id);
  await write(db, [
    ...tasks.map(({ id }) => ({ op: 'delete', table: 'program_tasks', row: id, fields: {} }) as const),
    { op: 'delete', table: 'programs', row: program.id, fields: {} },
  ]);
  return tasks;
};

/** Undoes the deletion of a program: it is a draft again, with its tasks. */
export const restoreProgram = (db: CadenceDatabase, program: Program, tasks: readonly TemplateTask[]): Promise<void> =>
  write(db, [insertEdit('programs', program), ...tasks.map((task) => insertEdit('program_tasks', task))]);

import Dexie from 'dexie';
import { byPosition } from '../domain/order.ts';
import type { Program, ProgramFacts, TemplateTask } from '../domain/program.ts';
import type { CadenceDatabase, RowSource } from './database.ts';
import { insertion } from './program.ts';
import { arrange, type TableEdit, write } from './write.ts';

/* A coach's programs, as drafts: authoring needs no connection. What the tasks have is in program-tasks.ts. */

export type ProgramUpdates = Partial<ProgramFacts>;

export type ProgramDraft = ProgramUpdates & Pick<Program, 'title'>;

export interface ProgramWithTasks {
  program: Program;
  /** By day and place. */
  tasks: TemplateTask[];
  /** Whether the cloud lacks something of it that was done here; and whether that is about its tasks. */
  isWaiting: boolean;
  areTasksWaiting: boolean;
}

/** The person's programs by title, each with its tasks. */
export const programs = async (db: CadenceDatabase): Promise<ProgramWithTasks[]> => {
  const [found, tasks, waiting] = await Promise.all([
    db.rows('programs').toArray(),
    db.rows('program_tasks').toArray(),
    waitingPrograms(db),
  ]);
  const tasksOf = new Map<string, TemplateTask[]>(found.map(({ id }) => [id, []]));
  for (const task of tasks) tasksOf.get(task.program_id)?.push(task);
  return found
    .sort((a, b) => a.title.localeCompare(b.title))
    .map((program) => withTasks(program, tasksOf.get(program.id) ?? [], waiting));
};

export const programWithTasks = async (db: CadenceDatabase, id: string): Promise<ProgramWithTasks | undefined> => {
  const [program, tasks, waiting] = await Promise.all([
    db.rows('programs').get(id),
    tasksOfProgram(db, id),
    waitingPrograms(db),
  ]);
  return program && withTasks(program, tasks, waiting);
};

export const tasksOfProgram = (source: RowSource, programId: string): Promise<TemplateTask[]> =>
  source.rows('program_tasks').where('program_id').equals(programId).toArray();

/** What the server alone writes, before the cloud has had the program. */
const UNTOLD: Pick<Program, 'published_version' | 'approved_at' | 'link_token'> = {
  published_version: null,
  approved_at: null,
  link_token: '',
};

const withTasks = (program: Program, tasks: TemplateTask[], waiting: Waiting): ProgramWithTasks => {
  const areTasksWaiting = waiting.tasks.has(program.id);
  return {
    program: { ...UNTOLD, ...program },
    tasks: tasks.sort((a, b) => a.day_index - b.day_index || byPosition(a, b)),
    isWaiting: areTasksWaiting || waiting.heads.has(program.id),
    areTasksWaiting,
  };
};

/** Ids of programs. */
interface Waiting {
  heads: ReadonlySet<unknown>;
  /** Also those of which a task was deleted. */
  tasks: ReadonlySet<unknown>;
}

const waitingPrograms = async (db: CadenceDatabase): Promise<Waiting> => {
  const [heads, tasks] = await Promise.all([basesOf(db, 'programs'), basesOf(db, 'program_tasks')]);
  const now = await db.rows('program_tasks').bulkGet(tasks.map(({ row }) => row));
  return {
    heads: new Set(heads.map(({ row }) => row)),
    tasks: new Set(tasks.flatMap(({ value }, place) => [value?.['program_id'], now[place]?.program_id])),
  };
};

/** A row has a base for as long as something of it is on its way. */
const basesOf = ({ bases }: CadenceDatabase, table: TableEdit['table']) =>
  bases.where('[table+row]').between([table, Dexie.minKey], [table, Dexie.maxKey]).toArray();

export const createProgram = async (db: CadenceDatabase, draft: ProgramDraft): Promise<Program> => {
  const now = new Date(db.environment.now()).toISOString();
  const program: Program = {
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
    ...UNTOLD,
    created_at: now,
    updated_at: now,
    ...draft,
    user_id: db.userId,
  };
  await write(db, [insertion('programs', program)]);
  return program;
};

/** `updates` may be made of the program as it is when it is their turn. */
export const updateProgram = (
  db: CadenceDatabase,
  id: string,
  updates: ProgramUpdates | ((program: Program) => ProgramUpdates),
): Promise<void> =>
  arrange(db, 'programs', async (tables) => {
    const program = await tables.rows('programs').get(id);
    const fields = typeof updates !== 'function' ? updates : program && updates(program);
    return { edits: fields ? [{ op: 'update', table: 'programs', row: id, fields }] : [], result: undefined };
  });

/** Deletes a program with its tasks; resolves to what there was, for `restoreProgram`. */
export const deleteProgram = async (db: CadenceDatabase, program: Program): Promise<TemplateTask[]> => {
  const tasks = await tasksOfProgram(db, program.id);
  await write(db, [
    ...tasks.map(({ id }) => ({ op: 'delete', table: 'program_tasks', row: id, fields: {} }) as const),
    { op: 'delete', table: 'programs', row: program.id, fields: {} },
  ]);
  return tasks;
};

/** Undoes the deletion of a program: it is back as a draft, with its tasks. */
export const restoreProgram = (db: CadenceDatabase, program: Program, tasks: readonly TemplateTask[]): Promise<void> =>
  write(db, [insertion('programs', program), ...tasks.map((task) => insertion('program_tasks', task))]);

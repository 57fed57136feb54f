import type { Program, ProgramParameter, TemplateTask } from './program.ts';

/* What a program's draft amounts to, and what keeps it from being published. */

/** Limits that the database's CHECK constraints hold too. */
export const PROGRAM_LIMITS = {
  title: 200,
  description: 20_000,
  days: 366,
  price: 100_000_000,
  taskTitle: 255,
  taskNotes: 20_000,
  taskType: 50,
  taskMinutes: 1_440,
} as const;

/** The text between braces: letters, digits and `_`, a letter first. Anything else in braces is only text. */
const USED_KEY = /\{([A-Za-z][A-Za-z0-9_]{0,49})\}/g;

export const isParameterKey = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,49}$/.test(text);

type Texts = Pick<TemplateTask, 'title' | 'notes'>;

/** The keys of the parameters that the tasks' texts ask for, each once, in order of appearance. */
export const usedParameters = (tasks: readonly Texts[]): string[] => [
  ...new Set(tasks.flatMap(({ title, notes }) => [...keysIn(title), ...keysIn(notes ?? '')])),
];

const keysIn = (text: string): string[] => [...text.matchAll(USED_KEY)].map((found) => found[1] ?? '');

/** Keys that texts ask for, and that no parameter has: they would stand in the tasks as they are. */
export const undeclaredParameters = (
  { parameters }: { parameters: readonly ProgramParameter[] },
  tasks: readonly Texts[],
): string[] => {
  const declared = new Set(parameters.map(({ key }) => key));
  return usedParameters(tasks).filter((key) => !declared.has(key));
};

export type PublishProblem =
  | { code: 'no_tasks' }
  /** Tasks on days after the last. */
  | { code: 'day_out_of_range'; days: number[] }
  | { code: 'undeclared_parameter'; keys: string[] }
  | { code: 'duplicate_key'; keys: string[] };

/** Everything that keeps a draft from being published; the server refuses the first two as well. */
export const publishProblems = (
  program: Pick<Program, 'length_days' | 'parameters'>,
  tasks: readonly TemplateTask[],
): PublishProblem[] => {
  const outside = unique(tasks.map(({ day_index }) => day_index).filter((day) => day > program.length_days));
  const undeclared = undeclaredParameters(program, tasks);
  const keys = program.parameters.map(({ key }) => key);
  const twice = unique(keys.filter((key, place) => keys.indexOf(key) !== place));
  return [
    ...(tasks.length === 0 ? [{ code: 'no_tasks' } as const] : []),
    ...(outside.length > 0 ? [{ code: 'day_out_of_range', days: outside.sort((a, b) => a - b) } as const] : []),
    ...(undeclared.length > 0 ? [{ code: 'undeclared_parameter', keys: undeclared } as const] : []),
    ...(twice.length > 0 ? [{ code: 'duplicate_key', keys: twice } as const] : []),
  ];
};

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** The minutes of all tasks together; those without an estimate count as none. */
export const minutesOf = (tasks: readonly Pick<TemplateTask, 'minutes'>[]): number =>
  tasks.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);

/** A published version, as far as a draft is compared with it. */
export interface PublishedContent extends Pick<
  Program,
  'title' | 'description' | 'kind' | 'length_days' | 'day_counting' | 'modules' | 'parameters' | 'price' | 'currency'
> {
  task_count: number;
  /** ISO instant, by the same clock as the tasks' `updated_at`. */
  published_at: string;
}

/** Whether a draft that the cloud has in full may differ from what was last published from it. */
export const isChangedSince = (
  program: Omit<PublishedContent, 'task_count' | 'published_at'>,
  tasks: readonly Pick<TemplateTask, 'updated_at'>[],
  published: PublishedContent,
): boolean =>
  tasks.length !== published.task_count ||
  tasks.some(({ updated_at }) => Date.parse(updated_at) > Date.parse(published.published_at)) ||
  headOf(program) !== headOf(published);

const headOf = (head: Omit<PublishedContent, 'task_count' | 'published_at'>): string =>
  JSON.stringify([
    head.title,
    head.description,
    head.kind,
    head.length_days,
    head.day_counting,
    head.modules.map(({ title, first_week }) => [title, first_week]),
    head.parameters.map(({ key, label, options, required }) => [key, label, options, required]),
    head.price,
    head.currency,
  ]);

import { isParameterKey, undeclaredParameters } from './parameters.ts';
import { type Program, type ProgramContent, PROGRAM_LIMITS, type TemplateTask } from './program.ts';

export type PublishError =
  | { code: 'no_tasks' }
  | { code: 'too_many_tasks' }
  /** Tasks on days after the last. */
  | { code: 'day_out_of_range'; days: number[] }
  | { code: 'undeclared_parameter'; keys: string[] }
  /** Keys that no placeholder can name. */
  | { code: 'invalid_key'; keys: string[] }
  | { code: 'duplicate_key'; keys: string[] };

/**
 * All errors that prevent publishing a draft. The database's `private.publish_error` gives the first of them, except
 * undeclared parameters.
 */
export const validateForPublishing = (
  program: Pick<Program, 'length_days' | 'parameters'>,
  tasks: readonly TemplateTask[],
): PublishError[] => {
  const outside = unique(tasks.map(({ day_index }) => day_index).filter((day) => day > program.length_days));
  const undeclared = undeclaredParameters(program, tasks);
  const keys = program.parameters.map(({ key }) => key);
  const invalid = unique(keys.filter((key) => !isParameterKey(key)));
  const duplicates = unique(keys.filter((key, index) => keys.indexOf(key) !== index));
  return [
    ...(tasks.length === 0 ? [{ code: 'no_tasks' } as const] : []),
    ...(tasks.length > PROGRAM_LIMITS.tasks ? [{ code: 'too_many_tasks' } as const] : []),
    ...(outside.length > 0 ? [{ code: 'day_out_of_range', days: outside.sort((a, b) => a - b) } as const] : []),
    ...(undeclared.length > 0 ? [{ code: 'undeclared_parameter', keys: undeclared } as const] : []),
    ...(invalid.length > 0 ? [{ code: 'invalid_key', keys: invalid } as const] : []),
    ...(duplicates.length > 0 ? [{ code: 'duplicate_key', keys: duplicates } as const] : []),
  ];
};

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** The sum of the tasks' minutes; a task without an estimate counts 0. */
export const totalMinutes = (tasks: readonly Pick<TemplateTask, 'minutes'>[]): number =>
  tasks.reduce((sum, { minutes }) => sum + (minutes ?? 0), 0);

/** The parts of a published version that a draft is compared with. */
export interface PublishedContent extends ProgramContent {
  task_count: number;
  /** ISO instant by the server's clock, as the tasks' `updated_at`. */
  published_at: string;
}

/** Whether a draft without pending changes may differ from its last published version. */
export const hasUnpublishedChanges = (
  program: ProgramContent,
  tasks: readonly Pick<TemplateTask, 'updated_at'>[],
  published: PublishedContent,
): boolean =>
  tasks.length !== published.task_count ||
  tasks.some(({ updated_at }) => Date.parse(updated_at) > Date.parse(published.published_at)) ||
  metadataKey(program) !== metadataKey(published);

const metadataKey = (content: ProgramContent): string =>
  JSON.stringify([
    content.title,
    content.description,
    content.kind,
    content.length_days,
    content.day_counting,
    content.modules.map(({ title, first_week }) => [title, first_week]),
    content.parameters.map(({ key, label, options, required }) => [key, label, options, required]),
    content.price,
    content.currency,
    content.preview_days,
  ]);

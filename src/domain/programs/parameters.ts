import { PROGRAM_LIMITS, type ProgramParameter, type TemplateTask } from './program.ts';
import { asLabel, asLongText } from '../values/text.ts';
import type { PreviewTask } from './version.ts';

const PARAMETER_VALUE_LIMIT = 2_000;

/** A value as it is stored: a label; empty where nothing of it is visible. */
const parameterValue = (text: string | undefined): string => asLabel(text ?? '', PARAMETER_VALUE_LIMIT);

/** The keys of required parameters without a value. */
export const missingParameters = (
  parameters: readonly ProgramParameter[],
  filled: Readonly<Record<string, string>>,
): ReadonlySet<string> =>
  new Set(
    parameters.filter(({ key, required }) => required && parameterValue(filled[key]) === '').map(({ key }) => key),
  );

/** `{key}`: a letter, then letters, digits and `_`, at most 50 characters. Anything else in braces is ordinary text. */
const PLACEHOLDER_PATTERN = /\{([A-Za-z][A-Za-z0-9_]{0,49})\}/g;

export const isParameterKey = (text: string): boolean => /^[A-Za-z][A-Za-z0-9_]{0,49}$/.test(text);

type Texts = Pick<TemplateTask, 'title' | 'notes'>;

/** The keys of the placeholders in the tasks' texts, each once, in order of appearance. */
export const referencedParameters = (tasks: readonly Texts[]): string[] => [
  ...new Set(tasks.flatMap(({ title, notes }) => [...placeholderKeys(title), ...placeholderKeys(notes ?? '')])),
];

const placeholderKeys = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER_PATTERN)].map((match) => match[1] ?? '');

/** Placeholder keys in the tasks' texts that no parameter declares; nothing would replace them. */
export const undeclaredParameters = (
  { parameters }: { parameters: readonly ProgramParameter[] },
  tasks: readonly Texts[],
): string[] => {
  const declared = new Set(parameters.map(({ key }) => key));
  return referencedParameters(tasks).filter((key) => !declared.has(key));
};

/**
 * Replaces each `{key}` that is in `parameters`, once: a value that contains placeholders is inserted as it is. The
 * database's `private.replace_placeholders` does the same.
 */
export const fillPlaceholders = (text: string, parameters: Readonly<Record<string, string>>): string =>
  text.replace(/\{([^{}]*)\}/g, (placeholder, key: string) =>
    Object.hasOwn(parameters, key) ? (parameters[key] ?? placeholder) : placeholder,
  );

/**
 * The tasks with the placeholders in their titles and notes replaced. A title that is nothing then stays as it is. The
 * database's `private.fill_title` and `private.fill_notes` do the same.
 */
export const fillTaskPlaceholders = (
  tasks: readonly PreviewTask[],
  parameters: Readonly<Record<string, string>>,
): PreviewTask[] =>
  tasks.map((task) => ({
    ...task,
    title: asLabel(fillPlaceholders(task.title, parameters), PROGRAM_LIMITS.taskTitle) || task.title,
    notes: task.notes === null ? null : asLongText(fillPlaceholders(task.notes, parameters)),
  }));

/** The values of declared parameters as they are stored, without empty ones. */
export const storedParameterValues = (
  declared: readonly ProgramParameter[],
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    declared.map(({ key }) => [key, parameterValue(values[key])] as const).filter(([, value]) => value !== ''),
  );

import type { ProgramParameter, TemplateTask } from './program.ts';
import type { PreviewTask } from './version.ts';

/** The keys of required parameters without a value. */
export const missingParameters = (
  parameters: readonly ProgramParameter[],
  filled: Readonly<Record<string, string>>,
): ReadonlySet<string> =>
  new Set(parameters.filter(({ key, required }) => required && !filled[key]?.trim()).map(({ key }) => key));

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

/** The tasks with the placeholders in their titles and notes replaced. */
export const fillTaskPlaceholders = (
  tasks: readonly PreviewTask[],
  parameters: Readonly<Record<string, string>>,
): PreviewTask[] =>
  tasks.map((task) => ({
    ...task,
    title: fillPlaceholders(task.title, parameters),
    notes: task.notes === null ? null : fillPlaceholders(task.notes, parameters),
  }));

/** The values of declared parameters, trimmed, without empty ones. */
export const trimmedParameterValues = (
  declared: readonly ProgramParameter[],
  values: Readonly<Record<string, string>>,
): Record<string, string> =>
  Object.fromEntries(
    declared.map(({ key }) => [key, (values[key] ?? '').trim()] as const).filter(([, value]) => value !== ''),
  );

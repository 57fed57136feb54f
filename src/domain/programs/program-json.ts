import { isLabel, isLongerThan, isLongText } from '../values/text.ts';
import {
  type BlockTask,
  PROGRAM_LIMITS,
  type ProgramModule,
  type ProgramParameter,
  TASK_LEVELS,
  type TaskLevel,
} from './program.ts';

/*
 * Modules, parameters and the tasks of library blocks as they are stored, as JSON of a row. The database's
 * `private.are_modules`, `private.are_parameters` and `private.are_block_tasks` accept the same forms; they alone limit the
 * size.
 */

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A label, or empty. */
const isContentLabel = (value: unknown): boolean =>
  typeof value === 'string' && !isLongerThan(value, PROGRAM_LIMITS.name) && (value === '' || isLabel(value));

const isModule = (value: unknown): value is ProgramModule =>
  isObject(value) &&
  isContentLabel(value['title']) &&
  Number.isInteger(value['first_week']) &&
  Number(value['first_week']) >= 1 &&
  Number(value['first_week']) <= 99;

const isParameter = (value: unknown): value is ProgramParameter =>
  isObject(value) &&
  isContentLabel(value['key']) &&
  isContentLabel(value['label']) &&
  typeof value['required'] === 'boolean' &&
  (value['options'] === null || (Array.isArray(value['options']) && value['options'].every(isContentLabel)));

/** The valid ones of the stored modules: an invalid one does not keep a program from being shown and edited. */
export const readModules = (value: unknown): ProgramModule[] => (Array.isArray(value) ? value.filter(isModule) : []);

/** The valid ones of the stored parameters. */
export const readParameters = (value: unknown): ProgramParameter[] =>
  Array.isArray(value) ? value.filter(isParameter) : [];

const isLabelWithin = (value: unknown, limit: number): boolean =>
  typeof value === 'string' && !isLongerThan(value, limit) && isLabel(value);

const isWholeNumber = (value: unknown, min: number, max: number): boolean =>
  Number.isInteger(value) && Number(value) >= min && Number(value) <= max;

const isBlockTask = (value: unknown): value is BlockTask =>
  isObject(value) &&
  isWholeNumber(value['day'], 1, PROGRAM_LIMITS.days) &&
  isLabelWithin(value['title'], PROGRAM_LIMITS.taskTitle) &&
  (value['notes'] === null || (typeof value['notes'] === 'string' && isLongText(value['notes']))) &&
  (value['minutes'] === null || isWholeNumber(value['minutes'], 0, PROGRAM_LIMITS.taskMinutes)) &&
  isLabelWithin(value['type'], PROGRAM_LIMITS.taskType) &&
  typeof value['is_required'] === 'boolean' &&
  TASK_LEVELS.includes(value['level'] as TaskLevel);

/** The valid ones of a library block's stored tasks. */
export const readBlockTasks = (value: unknown): BlockTask[] => (Array.isArray(value) ? value.filter(isBlockTask) : []);

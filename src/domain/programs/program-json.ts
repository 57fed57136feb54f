import { isLabel, isLongerThan } from '../values/text.ts';
import { PROGRAM_LIMITS, type ProgramModule, type ProgramParameter } from './program.ts';

/*
 * Modules and parameters as they are stored, as JSON of a program's row. The database's `private.are_modules` and
 * `private.are_parameters` accept the same forms; they alone limit the size.
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

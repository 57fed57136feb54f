import { PROGRAM_KINDS, PROGRAM_LIMITS } from '../../../domain/programs/program.ts';
import * as z from 'zod/mini';
import { isParameterKey } from '../../../domain/programs/parameters.ts';
import { normalLabel } from '../../../domain/values/text.ts';
import {
  longTextSchema,
  nullableWholeNumberSchema,
  requiredTextSchema,
  type ValidationResult,
  validator,
  wholeNumberSchema,
} from '../../../shared/fields/validation.ts';
import { labelError } from '../../../shared/fields/label-rule.ts';

/* What each field accepts; the database's constraints say the same. */

const titleSchema = requiredTextSchema(PROGRAM_LIMITS.title, 'Enter a title.');
const daysSchema = wholeNumberSchema(1, PROGRAM_LIMITS.days);

export const newProgramSchema = z.object({
  title: titleSchema,
  length_days: daysSchema,
  kind: z.enum(PROGRAM_KINDS),
});

export const validateProgramTitle = validator(titleSchema);
export const validateDescription = validator(longTextSchema);
export const validateDayNumber = validator(daysSchema);
export const validateWeekNumber = validator(wholeNumberSchema(1, 99));
export const validateName = validator(requiredTextSchema(PROGRAM_LIMITS.name, 'Enter a name.'));
export const validateTemplateTaskTitle = validator(requiredTextSchema(PROGRAM_LIMITS.taskTitle, 'Enter a title.'));
export const validateTemplateTaskNotes = validator(longTextSchema);
export const validateTemplateTaskType = validator(requiredTextSchema(PROGRAM_LIMITS.taskType, 'Enter a type.'));

export const validateTemplateTaskMinutes = validator(nullableWholeNumberSchema(0, PROGRAM_LIMITS.taskMinutes));

/** A parameter's key that none of `others` is. */
export const validateParameterKey =
  (others: readonly string[]) =>
  (text: string): ValidationResult<string> => {
    const key = text.trim();
    if (!isParameterKey(key)) return { error: 'Use letters, digits and _, starting with a letter.' };
    return others.includes(key) ? { error: `{${key}} is already used.` } : { value: key };
  };

/** "oboe, flute"; empty: any text. */
export const validateParameterOptions = (text: string): ValidationResult<string[] | null> => {
  const options = [...new Set(text.split(',').map(normalLabel))].filter(Boolean);
  const error = options
    .map((option) => labelError(option, PROGRAM_LIMITS.name, 'Enter options that can be read.'))
    .find((found) => found !== null);
  return error ? { error } : { value: options.length > 0 ? options : null };
};

import { TASK_LIMITS } from '../../../domain/tasks/task.ts';
import {
  dateSchema,
  longTextSchema,
  nullableWholeNumberSchema,
  requiredTextSchema,
  type Validate,
  validator,
} from '../../../shared/fields/validation.ts';

/* What each field of a task accepts; the database's constraints say the same. */

const validateTitle = validator(
  requiredTextSchema(TASK_LIMITS.title, 'Title can’t be empty; the previous one is kept.'),
);

/** Pasted lines become one line. */
export const validateTaskTitle: Validate<string> = (text) => validateTitle(text.replace(/\s*\n\s*/g, ' '));

export const validateTaskDate = validator(dateSchema('Enter a valid date.'));

export const validateTaskMinutes = validator(
  nullableWholeNumberSchema(
    0,
    TASK_LIMITS.minutes,
    `Enter whole minutes from 0 to ${String(TASK_LIMITS.minutes)} (one day).`,
  ),
);

export const validateTaskNotes = validator(longTextSchema);

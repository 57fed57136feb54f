import * as z from 'zod/mini';
import { TASK_LIMITS } from '../../../domain/tasks/task.ts';
import { dateSchema, longTextSchema, nullableWholeNumberSchema, validator } from '../../../shared/fields/validation.ts';

/* What each field of a task accepts; the database's constraints say the same. */

/** Pasted lines become one line. */
export const validateTaskTitle = validator(
  z.string().check(
    z.trim(),
    z.overwrite((title) => title.replace(/\s*\n\s*/g, ' ')),
    z.minLength(1, 'Title can’t be empty; the previous one is kept.'),
    z.maxLength(TASK_LIMITS.title, `Use at most ${String(TASK_LIMITS.title)} characters.`),
  ),
);

export const validateTaskDate = validator(dateSchema('Enter a valid date.'));

export const validateTaskMinutes = validator(
  nullableWholeNumberSchema(
    0,
    TASK_LIMITS.minutes,
    `Enter whole minutes from 0 to ${String(TASK_LIMITS.minutes)} (one day).`,
  ),
);

export const validateTaskNotes = validator(longTextSchema(TASK_LIMITS.notes));

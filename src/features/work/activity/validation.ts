import { ACTIVITY_LIMITS } from '../../../domain/activities/activity.ts';
import {
  dateSchema,
  longTextSchema,
  nullableDateSchema,
  nullableTimeSchema,
  nullableWholeNumberSchema,
  requiredTextSchema,
  validator,
} from '../../../shared/fields/validation.ts';

/* What each field of an activity accepts; the database's constraints say the same. */

export const validateActivityTitle = validator(
  requiredTextSchema(
    ACTIVITY_LIMITS.title,
    'Title can’t be empty; the previous one is kept.',
    `Use at most ${ACTIVITY_LIMITS.title} characters.`,
  ),
);

export const validateActivityDate = validator(dateSchema('Enter a valid date.'));
export const validateFollowUpDate = validator(nullableDateSchema('Enter a valid date.'));
export const validateActivityTime = validator(nullableTimeSchema('Enter a valid time.'));

export const validateDuration = validator(
  nullableWholeNumberSchema(
    0,
    ACTIVITY_LIMITS.duration,
    `Enter whole minutes from 0 to ${ACTIVITY_LIMITS.duration} (one day).`,
  ),
);

export const validateLongText = validator(longTextSchema);

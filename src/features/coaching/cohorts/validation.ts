import * as z from 'zod/mini';
import { dateSchema, requiredTextSchema, validator } from '../../../shared/fields/validation.ts';

/* What each field of a cohort accepts; the database's constraints say the same. */

export const COHORT_NAME_LIMIT = 200;

export const newCohortSchema = z.object({
  version_id: z.string().check(z.minLength(1, 'Choose a program.')),
  name: requiredTextSchema(COHORT_NAME_LIMIT, 'Enter a name, such as “Spring”.'),
  start_date: dateSchema('Choose a start date.'),
});

export const validateCohortName = validator(requiredTextSchema(COHORT_NAME_LIMIT, 'Enter a name.'));

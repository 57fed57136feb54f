import * as z from 'zod';

const day = z.int().min(1).max(366);
const common = {
  programId: z.guid(),
  firstDay: day.optional(),
  lastDay: day.optional(),
  dryRun: z.boolean().default(false),
  requestId: z.guid().optional(),
};

/** The tasks that a coach's tool works on: of one enrollment or one cohort of a program, and a range of days. */
export const taskSelection = z
  .object({ ...common, enrollmentId: z.guid().optional(), cohortId: z.guid().optional() })
  .transform(({ enrollmentId, cohortId, ...rest }, context) => {
    if (enrollmentId !== undefined && cohortId === undefined) return { ...rest, enrollmentId, cohortId: null };
    if (cohortId !== undefined && enrollmentId === undefined) return { ...rest, enrollmentId: null, cohortId };
    context.addIssue('Name either enrollmentId or cohortId, and not both.');
    return z.NEVER;
  });

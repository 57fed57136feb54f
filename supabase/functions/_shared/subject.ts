import * as z from 'zod';

const day = z.int().min(1).max(366);
const common = {
  programId: z.guid(),
  firstDay: day.optional(),
  lastDay: day.optional(),
  dryRun: z.boolean().default(false),
};

/** Whom and what a coach's tool is about: one enrollment or one cohort of a program, never both, and which of its days. */
export const subject = z
  .object({ ...common, enrollmentId: z.guid().optional(), cohortId: z.guid().optional() })
  .transform(({ enrollmentId, cohortId, ...rest }, context) => {
    if (enrollmentId !== undefined && cohortId === undefined) return { ...rest, enrollmentId, cohortId: null };
    if (cohortId !== undefined && enrollmentId === undefined) return { ...rest, enrollmentId: null, cohortId };
    context.addIssue('Name either enrollmentId or cohortId, and not both.');
    return z.NEVER;
  });

import { answering, readJson, textOf } from '../_shared/answering.ts';
import { databaseOf } from '../_shared/database.ts';
import { cohortLength, enrollmentOf } from '../_shared/enrollment-plan.ts';
import { syncProgramTasksToClient, syncProgramTasksToCohort } from '../_shared/program-engine.ts';
import { subject } from '../_shared/subject.ts';

/** Fills one client's or a cohort's days, from each one's today on, where tasks are missing; says what each got. */
Deno.serve(
  answering(async (request) => {
    const database = databaseOf(request);
    const { programId, firstDay: first = 1, lastDay = 366, dryRun, ...whom } = readJson(subject, await textOf(request));
    if (whom.enrollmentId !== null) {
      const plan = await enrollmentOf(database, whom.enrollmentId, { program_id: programId });
      const days = { first, last: Math.min(lastDay, plan.lengthDays) };
      const created = await syncProgramTasksToClient(plan, days, database, dryRun);
      return { created, members: [{ enrollmentId: plan.id, userId: plan.userId, created }] };
    }
    const length = await cohortLength(database, whom.cohortId, programId);
    const days = { first, last: Math.min(lastDay, length) };
    const members = await syncProgramTasksToCohort(whom.cohortId, days, length, database, dryRun);
    return { created: members.reduce((sum, { created }) => sum + created, 0), members };
  }),
);

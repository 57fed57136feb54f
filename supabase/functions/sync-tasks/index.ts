import { handler, readJson, readText } from '../_shared/handler.ts';
import { userDatabase } from '../_shared/database.ts';
import { loadCohortLength, loadEnrollmentPlan } from '../_shared/enrollment-queries.ts';
import { syncProgramTasksToClient, syncProgramTasksToCohort } from '../_shared/task-sync.ts';
import { taskSelection } from '../_shared/task-selection.ts';

/** Materializes missing tasks of one client or a cohort, from each one's today on; returns the counts by member. */
Deno.serve(
  handler(async (request) => {
    const database = userDatabase(request);
    const {
      programId,
      firstDay: first = 1,
      lastDay = 366,
      dryRun,
      ...whom
    } = readJson(taskSelection, await readText(request));
    if (whom.enrollmentId !== null) {
      const plan = await loadEnrollmentPlan(database, whom.enrollmentId, { program_id: programId });
      const days = { first, last: Math.min(lastDay, plan.lengthDays) };
      const created = await syncProgramTasksToClient(plan, days, database, dryRun);
      return { created, members: [{ enrollmentId: plan.id, userId: plan.userId, created }] };
    }
    const length = await loadCohortLength(database, whom.cohortId, programId);
    const days = { first, last: Math.min(lastDay, length) };
    const members = await syncProgramTasksToCohort(whom.cohortId, days, length, database, dryRun);
    return { created: members.reduce((sum, { created }) => sum + created, 0), members };
  }),
);

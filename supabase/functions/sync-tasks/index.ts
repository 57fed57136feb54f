import * as z from 'zod';
import { handler, readJson, readText } from '../_shared/handler.ts';
import { withRetry } from '../_shared/background.ts';
import { send, userDatabase } from '../_shared/database.ts';
import { loadEnrollmentPlan, requireCohort } from '../_shared/enrollment-queries.ts';
import { taskSelection } from '../_shared/task-selection.ts';

/** Milliseconds before each retry while somebody waits for the response. */
const RETRY_DELAYS_MS = [250, 1_000];

const oneSynced = z.object({ created: z.int() });
const cohortSynced = z.object({
  created: z.int(),
  members: z.array(z.object({ enrollment_id: z.string(), user_id: z.string(), created: z.int() })),
});

/**
 * Materializes missing tasks of one client or a cohort, from each one's today on, in one transaction; returns the counts by
 * member. A repeated `requestId` returns what the first request did.
 */
Deno.serve(
  handler(async (request) => {
    const database = userDatabase(request);
    const { programId, firstDay, lastDay, dryRun, requestId, ...whom } = readJson(
      taskSelection,
      await readText(request),
    );
    const parameters = {
      first_day: firstDay ?? null,
      last_day: lastDay ?? null,
      dry_run: dryRun,
      request: requestId ?? null,
    };
    if (whom.enrollmentId !== null) {
      const plan = await loadEnrollmentPlan(database, whom.enrollmentId, { program_id: programId });
      const { created } = await withRetry(
        () => send(oneSynced, database.rpc('sync_enrollment_tasks', { enrollment: plan.id, ...parameters })),
        RETRY_DELAYS_MS,
      );
      return { created, members: [{ enrollmentId: plan.id, userId: plan.userId, created }] };
    }
    await requireCohort(database, whom.cohortId, programId);
    const { created, members } = await withRetry(
      () => send(cohortSynced, database.rpc('sync_cohort_tasks', { cohort: whom.cohortId, ...parameters })),
      RETRY_DELAYS_MS,
    );
    return {
      created,
      members: members.map(({ enrollment_id: enrollmentId, user_id: userId, created: count }) => ({
        enrollmentId,
        userId,
        created: count,
      })),
    };
  }),
);

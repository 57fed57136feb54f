import * as z from 'zod';
import { handler, readJson, readText } from '../_shared/handler.ts';
import { type Database, send, userDatabase } from '../_shared/database.ts';
import { loadEnrollmentPlan, requireClear, requireCohort } from '../_shared/enrollment-queries.ts';
import { taskSelection } from '../_shared/task-selection.ts';

const undo = z.object({ programId: z.guid(), undo: z.guid(), requestId: z.guid().optional() });
const requestKind = z.object({ undo: z.unknown().optional() });
type TaskSelection = z.infer<typeof taskSelection>;

/** Clears upcoming tasks of one client or a cohort, or undoes a clear; returns the counts by member. */
Deno.serve(
  handler(async (request) => {
    const database = userDatabase(request);
    const text = await readText(request);
    return readJson(requestKind, text).undo === undefined
      ? clear(database, readJson(taskSelection, text))
      : undoClear(database, readJson(undo, text));
  }),
);

const cleared = z.object({
  deleted: z.int(),
  clear_id: z.string().nullable(),
  members: z.array(z.object({ enrollment_id: z.string(), user_id: z.string(), deleted: z.int() })),
});

const clear = async (
  database: Database,
  { programId, enrollmentId, cohortId, firstDay, lastDay, dryRun, requestId }: TaskSelection,
) => {
  if (enrollmentId !== null) await loadEnrollmentPlan(database, enrollmentId, { program_id: programId });
  else await requireCohort(database, cohortId, programId);
  const days = { first_day: firstDay ?? null, last_day: lastDay ?? null };
  const parameters = {
    enrollment: enrollmentId,
    cohort: cohortId,
    ...days,
    dry_run: dryRun,
    request: requestId ?? null,
  };
  const response = await send(cleared, database.rpc('clear_tasks', parameters));
  return {
    deleted: response.deleted,
    clearId: response.clear_id,
    members: response.members.map(({ enrollment_id: id, user_id: userId, deleted }) => ({
      enrollmentId: id,
      userId,
      deleted,
    })),
  };
};

const undoClear = async (database: Database, { programId, undo: clearId, requestId }: z.infer<typeof undo>) => {
  await requireClear(database, clearId, programId);
  return send(
    z.object({ restored: z.int() }),
    database.rpc('undo_clear', { clear_id: clearId, request: requestId ?? null }),
  );
};

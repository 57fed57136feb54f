import * as z from 'zod';
import { answering, readJson, textOf } from '../_shared/answering.ts';
import { type Database, databaseOf } from '../_shared/database.ts';
import { cohortLength, enrollmentOf, requireClear } from '../_shared/enrollment-plan.ts';
import { subject } from '../_shared/subject.ts';

const undo = z.object({ programId: z.guid(), undo: z.guid() });
const kind = z.object({ undo: z.unknown().optional() });
type Subject = z.infer<typeof subject>;

/** Clears what is still ahead of one client or a cohort, and takes a clear back; says whom it took how many from. */
Deno.serve(
  answering(async (request) => {
    const database = databaseOf(request);
    const text = await textOf(request);
    return readJson(kind, text).undo === undefined
      ? clear(database, readJson(subject, text))
      : undoClear(database, readJson(undo, text));
  }),
);

const cleared = z.object({
  deleted: z.int(),
  clear_id: z.string().nullable(),
  members: z.array(z.object({ enrollment_id: z.string(), user_id: z.string(), deleted: z.int() })),
});

const clear = async (database: Database, { programId, enrollmentId, cohortId, firstDay, lastDay, dryRun }: Subject) => {
  if (enrollmentId !== null) await enrollmentOf(database, enrollmentId, { program_id: programId });
  else await cohortLength(database, cohortId, programId);
  const answer = await database.rpc(cleared, 'clear_tasks', {
    enrollment: enrollmentId,
    cohort: cohortId,
    first_day: firstDay ?? null,
    last_day: lastDay ?? null,
    dry_run: dryRun,
  });
  return {
    deleted: answer.deleted,
    clearId: answer.clear_id,
    members: answer.members.map(({ enrollment_id: id, user_id: userId, deleted }) => ({
      enrollmentId: id,
      userId,
      deleted,
    })),
  };
};

const undoClear = async (database: Database, { programId, undo: clearId }: z.infer<typeof undo>) => {
  await requireClear(database, clearId, programId);
  return database.rpc(z.object({ restored: z.int() }), 'undo_clear', { clear_id: clearId });
};

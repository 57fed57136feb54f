import * as z from 'zod/mini';
import { ask } from './ask.ts';
import { callFunction } from './call-function.ts';

/* What a coach does with the tasks of a client or a cohort. All throw TransportFailure; `refused` says why. */

/** Whose tasks, and of which days of the program: all unless said otherwise. */
export interface ToolRequest {
  programId: string;
  whom: { enrollmentId: string } | { cohortId: string };
  firstDay?: number | undefined;
  lastDay?: number | undefined;
}

/** How many tasks were made or deleted, or would be, in all and for each. */
export interface ToolAnswer {
  count: number;
  members: { enrollmentId: string; count: number }[];
}

const member = { enrollmentId: z.string(), userId: z.string() };
const synced = z.object({ created: z.number(), members: z.array(z.object({ ...member, created: z.number() })) });
const cleared = z.object({
  deleted: z.number(),
  clearId: z.nullable(z.string()),
  members: z.array(z.object({ ...member, deleted: z.number() })),
});

/** Makes what is missing from each one's today on. Overwrites nothing, makes nothing twice; a dry run only tells. */
export const syncTasks = async ({ whom, ...rest }: ToolRequest, dryRun: boolean): Promise<ToolAnswer> => {
  const { created, members } = await callFunction(synced, 'sync-tasks', { ...rest, ...whom, dryRun });
  return { count: created, members: members.map(({ enrollmentId, created: count }) => ({ enrollmentId, count })) };
};

/**
 * Deletes what lies ahead after each one's today and is neither done nor locked; a dry run only tells. `clearId` is
 * what `undoClear` takes, and null where nothing was deleted.
 */
export const clearTasks = async (
  { whom, ...rest }: ToolRequest,
  dryRun: boolean,
): Promise<ToolAnswer & { clearId: string | null }> => {
  const { deleted, members, clearId } = await callFunction(cleared, 'clear-tasks', { ...rest, ...whom, dryRun });
  return {
    count: deleted,
    clearId,
    members: members.map(({ enrollmentId, deleted: count }) => ({ enrollmentId, count })),
  };
};

/** Puts back what a clear deleted, within 30 days; how many tasks. Twice is harmless. */
export const undoClear = async (programId: string, clearId: string): Promise<number> => {
  const { restored } = await callFunction(z.object({ restored: z.number() }), 'clear-tasks', {
    programId,
    undo: clearId,
  });
  return restored;
};

const clear = z.object({
  id: z.string(),
  enrollment_id: z.nullable(z.string()),
  cohort_id: z.nullable(z.string()),
  deleted: z.number(),
  at: z.string(),
  undone_at: z.nullable(z.string()),
});

export type TaskClear = z.infer<typeof clear>;

/** For how long a clear can be undone. */
const KEPT_MS = 30 * 86_400_000;
const MOST_CLEARS = 100;

/** The clears in a program that can still be undone or have been, newest first. `now` in milliseconds. */
export const recentClears = (coach: string, programId: string, now: number): Promise<TaskClear[]> =>
  ask(z.array(clear), (client, signal) =>
    client
      .from('task_clears')
      .select('id,enrollment_id,cohort_id,deleted,at,undone_at')
      .eq('user_id', coach)
      .eq('program_id', programId)
      .gt('at', new Date(now - KEPT_MS).toISOString())
      .order('at', { ascending: false })
      .limit(MOST_CLEARS)
      .retry(false)
      .abortSignal(signal),
  );

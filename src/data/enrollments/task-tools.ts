import * as z from 'zod/mini';
import { request } from '../../api/request.ts';
import { invokeFunction } from '../../api/invoke-function.ts';
import { sendStoredToolRequest, sendToolRequest } from './tool-requests.ts';
import { CLEAR_UNDO_DAYS } from '../../domain/tasks/task.ts';

/* What a coach does with the tasks of a client or a cohort. All throw TransportFailure; the message of a `rejected` one is an error code. */

/** Whose tasks, and of which days of the program: without bounds, of all. */
export interface TaskToolRequest {
  programId: string;
  target: { enrollmentId: string } | { cohortId: string };
  firstDay?: number | undefined;
  lastDay?: number | undefined;
}

/** How many tasks were made or deleted, or would be, in all and for each member. */
export interface TaskToolResult {
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
const restored = z.object({ restored: z.number() });

type ClearResult = TaskToolResult & { clearId: string | null };

const invokeSync = async (
  { target, ...rest }: TaskToolRequest,
  options: { dryRun: boolean; requestId?: string },
): Promise<TaskToolResult> => {
  const { created, members } = await invokeFunction(synced, 'sync-tasks', { ...rest, ...target, ...options });
  return { count: created, members: members.map(({ enrollmentId, created: count }) => ({ enrollmentId, count })) };
};

/** How many tasks are missing, from each member's current date on. */
export const previewSync = (request: TaskToolRequest): Promise<TaskToolResult> => invokeSync(request, { dryRun: true });

/** Makes missing tasks, from each member's current date on. Overwrites nothing; idempotent. */
export const syncTasks = (request: TaskToolRequest, requestId: string): Promise<TaskToolResult> =>
  sendToolRequest({
    requestId,
    send: () => invokeSync(request, { dryRun: false, requestId }),
    stored: z.object({ created: z.number() }),
    resultOf: ({ created }) => ({ count: created, members: [] }),
  });

const invokeClear = async (
  { target, ...rest }: TaskToolRequest,
  options: { dryRun: boolean; requestId?: string },
): Promise<ClearResult> => {
  const { deleted, members, clearId } = await invokeFunction(cleared, 'clear-tasks', {
    ...rest,
    ...target,
    ...options,
  });
  return {
    count: deleted,
    clearId,
    members: members.map(({ enrollmentId, deleted: count }) => ({ enrollmentId, count })),
  };
};

/** How many tasks a clear would delete. */
export const previewClear = (request: TaskToolRequest): Promise<TaskToolResult> =>
  invokeClear(request, { dryRun: true });

/**
 * Deletes tasks after each member's current date that are neither done nor locked. `clearId`, for `undoClear`, is null where
 * nothing was deleted.
 */
export const clearTasks = (request: TaskToolRequest, requestId: string): Promise<ClearResult> =>
  sendToolRequest({
    requestId,
    send: () => invokeClear(request, { dryRun: false, requestId }),
    stored: z.object({ deleted: z.number(), clear_id: z.nullable(z.string()) }),
    resultOf: ({ deleted, clear_id }) => ({ count: deleted, clearId: clear_id, members: [] }),
  });

/** Restores what a clear deleted, within `CLEAR_UNDO_DAYS`. Idempotent. Resolves to how many tasks were restored. */
export const undoClear = async (programId: string, clearId: string, requestId: string): Promise<number> => {
  const result = await sendStoredToolRequest(restored, requestId, () =>
    invokeFunction(restored, 'clear-tasks', { programId, undo: clearId, requestId }),
  );
  return result.restored;
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

const MAX_CLEARS = 100;

/** The clears of the last `CLEAR_UNDO_DAYS` in a program, undone ones too, newest first. `now` in milliseconds. */
export const getRecentClears = (coach: string, programId: string, now: number): Promise<TaskClear[]> =>
  request(z.array(clear), (client, signal) =>
    client
      .from('task_clears')
      .select('id,enrollment_id,cohort_id,deleted,at,undone_at')
      .eq('user_id', coach)
      .eq('program_id', programId)
      .gt('at', new Date(now - CLEAR_UNDO_DAYS * 86_400_000).toISOString())
      .order('at', { ascending: false })
      .limit(MAX_CLEARS)
      .retry(false)
      .abortSignal(signal),
  );

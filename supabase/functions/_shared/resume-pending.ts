import * as z from 'zod';
import { runInBackground } from './background.ts';
import { type Database, send, serviceDatabase } from './database.ts';
import { secretKey } from './environment.ts';
import { syncAllProgramTasks } from './task-sync.ts';

let started = false;

/**
 * Resumes, once for each worker and in the background, the enrollments whose tasks an earlier worker did not finish.
 * Harmless while another worker still runs.
 */
export const resumePending = (): void => {
  if (started || secretKey() === null) return;
  started = true;
  runInBackground(() => syncPending(serviceDatabase()));
};

const pendingRow = z.object({ id: z.string(), user_id: z.string() });

/** Low, since people who enroll now must not wait for these. */
const CONCURRENCY = 3;

/** The newest first, so that an enrollment that keeps failing delays few others. */
const syncPending = async (database: Database): Promise<void> => {
  const pending = database
    .from('enrollments')
    .select('id,user_id')
    .eq('status', 'active')
    .neq('sync_state', 'done')
    .order('updated_at', { ascending: false });
  const queue = (await send(z.array(pendingRow), pending)).values();
  const worker = async () => {
    for (const { id, user_id: userId } of queue) {
      await syncAllProgramTasks(userId, id, database).catch((error: unknown) => {
        console.error('not resumed:', id, error);
      });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
};

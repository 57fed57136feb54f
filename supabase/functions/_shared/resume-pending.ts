import * as z from 'zod';
import { runInBackground } from './background.ts';
import { type Database, serviceDatabase } from './database.ts';
import { secretKey } from './environment.ts';
import { syncAllProgramTasks } from './program-engine.ts';

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
  const filter = 'status=eq.active&sync_state=neq.done&order=updated_at.desc&select=id,user_id';
  const queue = (await database.rows(pendingRow, `enrollments?${filter}`)).values();
  const lane = async () => {
    for (const { id, user_id: userId } of queue) {
      await syncAllProgramTasks(userId, id, database).catch((error: unknown) => {
        console.error('not resumed:', id, error);
      });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
};

import * as z from 'zod';
import { type Database, send } from './database.ts';
import { syncAllProgramTasks } from './task-sync.ts';

const unfinished = z.array(z.object({ id: z.string(), user_id: z.string() }));

/** Low, since people who enroll now must not wait for these. */
const CONCURRENCY = 3;

/** Materializes the tasks of the enrollments whose own request did not finish. Harmless while it still does. */
export const finishTaskSyncs = async (database: Database): Promise<void> => {
  const queue = (await send(unfinished, database.rpc('unfinished_enrollments'))).values();
  const worker = async () => {
    for (const { id, user_id: userId } of queue) {
      await syncAllProgramTasks(userId, id, database).catch((error: unknown) => {
        console.error('not finished:', id, error);
      });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
};

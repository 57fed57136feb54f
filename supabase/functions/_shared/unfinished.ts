import * as z from 'zod';
import { inBackground } from './background.ts';
import { type Database, serviceDatabase } from './database.ts';
import { secretKey } from './environment.ts';
import { syncAllProgramTasks } from './program-engine.ts';

let begun = false;

/**
 * Goes on, once in a worker's life and in the background, with the enrollments whose tasks a worker before it
 * left unfinished. Harmless where another is still at work on them.
 */
export const takeUpUnfinished = (): void => {
  if (begun || secretKey() === null) return;
  begun = true;
  inBackground(() => finish(serviceDatabase()));
};

const waiting = z.object({ id: z.string(), user_id: z.string() });

/** How many are made at the same time: what is left over must not keep those waiting who enroll now. */
const LANES = 3;

/** The newest first, so that one that cannot be finished keeps few waiting. */
const finish = async (database: Database): Promise<void> => {
  const filter = 'status=eq.active&sync_state=neq.done&order=updated_at.desc&select=id,user_id';
  const queue = (await database.rows(waiting, `enrollments?${filter}`)).values();
  const lane = async () => {
    for (const { id, user_id: userId } of queue) {
      await syncAllProgramTasks(userId, id, database).catch((fault: unknown) => {
        console.error('left unfinished:', id, fault);
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
};

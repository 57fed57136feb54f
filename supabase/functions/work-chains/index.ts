import { runInBackground } from '../_shared/background.ts';
import { bearerToken } from '../_shared/bearer-token.ts';
import { serviceDatabase } from '../_shared/database.ts';
import { getSetting, requireSetting } from '../_shared/environment.ts';
import { finishTaskSyncs } from '../_shared/finish-task-syncs.ts';
import { handler } from '../_shared/handler.ts';
import { HttpError } from '../_shared/http-error.ts';
import { workSlice } from '../_shared/chains/worker.ts';
import { sendMails } from '../_shared/mail/send-mails.ts';
import { isSameSecret } from '../_shared/same-secret.ts';

/**
 * The worker of the server side: the steps of chains, the mails that are due, and tasks of enrollments that are not all made
 * yet. Whoever wakes it has its key; it responds at once, works in the background for less than two minutes, and wakes its
 * successor where something is left. Several at once are harmless.
 */
Deno.serve(
  handler(async (request) => {
    const key = requireSetting('CHAIN_WORKER_KEY', getSetting('CHAIN_WORKER_KEY'));
    if (!(await isSameSecret(bearerToken(request) ?? '', key)))
      throw new HttpError(401, 'unauthorized', 'Only the server wakes this.');
    const database = serviceDatabase();
    runInBackground(() => finishTaskSyncs(database));
    runInBackground(async () => {
      const hasMoreSteps = await workSlice(database);
      // Mails that steps have queued go out at once.
      const hasMoreMails = await sendMails(database);
      if (hasMoreSteps || hasMoreMails) await wakeSuccessor(key);
    });
    return { status: 'working' };
  }),
);

/** Without it, the next tick does. */
const wakeSuccessor = async (key: string): Promise<void> => {
  const url = requireSetting('SUPABASE_URL', getSetting('SUPABASE_URL'));
  await fetch(`${url}/functions/v1/work-chains`, { method: 'POST', headers: { authorization: `Bearer ${key}` } });
};

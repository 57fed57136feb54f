import * as z from 'zod';
import { answering, readJson, textOf } from '../_shared/answering.ts';
import { inBackground } from '../_shared/background.ts';
import { type Database, databaseOf, serviceDatabase } from '../_shared/database.ts';
import { paymentProvider } from '../_shared/payment.ts';
import { syncAllProgramTasks } from '../_shared/program-engine.ts';
import { Refusal } from '../_shared/refusal.ts';
import { takeUpUnfinished } from '../_shared/unfinished.ts';

const confirmation = z.object({ enrollmentId: z.guid() });
const completed = z.object({ enrollment_id: z.string(), user_id: z.string(), status: z.string() });

/**
 * Makes a pending enrollment active: by the payment provider's signed webhook, however often it comes, or by the
 * coach whose program it is. Its tasks follow in the background.
 */
Deno.serve(
  answering(async (request) => {
    const signature = request.headers.get('cadence-signature');
    const body = await textOf(request);
    if (signature === null) {
      const { enrollmentId } = readJson(confirmation, body);
      return complete(databaseOf(request), enrollmentId, {});
    }
    const provider = paymentProvider();
    if (!provider) throw new Refusal(401, 'bad_signature', 'No payment provider is set up here.');
    const { enrollmentId, ...payment } = await provider.paymentIn(body, signature);
    return complete(serviceDatabase(), enrollmentId, payment);
  }),
);
takeUpUnfinished();

const complete = async (database: Database, enrollment: string, payment: object) => {
  const answer = await database.rpc(completed, 'complete_enrollment', { enrollment, payment });
  const { enrollment_id: enrollmentId, user_id: userId, status } = answer;
  if (status === 'active') inBackground(() => syncAllProgramTasks(userId, enrollmentId, database));
  return { enrollmentId, status };
};

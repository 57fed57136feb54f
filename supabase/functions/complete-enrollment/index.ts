import * as z from 'zod';
import { handler, readJson, readText } from '../_shared/handler.ts';
import { runInBackground } from '../_shared/background.ts';
import { type Database, send, userDatabase, serviceDatabase } from '../_shared/database.ts';
import { paymentProvider } from '../_shared/payment.ts';
import { syncAllProgramTasks } from '../_shared/task-sync.ts';
import { HttpError } from '../_shared/http-error.ts';
import { resumePending } from '../_shared/resume-pending.ts';

const confirmation = z.object({ enrollmentId: z.guid() });
const completed = z.object({ enrollment_id: z.string(), user_id: z.string(), status: z.string() });

/**
 * Activates a pending enrollment: by the payment provider's signed webhook, which may be repeated, or by the program's
 * coach. Its tasks are materialized in the background after the response.
 */
Deno.serve(
  handler(async (request) => {
    const signature = request.headers.get('cadence-signature');
    const body = await readText(request);
    if (signature === null) {
      const { enrollmentId } = readJson(confirmation, body);
      return activate(userDatabase(request), 'confirm_enrollment', { enrollment: enrollmentId });
    }
    const provider = paymentProvider();
    if (!provider) throw new HttpError(401, 'bad_signature', 'No payment provider is set up here.');
    const { enrollmentId, ...payment } = await provider.readWebhook(body, signature);
    return activate(serviceDatabase(), 'record_payment', { enrollment: enrollmentId, ...payment });
  }),
);
resumePending();

const activate = async (database: Database, name: 'confirm_enrollment' | 'record_payment', parameters: object) => {
  const enrollment = await send(completed, database.rpc(name, parameters));
  const { enrollment_id: enrollmentId, user_id: userId, status } = enrollment;
  if (status === 'active') runInBackground(() => syncAllProgramTasks(userId, enrollmentId, database));
  return { enrollmentId, status };
};

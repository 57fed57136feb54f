import * as z from 'zod';
import { handler, readJson, readText } from '../_shared/handler.ts';
import { runInBackground } from '../_shared/background.ts';
import { send, userDatabase } from '../_shared/database.ts';
import { paymentProvider } from '../_shared/payment.ts';
import { recordPaymentEvent } from '../_shared/payment-events.ts';
import { syncAllProgramTasks } from '../_shared/task-sync.ts';
import { HttpError } from '../_shared/http-error.ts';

/** What the person paid in another way; `requestId` makes repeating the request harmless. */
const confirmation = z.object({
  enrollmentId: z.guid(),
  requestId: z.guid(),
  amount: z.int().nonnegative(),
  method: z.enum(['cash', 'bank_transfer', 'card', 'waived', 'other']),
  note: z.string().max(500).default(''),
});
const completed = z.object({ enrollment_id: z.string(), user_id: z.string(), status: z.string() });

/**
 * Activates a pending enrollment: by the payment provider's signed webhook, which may be repeated, or by the program's
 * coach. Its tasks are materialized in the background after the response.
 */
Deno.serve(
  handler(async (request) => {
    const signature = request.headers.get('cadence-signature');
    const body = await readText(request);
    if (signature !== null) {
      const provider = paymentProvider();
      if (!provider) throw new HttpError(401, 'bad_signature', 'No payment provider is set up here.');
      return recordPaymentEvent(provider.name, await provider.readWebhook(body, signature));
    }
    const { enrollmentId, requestId, ...paid } = readJson(confirmation, body);
    const database = userDatabase(request);
    const { user_id: userId, status } = await send(
      completed,
      database.rpc('confirm_enrollment', { enrollment: enrollmentId, request: requestId, ...paid }),
    );
    if (status === 'active') runInBackground(() => syncAllProgramTasks(userId, enrollmentId, database));
    return { enrollmentId, status };
  }),
);

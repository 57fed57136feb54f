import * as z from 'zod';
import { runInBackground } from './background.ts';
import { send, serviceDatabase } from './database.ts';
import { HttpError } from './http-error.ts';
import type { PaymentEvent } from './payment.ts';
import { syncAllProgramTasks } from './task-sync.ts';

const settled = z.object({
  payment_id: z.string(),
  state: z.string(),
  issue: z.string().nullable(),
  enrollment_id: z.string().nullable(),
  user_id: z.string().nullable(),
  status: z.string().nullable(),
});

/**
 * Records what a verified webhook of `provider` reports, and only then decides what it means, in a second transaction:
 * where that fails, the payment is recorded all the same, and the provider's next attempt decides it.
 */
export const recordPaymentEvent = async (provider: string, event: PaymentEvent): Promise<object> => {
  const database = serviceDatabase();
  if (event.type === 'unreadable') {
    const paymentId = await send(z.string(), database.rpc('record_unreadable_payment', { provider, body: event.body }));
    return { paymentId, state: 'held', issue: 'unreadable' };
  }
  if (event.type === 'refund') {
    const { reference, payment, refundId, amount } = event;
    const refund = await send(
      z.object({ state: z.string() }).nullable(),
      database.rpc('record_refund', { provider, payment_reference: payment, reference, amount, request: refundId }),
    );
    // Its payment may not have been reported yet: the provider tries again.
    if (!refund) throw new HttpError(503, 'unavailable', 'This payment is not known yet.');
    return { state: refund.state };
  }
  const { reference, intentId: intent, amount, currency } = event;
  const paymentId = await send(
    z.string(),
    database.rpc('record_payment', { provider, reference, intent, amount, currency }),
  );
  const {
    state,
    issue,
    enrollment_id: enrollmentId,
    user_id: userId,
    status,
  } = await send(settled, database.rpc('settle_payment', { payment: paymentId }));
  if (enrollmentId && userId && status === 'active') {
    runInBackground(() => syncAllProgramTasks(userId, enrollmentId, database));
  }
  return { paymentId, state, issue, enrollmentId, status };
};

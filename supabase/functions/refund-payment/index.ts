import * as z from 'zod';
import { handler, readJson, readText } from '../_shared/handler.ts';
import { send, serviceDatabase, userDatabase } from '../_shared/database.ts';
import { paymentProvider } from '../_shared/payment.ts';
import { HttpError } from '../_shared/http-error.ts';

/** Without an amount, all that is left of the payment. `requestId` makes repeating the request harmless. */
const refundRequest = z.object({
  paymentId: z.guid(),
  requestId: z.guid(),
  amount: z.int().positive().optional(),
  endsEnrollment: z.boolean().default(false),
});

const begun = z.object({
  refund_id: z.string(),
  state: z.enum(['pending', 'done', 'failed']),
  provider: z.string(),
  reference: z.string(),
  amount: z.int(),
  currency: z.string(),
  failure: z.string().nullable(),
});

/**
 * Refunds a payment through the provider that reported it, for its coach: `{ state: 'done' }`, or `pending` where the
 * provider did not respond, so that the same request has to be sent again, or `failed` with the provider's reason.
 */
Deno.serve(
  handler(async (request) => {
    const { paymentId, requestId, amount, endsEnrollment } = readJson(refundRequest, await readText(request));
    const database = userDatabase(request);
    const provider = paymentProvider();
    const refund = await send(
      begun,
      database.rpc('begin_refund', {
        payment: paymentId,
        request: requestId,
        amount: amount ?? null,
        ends_enrollment: endsEnrollment,
      }),
    );
    // The request was sent before, with another amount: a response about that one would be read as about this one.
    if (amount !== undefined && amount !== refund.amount) {
      throw new HttpError(409, 'request_used', 'This request was for another amount.');
    }
    if (refund.state !== 'pending') return describe(refund);
    if (refund.provider !== provider?.name) {
      return settle(requestId, null, 'The provider of this payment is not set up here any more.');
    }
    try {
      const { reference: payment, amount: due, currency } = refund;
      return await settle(
        requestId,
        await provider.refund({ refundId: requestId, payment, amount: due, currency }),
        null,
      );
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      if (error.code === 'refund_refused') return settle(requestId, null, error.message);
      return { state: 'pending' };
    }
  }),
);

const settled = z.object({ state: z.string(), failure: z.string().nullable() });

const describe = ({ state, failure }: z.infer<typeof settled>): object => ({
  state,
  ...(failure !== null && { failure }),
});

const settle = async (refund: string, reference: string | null, failure: string | null): Promise<object> =>
  describe(await send(settled, serviceDatabase().rpc('settle_refund', { refund, reference, failure })));

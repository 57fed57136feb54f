import * as z from 'zod/mini';
import type { OpenQuote, Payment, Refund } from '../../domain/money/payment.ts';
import { compareCodes } from '../../domain/ordering/compare-codes.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { displayName } from '../../domain/profiles/profile.ts';
import { invokeFunction } from '../../api/invoke-function.ts';
import { fetchAll, request } from '../../api/request.ts';
import { sendRepeatable } from '../../api/send-repeatable.ts';

/* Payments, as RLS shows them. All throw TransportFailure; the message of a `rejected` one is an error code. */

/**
 * Whose payments: those that a person makes, those that a coach gets, or, for admins, those that no coach decides about: they
 * are nobody's, or of somebody who is no coach any more.
 */
export type PaymentScope = 'payer' | 'coach' | 'admin';

const refund = z.object({
  id: z.string(),
  payment_id: z.string(),
  amount: z.number(),
  state: z.enum(['pending', 'done', 'failed']),
  failure: z.nullable(z.string()),
  requested_at: z.string(),
});

const payment = z.object({
  id: z.string(),
  provider: z.string(),
  reference: z.string(),
  enrollment_id: z.nullable(z.string()),
  coach_id: z.nullable(z.string()),
  payer_name: z.string(),
  program_title: z.string(),
  amount: z.nullable(z.number()),
  currency: z.nullable(z.string()),
  method: z.nullable(z.string()),
  note: z.string(),
  state: z.enum(['received', 'applied', 'held', 'refunded', 'undone']),
  issue: z.nullable(
    z.enum([
      'unreadable',
      'unknown_quote',
      'reused_reference',
      'enrollment_deleted',
      'enrollment_ended',
      'wrong_currency',
      'too_little',
      'too_much',
      'nothing_due',
    ]),
  ),
  received_at: z.string(),
  decided_at: z.nullable(z.string()),
  refunds: z.array(refund),
}) satisfies z.ZodMiniType<Payment>;

const PAYMENT_FIELDS =
  'id,provider,reference,enrollment_id,coach_id,payer_name,program_title,amount,currency,method,note,state,issue,received_at,decided_at,refunds:payment_refunds(id,payment_id,amount,state,failure,requested_at)';

const paymentOfFormerCoach = z.extend(payment, {
  coach: z.object({ display_name: labelSchema, email: z.string() }),
});

const getPaymentsOfFormerCoaches = async (): Promise<Payment[]> => {
  const found = await fetchAll(paymentOfFormerCoach, (client) =>
    client
      .from('payments')
      .select(`${PAYMENT_FIELDS},coach:profiles!payments_coach_id_fkey!inner(display_name,email)`, { count: 'exact' })
      .eq('coach.role', 'rep'),
  );
  return found.map(({ coach, ...item }) => ({ ...item, former_coach: displayName(coach) }));
};

const payerAddresses = z.array(z.object({ payment_id: z.string(), email: z.string() }));

/** By payment, of those that wait for the caller's decision. */
const getPayerAddresses = async (): Promise<Map<string, string>> => {
  const found = await request(payerAddresses, (client, signal) => client.rpc('payer_addresses').abortSignal(signal));
  return new Map(found.map(({ payment_id, email }) => [payment_id, email]));
};

const quote = z.object({
  id: z.string(),
  payer_name: z.string(),
  program_title: z.string(),
  amount: z.number(),
  currency: z.string(),
  created_at: z.string(),
}) satisfies z.ZodMiniType<OpenQuote>;

export interface PaymentList {
  /** Newest first. */
  payments: Payment[];
  quotes: OpenQuote[];
}

/** The payments and open quotes of `person` in their role. */
export const getPayments = async (scope: PaymentScope, person: string): Promise<PaymentList> => {
  const [payments, ofFormerCoaches, addresses, quotes] = await Promise.all([
    fetchAll(payment, (client) => {
      const list = client.from('payments').select(PAYMENT_FIELDS, { count: 'exact' });
      return scope === 'admin' ? list.is('coach_id', null) : list.eq(OWNER_COLUMNS[scope], person);
    }),
    scope === 'admin' ? getPaymentsOfFormerCoaches() : [],
    scope === 'payer' ? new Map<string, string>() : getPayerAddresses(),
    scope === 'admin'
      ? []
      : fetchAll(quote, (client) =>
          client
            .from('payment_intents')
            .select('id,payer_name,program_title,amount,currency,created_at', { count: 'exact' })
            .eq('state', 'open')
            .eq(OWNER_COLUMNS[scope], person),
        ),
  ]);
  // Between the two requests a coach's account may have been removed.
  const byId = new Map([...payments, ...ofFormerCoaches].map((item) => [item.id, item]));
  return {
    payments: [...byId.values()]
      .map((item) => {
        const email = addresses.get(item.id);
        const refunds = newestFirst(item.refunds, 'requested_at');
        return { ...item, ...(email !== undefined && { payer_email: email }), refunds };
      })
      .sort((a, b) => compareCodes(b.received_at, a.received_at)),
    quotes: newestFirst(quotes, 'created_at'),
  };
};

const OWNER_COLUMNS = { payer: 'user_id', coach: 'coach_id' } as const;

const newestFirst = <Name extends string, Item extends Record<Name, string>>(
  items: readonly Item[],
  name: Name,
): Item[] => items.toSorted((a, b) => compareCodes(b[name], a[name]));

/** Accepts a payment that does not fit its quote; an admin names the enrollment that it is for. */
export const acceptPayment = async (id: string, enrollment?: string): Promise<void> => {
  await request(z.unknown(), (client, signal) =>
    client.rpc('accept_payment', { payment: id, ...(enrollment && { enrollment }) }).abortSignal(signal),
  );
};

/** Withdraws a confirmation by hand. Resolves to how many untouched tasks were removed. */
export const undoConfirmation = async (id: string): Promise<number> => {
  const { removed } = await request(z.object({ removed: z.number() }), (client, signal) =>
    client.rpc('undo_confirmation', { payment: id }).abortSignal(signal),
  );
  return removed;
};

export interface RefundInput {
  paymentId: string;
  /** The same one makes a repeated request harmless. */
  requestId: string;
  amount: number;
  endsEnrollment: boolean;
}

type RefundResult = Pick<Refund, 'state' | 'failure'>;

const refunded = z.object({ state: refund.shape.state, failure: z.optional(z.string()) });

/**
 * Refunds a payment through its provider; `pending` where the provider has not confirmed it yet. Where the response is
 * lost, see sendRepeatable.
 */
export const refundPayment = (input: RefundInput): Promise<RefundResult> =>
  sendRepeatable(
    async () => {
      const { state, failure = null } = await invokeFunction(refunded, 'refund-payment', input);
      return { state, failure };
    },
    async () => (await getRefunds(input.requestId))[0] ?? null,
  );

const getRefunds = (id: string): Promise<RefundResult[]> =>
  request(z.array(z.pick(refund, { state: true, failure: true })), (client, signal) =>
    client.from('payment_refunds').select('state,failure').eq('id', id).retry(false).abortSignal(signal),
  );

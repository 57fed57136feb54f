import * as z from 'zod';
import { readJson } from './handler.ts';
import { getSetting } from './environment.ts';
import { HttpError } from './http-error.ts';
import { signHmac, isSigned } from './signature.ts';

/** What a checkout quotes. The amount is in the currency's minor unit. */
export interface Quote {
  intentId: string;
  amount: number;
  currency: string;
}

/** What the provider is asked to pay back. */
export interface RefundRequest {
  /** Ours: the provider treats a repeated id as the same refund. */
  refundId: string;
  /** The provider's own id of the payment. */
  payment: string;
  amount: number;
  currency: string;
}

/** What a signed webhook reports; the references are the provider's own ids. */
export type PaymentEvent =
  | { type: 'payment'; reference: string; intentId: string; amount: number; currency: string }
  | { type: 'refund'; reference: string; payment: string; refundId: string | null; amount: number }
  | { type: 'unreadable'; body: string };

/** A payment provider. */
export interface PaymentProvider {
  /** By which its payments are recorded. */
  name: string;
  /** The URL of the page where the person pays. */
  checkout: (due: Quote) => Promise<string>;
  /** The event of a webhook. @throws HttpError `bad_signature` when it is not the provider's, or too old. */
  readWebhook: (body: string, signature: string) => Promise<PaymentEvent>;
  /**
   * Pays back, and returns the provider's id of the refund.
   *
   * @throws HttpError `refund_refused` with the provider's reason, `unavailable` where it is unknown whether it was done.
   */
  refund: (request: RefundRequest) => Promise<string>;
}

/** The provider of this deployment; without one (`null`), coaches confirm payments. */
export const paymentProvider = (): PaymentProvider | null => {
  const secret = getSetting('PAYMENT_WEBHOOK_SECRET');
  const page = getSetting('PAYMENT_CHECKOUT_URL');
  return secret && page ? hostedPage(page, getSetting('PAYMENT_REFUND_URL'), secret) : null;
};

/* Within what the database records: anything else is unreadable, and recorded as that. */
const reference = z.string().regex(/^[\x21-\x7e]{1,200}$/);
const amount = z.int().positive().max(999_999_999_999);

const eventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('payment'),
    reference,
    intentId: reference,
    amount,
    currency: z.string().regex(/^[A-Z]{3}$/),
  }),
  z.object({
    type: z.literal('refund'),
    reference,
    payment: reference,
    refundId: reference.nullable(),
    amount,
  }),
]);

const refunded = z.object({ reference });
const refused = z.object({ message: z.string().min(1).max(500) });

/** Milliseconds that the provider has to respond. */
const REFUND_TIMEOUT_MS = 20_000;

/** A provider with a hosted page, which we link to with a signed URL, a signed webhook, and signed requests for refunds. */
const hostedPage = (page: string, refunds: string | null, secret: string): PaymentProvider => ({
  name: new URL(page).host,
  checkout: async ({ intentId, amount, currency }) => {
    const link = new URL(page);
    link.searchParams.set('intent', intentId);
    link.searchParams.set('amount', String(amount));
    link.searchParams.set('currency', currency);
    link.searchParams.set('signature', await signHmac(secret, `checkout.${intentId}.${String(amount)}.${currency}`));
    return link.href;
  },
  readWebhook: async (body, signature) => {
    if (!(await isSigned(secret, body, signature, Date.now()))) {
      throw new HttpError(401, 'bad_signature', 'The signature is not the payment provider’s, or is too old.');
    }
    return readEvent(body);
  },
  refund: async (request) => {
    if (!refunds) throw new HttpError(409, 'refund_refused', 'This payment provider takes no refunds from here.');
    const body = JSON.stringify(request);
    const time = String(Math.floor(Date.now() / 1_000));
    const response = await fetch(refunds, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'cadence-signature': `t=${time},v1=${await signHmac(secret, `${time}.${body}`)}`,
      },
      body,
      signal: AbortSignal.timeout(REFUND_TIMEOUT_MS),
    }).catch(() => null);
    const text = (await response?.text().catch(() => '')) ?? '';
    if (response?.ok) return readJson(refunded, text).reference;
    if (response && response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status)) {
      throw new HttpError(409, 'refund_refused', readRefusal(text));
    }
    throw new HttpError(503, 'unavailable', 'The payment provider did not respond. The refund is pending; try again.');
  },
});

/** A body without `type` is a payment: so were those of providers that only report payments. */
const readEvent = (body: string): PaymentEvent => {
  try {
    const json: unknown = JSON.parse(body);
    const read = eventSchema.safeParse(typeof json === 'object' ? { type: 'payment', ...json } : json);
    if (read.success) return read.data;
  } catch {
    // Reported below.
  }
  // Postgres stores no NUL.
  return { type: 'unreadable', body: body.replaceAll('\0', '\uFFFD') };
};

const readRefusal = (text: string): string => {
  try {
    const read = refused.safeParse(JSON.parse(text));
    if (read.success) return read.data.message;
  } catch {
    // Reported below.
  }
  return 'The payment provider refused the refund.';
};

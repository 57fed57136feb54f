import * as z from 'zod';
import { readJson } from './handler.ts';
import { getSetting } from './environment.ts';
import { HttpError } from './http-error.ts';
import { signHmac, isSigned } from './signature.ts';

/** The amount is in the currency's minor unit. */
export interface PaymentRequest {
  enrollmentId: string;
  amount: number;
  currency: string;
}

/** A completed payment; the reference is unique for the provider. */
export interface Payment extends PaymentRequest {
  provider: string;
  reference: string;
}

/** A payment provider. */
export interface PaymentProvider {
  /** The URL of the page where the person pays. */
  checkout: (due: PaymentRequest) => Promise<string>;
  /** The payment of a webhook. @throws HttpError `bad_signature` when it is not the provider's, or too old. */
  readWebhook: (body: string, signature: string) => Promise<Payment>;
}

/** The provider of this deployment; without one (`null`), coaches confirm payments. */
export const paymentProvider = (): PaymentProvider | null => {
  const secret = getSetting('PAYMENT_WEBHOOK_SECRET');
  const page = getSetting('PAYMENT_CHECKOUT_URL');
  return secret && page ? hostedPage(page, secret) : null;
};

const webhook = z.object({
  reference: z.string().min(1).max(200),
  enrollmentId: z.guid(),
  amount: z.int().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** A provider with a hosted page, which we link to with a signed URL, and a signed webhook. */
const hostedPage = (page: string, secret: string): PaymentProvider => ({
  checkout: async ({ enrollmentId, amount, currency }) => {
    const link = new URL(page);
    link.searchParams.set('enrollment', enrollmentId);
    link.searchParams.set('amount', String(amount));
    link.searchParams.set('currency', currency);
    link.searchParams.set(
      'signature',
      await signHmac(secret, `checkout.${enrollmentId}.${String(amount)}.${currency}`),
    );
    return link.href;
  },
  readWebhook: async (body, signature) => {
    if (!(await isSigned(secret, body, signature, Date.now()))) {
      throw new HttpError(401, 'bad_signature', 'The signature is not the payment provider’s, or is too old.');
    }
    return { provider: new URL(page).host, ...readJson(webhook, body) };
  },
});

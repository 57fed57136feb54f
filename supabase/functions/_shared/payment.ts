import * as z from 'zod';
import { readJson } from './answering.ts';
import { setting } from './environment.ts';
import { Refusal } from './refusal.ts';
import { hmacOf, isSigned } from './signature.ts';

/** What is to be paid; the amount in the currency's smallest unit. */
export interface Due {
  enrollmentId: string;
  amount: number;
  currency: string;
}

/** What has been paid; the reference is the provider's, one for each payment. */
export interface Payment extends Due {
  provider: string;
  reference: string;
}

/** Whoever takes the money. Another provider is another object of this kind. */
export interface PaymentProvider {
  /** Where the person pays. */
  checkout: (due: Due) => Promise<string>;
  /** What a webhook tells. @throws Refusal `bad_signature` when it is not the provider's, or is too old. */
  paymentIn: (body: string, signature: string) => Promise<Payment>;
}

/** The provider of this deployment; `null` where there is none, and coaches confirm payments by hand. */
export const paymentProvider = (): PaymentProvider | null => {
  const secret = setting('PAYMENT_WEBHOOK_SECRET');
  const page = setting('PAYMENT_CHECKOUT_URL');
  return secret && page ? hostedPage(page, secret) : null;
};

const webhook = z.object({
  reference: z.string().min(1).max(200),
  enrollmentId: z.guid(),
  amount: z.int().positive(),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

/** A provider with a page of its own, to which a link that we sign leads, and which signs its webhook. */
const hostedPage = (page: string, secret: string): PaymentProvider => ({
  checkout: async ({ enrollmentId, amount, currency }) => {
    const link = new URL(page);
    link.searchParams.set('enrollment', enrollmentId);
    link.searchParams.set('amount', String(amount));
    link.searchParams.set('currency', currency);
    link.searchParams.set('signature', await hmacOf(secret, `checkout.${enrollmentId}.${String(amount)}.${currency}`));
    return link.href;
  },
  paymentIn: async (body, signature) => {
    if (!(await isSigned(secret, body, signature, Date.now()))) {
      throw new Refusal(401, 'bad_signature', 'The signature is not the payment provider’s, or is too old.');
    }
    return { provider: new URL(page).host, ...readJson(webhook, body) };
  },
});

import type { Money } from './money.ts';

/** As the database's `payments.state` has it. */
export type PaymentState = 'received' | 'applied' | 'held' | 'refunded' | 'undone';

/** Why a payment does not fit its quote. */
export type PaymentIssue =
  | 'unreadable'
  | 'unknown_quote'
  | 'reused_reference'
  | 'enrollment_deleted'
  | 'enrollment_ended'
  | 'wrong_currency'
  | 'too_little'
  | 'too_much'
  | 'nothing_due';

export interface Refund {
  id: string;
  payment_id: string;
  amount: number;
  state: 'pending' | 'done' | 'failed';
  failure: string | null;
  requested_at: string;
}

export interface Payment {
  id: string;
  /** `coach`: confirmed by hand. */
  provider: string;
  reference: string;
  enrollment_id: string | null;
  coach_id: string | null;
  payer_name: string;
  program_title: string;
  /** Null where it is not known. */
  amount: number | null;
  currency: string | null;
  method: string | null;
  note: string;
  state: PaymentState;
  issue: PaymentIssue | null;
  received_at: string;
  decided_at: string | null;
  /** Who was paid, where that is no coach any more; for admins. */
  former_coach?: string;
  /** The payer's address, for whoever decides about the payment while it needs a decision. */
  payer_email?: string;
  /** Newest first. */
  refunds: Refund[];
}

/** A price that a checkout quoted and nobody has paid yet. */
export interface OpenQuote extends Money {
  id: string;
  payer_name: string;
  program_title: string;
  created_at: string;
}

/** Whether somebody has to decide what becomes of a payment. */
export const needsDecision = ({ issue, decided_at }: Pick<Payment, 'issue' | 'decided_at'>): boolean =>
  issue !== null && decided_at === null;

export const isByHand = ({ provider }: Pick<Payment, 'provider'>): boolean => provider === 'coach';

/** What was paid back, in the smallest unit. */
export const refundedAmount = ({ refunds }: Pick<Payment, 'refunds'>): number =>
  refunds.reduce((sum, { state, amount }) => (state === 'done' ? sum + amount : sum), 0);

/** What can still be refunded through the provider: what is neither refunded nor about to be. */
export const refundableAmount = (payment: Payment): number => {
  if (isByHand(payment) || payment.amount === null || payment.state === 'received') return 0;
  return payment.refunds.reduce(
    (rest, { state, amount }) => (state === 'failed' ? rest : rest - amount),
    payment.amount,
  );
};

export interface PaymentTotals {
  currency: string;
  received: number;
  refunded: number;
}

/** What came in and what was paid back, by currency. Confirmations that were undone do not count. */
export const totalPayments = (payments: readonly Payment[]): PaymentTotals[] => {
  const totals = new Map<string, PaymentTotals>();
  for (const payment of payments) {
    const { amount, currency, state } = payment;
    if (amount === null || currency === null || state === 'undone') continue;
    const total = totals.get(currency) ?? { currency, received: 0, refunded: 0 };
    totals.set(currency, {
      currency,
      received: total.received + amount,
      refunded: total.refunded + refundedAmount(payment),
    });
  }
  return [...totals.values()].sort((a, b) => b.received - a.received);
};

import { currencyDecimals, formatMoney } from '../../../domain/money/money.ts';
import { isByHand, needsDecision, type Payment, refundedAmount } from '../../../domain/money/payment.ts';
import { ISSUE_LABELS, PAYMENT_METHOD_LABELS, PAYMENT_STATE_LABELS } from '../../../shared/money/payment-labels.ts';
import { formatInstant, joinDetails } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import type { StatusTone } from '../../../ui/StatusDot.tsx';

/** "EUR 49.00"; "Amount unknown" */
export const amountLabel = ({ amount, currency }: Pick<Payment, 'amount' | 'currency'>): string =>
  amount === null || currency === null ? 'Amount unknown' : formatMoney({ amount, currency });

const methodLabel = (payment: Payment): string => {
  if (!isByHand(payment)) return 'Payment page';
  const { method } = payment;
  return method !== null && method in PAYMENT_METHOD_LABELS
    ? PAYMENT_METHOD_LABELS[method as keyof typeof PAYMENT_METHOD_LABELS]
    : 'Confirmed by the coach';
};

/** What the payment is now: its state, and what was paid back of it. */
export const paymentStatus = (payment: Payment, isPayer: boolean): { tone: StatusTone; label: string } => {
  const { state, currency } = payment;
  const pending = payment.refunds.some((refund) => refund.state === 'pending');
  if (pending) return { tone: 'busy', label: 'Refund on its way' };
  if (needsDecision(payment)) {
    return isPayer
      ? {
          tone: 'warn',
          label: state === 'held' ? 'Received; waits for your coach' : 'Paid; more than was due',
        }
      : { tone: 'warn', label: 'Needs a decision' };
  }
  const refunded = refundedAmount(payment);
  if (state === 'applied' && refunded > 0 && currency !== null) {
    return { tone: 'good', label: `Paid; ${formatMoney({ amount: refunded, currency })} refunded` };
  }
  if (state === 'applied' && payment.method === 'waived') return { tone: 'good', label: PAYMENT_METHOD_LABELS.waived };
  return { tone: TONES[state], label: PAYMENT_STATE_LABELS[state] };
};

const TONES: Record<Payment['state'], StatusTone> = {
  received: 'busy',
  applied: 'good',
  held: 'warn',
  refunded: 'quiet',
  undone: 'quiet',
};

/** What stands below a payment: what it is for, when and how it was paid, and what is wrong with it. */
export const paymentDetails = (payment: Payment, isPayer: boolean): string => {
  const [latestRefund] = payment.refunds;
  return joinDetails(
    !isPayer && payment.program_title,
    formatInstant(Date.parse(payment.received_at)),
    payment.method !== 'waived' && methodLabel(payment),
    payment.former_coach !== undefined && `To ${formatName(payment.former_coach)}, no longer a coach`,
    payment.note,
    !isPayer && needsDecision(payment) && payment.issue !== null && ISSUE_LABELS[payment.issue].issue,
    !isPayer && latestRefund?.state === 'failed' && `Refund refused: ${latestRefund.failure ?? ''}`,
  );
};

/** A mail to the payer about what is wrong with a payment; `undefined` where their address is not known. */
export const questionLink = (payment: Payment): string | undefined => {
  const { payer_email, program_title, received_at, issue } = payment;
  if (payer_email === undefined || issue === null) return undefined;
  const subject = `Your payment of ${amountLabel(payment)}${program_title && ` for ${program_title}`}`;
  const body = `Hello ${payment.payer_name},\n\nwe received ${amountLabel(payment)} on ${formatInstant(Date.parse(received_at))}.\n\n`;
  return `mailto:${encodeURIComponent(payer_email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
};

/** One line of the CSV file. */
export const paymentRecord = (payment: Payment) => {
  const { amount, currency } = payment;
  const inMajorUnits = (units: number) => (currency === null ? '' : formatPlain(units, currency));
  return {
    date: payment.received_at,
    person: payment.payer_name,
    program: payment.program_title,
    amount: amount === null ? '' : inMajorUnits(amount),
    currency: currency ?? '',
    refunded: inMajorUnits(refundedAmount(payment)),
    method: methodLabel(payment),
    state: needsDecision(payment) ? PAYMENT_STATE_LABELS.held : PAYMENT_STATE_LABELS[payment.state],
    issue: payment.issue === null ? '' : ISSUE_LABELS[payment.issue].issue,
    note: payment.note,
    provider: payment.provider,
    reference: payment.reference,
  };
};

/** "49.00": for programs that read the file, in no locale. */
const formatPlain = (amount: number, currency: string): string => {
  const decimals = currencyDecimals(currency);
  return (amount / 10 ** decimals).toFixed(decimals);
};

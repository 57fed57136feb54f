import type { PaymentIssue, PaymentState } from '../../domain/money/payment.ts';

/** Of the ways that `PAYMENT_METHODS` names. */
export const PAYMENT_METHOD_LABELS = {
  cash: 'Cash',
  bank_transfer: 'Bank transfer',
  card: 'Card',
  other: 'Another way',
  waived: 'Waived: nothing was paid',
} as const;

export const PAYMENT_STATE_LABELS: Record<PaymentState, string> = {
  received: 'Received, being checked',
  applied: 'Paid',
  held: 'Needs a decision',
  refunded: 'Refunded',
  undone: 'Confirmation undone',
};

interface IssueLabels {
  /** What is wrong, for the coach. */
  issue: string;
  /** What accepting does. */
  accept: string;
}

export const ISSUE_LABELS: Record<PaymentIssue, IssueLabels> = {
  unreadable: { issue: 'The provider’s report couldn’t be read.', accept: 'Mark as handled' },
  unknown_quote: { issue: 'It matches no quote.', accept: 'Mark as handled' },
  reused_reference: { issue: 'The provider used its reference for another payment.', accept: 'Accept' },
  enrollment_deleted: { issue: 'The program or enrollment was deleted.', accept: 'Keep the payment' },
  enrollment_ended: {
    issue: 'The enrollment had ended. It counts if they join again.',
    accept: 'Keep for when they rejoin',
  },
  wrong_currency: { issue: 'It’s in another currency than quoted.', accept: 'Accept as full payment' },
  too_little: { issue: 'It’s less than quoted.', accept: 'Accept as full payment' },
  too_much: { issue: 'It’s more than quoted. Their tasks are available.', accept: 'Keep all of it' },
  nothing_due: {
    issue: 'Nothing was due: it was already paid, or the program became free.',
    accept: 'Keep the payment',
  },
};

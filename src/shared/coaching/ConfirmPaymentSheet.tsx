import { useState } from 'react';
import { formatMoney, type Money, moneyInputText } from '../../domain/money/money.ts';
import { useFreshQuery } from '../../api/use-fresh-query.ts';
import {
  confirmPayment,
  getAmountDue,
  PAYMENT_METHODS,
  type PaymentConfirmation,
} from '../../data/enrollments/coached-enrollments.ts';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetForm } from '../../ui/SheetForm.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { MoneyField } from '../money/MoneyFields.tsx';
import { PAYMENT_METHOD_LABELS } from '../money/payment-labels.ts';
import { validateMoney } from '../money/validation.ts';
import { useRequestId } from '../previews/use-request-id.ts';
import { RetryNotice } from '../queries/RetryNotice.tsx';
import { coachingErrorMessage, useCoachingMutation } from './use-coaching-mutation.ts';

interface ConfirmPaymentProps {
  enrollmentId: string;
  /** The enrollee's. */
  name: string;
  onClose: () => void;
  onConfirmed: () => Promise<unknown>;
}

/** Asks what was paid by another way than the payment page, and how. */
export const ConfirmPaymentSheet = ({ opened, ...props }: ConfirmPaymentProps & { opened: boolean }) => (
  <Sheet opened={opened} onClose={props.onClose} title={`Confirm payment of ${props.name}`}>
    {opened && <ConfirmPayment {...props} />}
  </Sheet>
);

const ConfirmPayment = (props: ConfirmPaymentProps) => {
  const due = useFreshQuery({
    key: ['amount-due', props.enrollmentId],
    read: () => getAmountDue(props.enrollmentId),
  });
  if (due.error && !due.isFetching) {
    return (
      <RetryNotice
        title="Couldn’t load what is due."
        message={coachingErrorMessage(due.error, 'Nothing was changed.')}
        onRetry={() => due.refetch()}
      />
    );
  }
  if (due.data === undefined || due.isFetching) return <SkeletonRows count={2} />;
  return due.data === null ? (
    <p>Nothing is due any more. Reload to see the current state.</p>
  ) : (
    <ConfirmPaymentForm {...props} due={due.data} />
  );
};

const METHOD_OPTIONS = PAYMENT_METHODS.map((value) => ({ value, label: PAYMENT_METHOD_LABELS[value] }));
const MOST = 100_000_000;

const ConfirmPaymentForm = ({
  enrollmentId,
  name,
  due,
  onClose,
  onConfirmed,
}: ConfirmPaymentProps & { due: Money }) => {
  const [amountText, setAmountText] = useState(() => moneyInputText(due));
  const [method, setMethod] = useState<PaymentConfirmation['method'] | null>(null);
  const [note, setNote] = useState('');
  const [isSubmitted, setSubmitted] = useState(false);
  const isWaived = method === 'waived';
  const amount = validateMoney(due.currency, { least: 1, most: MOST })(amountText);
  const amountError =
    'error' in amount ? amount.error : amount.value === null ? 'Enter the amount that was paid.' : null;
  const paid = isWaived || 'error' in amount ? 0 : (amount.value ?? 0);
  // Another one for other values: after a lost response the server would return what it recorded before.
  const requestId = useRequestId([paid, method, note.trim()]);
  const confirm = useCoachingMutation({
    mutate: confirmPayment,
    errorDetail: `The payment of ${name} was not confirmed.`,
    onDone: () => {
      onClose();
      showToast(`Confirmed the payment of ${name}. Their tasks are being created.`);
      return onConfirmed();
    },
  });
  const submit = () => {
    setSubmitted(true);
    if (method === null || (!isWaived && amountError !== null)) return undefined;
    return confirm.mutate({ enrollmentId, requestId, amount: paid, method, note: note.trim() });
  };
  return (
    <SheetForm submitLabel="Confirm payment" onSubmit={submit} isSubmitting={confirm.isPending}>
      <p>{`${formatMoney(due)} is due. You can undo the confirmation under Payments.`}</p>
      <ChoiceChips
        label="How it was paid"
        options={METHOD_OPTIONS}
        value={method}
        onChange={setMethod}
        errorMessage={isSubmitted && method === null ? 'Choose how it was paid.' : null}
      />
      {!isWaived && (
        <MoneyField
          label="Amount paid"
          currency={due.currency}
          value={amountText}
          error={isSubmitted ? amountError : null}
          onChange={(event) => {
            setAmountText(event.currentTarget.value);
          }}
        />
      )}
      <TextField
        label="Note"
        description="They can read it under My payments."
        placeholder="Optional"
        maxLength={500}
        value={note}
        onChange={(event) => {
          setNote(event.currentTarget.value);
        }}
      />
    </SheetForm>
  );
};

import { useState } from 'react';
import { formatMoney, moneyInputText } from '../../../domain/money/money.ts';
import { type Payment, refundableAmount } from '../../../domain/money/payment.ts';
import { MoneyField } from '../../../shared/money/MoneyFields.tsx';
import { validateMoney } from '../../../shared/money/validation.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { formatName } from '../../../ui/format-name.ts';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import { useRefund } from './use-refund.ts';

interface RefundDialogProps {
  payment: Payment & { currency: string };
  /** The payer's. */
  name: string;
  /** Of the refund. The same one until it is settled, so that nothing is refunded twice. */
  requestId: string;
  onClose: () => void;
  onSettled: () => void;
  onChanged: () => Promise<unknown>;
}

/** Refunds a payment, or a part of it, through the provider. */
export const RefundDialog = ({ payment, name, requestId, onClose, onSettled, onChanged }: RefundDialogProps) => {
  const { currency, enrollment_id } = payment;
  const most = refundableAmount(payment);
  const [text, setText] = useState(() => moneyInputText({ amount: most, currency }));
  const [endsEnrollment, setEndsEnrollment] = useState(enrollment_id !== null && payment.issue === null);
  const amount = validateMoney(currency, { least: 1, most })(text);
  const error = 'error' in amount ? amount.error : amount.value === null ? 'Enter an amount.' : null;
  const refund = useRefund({ name, errorDetail: 'The payment is unchanged.', onSettled, onChanged });
  const isAll = 'value' in amount && amount.value === most;
  return (
    <Dialog opened title={`Refund ${formatName(name)}`} onClose={onClose}>
      <p>{`${formatMoney({ amount: most, currency })} of this payment can be refunded.`}</p>
      <MoneyField
        label="Amount"
        currency={currency}
        value={text}
        error={error}
        data-autofocus
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {enrollment_id !== null && (
        <SwitchField
          label="Also remove them from the program"
          description="Tasks they did stay in their days."
          checked={endsEnrollment}
          onChange={(event) => {
            setEndsEnrollment(event.currentTarget.checked);
          }}
        />
      )}
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          color="red.9"
          disabled={error !== null}
          loading={refund.isPending}
          onClick={() =>
            'value' in amount && amount.value !== null
              ? refund.mutate({ paymentId: payment.id, requestId, amount: amount.value, endsEnrollment })
              : undefined
          }
        >
          {isAll ? 'Refund all' : 'Refund'}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

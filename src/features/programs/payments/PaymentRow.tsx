import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { isByHand, needsDecision, type Payment, refundableAmount } from '../../../domain/money/payment.ts';
import { acceptPayment, type PaymentScope, undoConfirmation } from '../../../data/payments/payments.ts';
import { ISSUE_LABELS } from '../../../shared/money/payment-labels.ts';
import { useRequestId } from '../../../shared/previews/use-request-id.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { plural } from '../../../ui/format.ts';
import { formatName } from '../../../ui/format-name.ts';
import { IconCheck, IconCoin, IconMail, IconReceiptRefund } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { ListRow } from '../../../ui/ListRows.tsx';
import { RowMenu } from '../../../ui/RowMenu.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { amountLabel, paymentDetails, paymentStatus, questionLink } from './labels.ts';
import styles from './Payments.module.css';
import { RefundDialog } from './RefundDialog.tsx';
import { usePaymentMutation } from './use-payment-mutation.ts';
import { useRefund } from './use-refund.ts';

interface PaymentRowProps {
  payment: Payment;
  scope: PaymentScope;
  onChanged: () => Promise<unknown>;
}

/** One payment with its state, and for whoever decides about it what can be done. */
export const PaymentRow = ({ payment, scope, onChanged }: PaymentRowProps) => {
  const isPayer = scope === 'payer';
  const { tone, label } = paymentStatus(payment, isPayer);
  const name = payment.payer_name === '' ? 'Unknown person' : payment.payer_name;
  return (
    <ListRow
      leading={<IconTile Icon={IconCoin} />}
      title={isPayer ? payment.program_title || 'A program' : name}
      muted={payment.state === 'undone'}
      detail={
        <span className={styles.detail}>
          <span className={styles.amount}>{amountLabel(payment)}</span>
          <StatusDot tone={tone} wraps>
            {label}
          </StatusDot>
          <span className={styles.details}>{paymentDetails(payment, isPayer)}</span>
        </span>
      }
      action={!isPayer && <PaymentActions payment={payment} name={name} onChanged={onChanged} />}
    />
  );
};

const PaymentActions = ({
  payment,
  name,
  onChanged,
}: {
  payment: Payment;
  name: string;
  onChanged: () => Promise<unknown>;
}) => {
  const [isRefunding, refundDialog] = useDisclosure(false);
  const [isUndoing, undoDialog] = useDisclosure(false);
  const [settledRefunds, setSettledRefunds] = useState(0);
  // A new one once the last refund is settled, or is in the list.
  const refundRequestId = useRequestId([settledRefunds, payment.refunds.map(({ id }) => id)]);
  const { currency } = payment;
  const pendingRefund = payment.refunds.find(({ state }) => state === 'pending');
  const accept = usePaymentMutation({
    mutate: () => acceptPayment(payment.id),
    errorDetail: 'The payment is unchanged.',
    onDone: () => {
      showToast(`Decided the payment of ${formatName(name)}.`);
      return onChanged();
    },
  });
  const undo = usePaymentMutation({
    mutate: () => undoConfirmation(payment.id),
    errorDetail: 'The confirmation still counts.',
    onDone: (removed) => {
      undoDialog.close();
      showToast(`The confirmation is undone. ${plural(removed, 'untouched task')} removed.`);
      return onChanged();
    },
  });
  const resume = useRefund({ name, errorDetail: 'The refund is still pending.', onChanged });
  const question = needsDecision(payment) ? questionLink(payment) : undefined;
  const canRefund = refundableAmount(payment) > 0 && currency !== null;
  const canUndo = isByHand(payment) && payment.state === 'applied';
  return (
    <>
      {needsDecision(payment) && payment.issue !== null && (
        <Button
          variant="default"
          size="sm"
          aria-label={`${ISSUE_LABELS[payment.issue].accept}: ${formatName(name)}`}
          leftSection={<IconCheck size={16} aria-hidden />}
          loading={accept.isPending}
          onClick={() => accept.mutate(undefined)}
        >
          {ISSUE_LABELS[payment.issue].accept}
        </Button>
      )}
      {pendingRefund && (
        <Button
          variant="default"
          size="sm"
          aria-label={`Check refund: ${formatName(name)}`}
          loading={resume.isPending}
          onClick={() =>
            resume.mutate({
              paymentId: payment.id,
              requestId: pendingRefund.id,
              amount: pendingRefund.amount,
              endsEnrollment: false,
            })
          }
        >
          Check refund
        </Button>
      )}
      {(question !== undefined || canRefund || canUndo) && (
        <RowMenu
          subject={name}
          items={[
            ...(question !== undefined
              ? [
                  {
                    label: 'Ask by email',
                    icon: <IconMail size={18} aria-hidden />,
                    onSelect: () => {
                      location.assign(question);
                    },
                  },
                ]
              : []),
            ...(canRefund
              ? [
                  {
                    label: 'Refund',
                    icon: <IconReceiptRefund size={18} aria-hidden />,
                    onSelect: refundDialog.open,
                    danger: true,
                  },
                ]
              : []),
            ...(canUndo
              ? [
                  {
                    label: 'Undo confirmation',
                    icon: <IconReceiptRefund size={18} aria-hidden />,
                    onSelect: undoDialog.open,
                    danger: true,
                  },
                ]
              : []),
          ]}
        />
      )}
      {isRefunding && currency !== null && (
        <RefundDialog
          payment={{ ...payment, currency }}
          name={name}
          requestId={refundRequestId}
          onClose={refundDialog.close}
          onSettled={() => {
            refundDialog.close();
            setSettledRefunds((count) => count + 1);
          }}
          onChanged={onChanged}
        />
      )}
      <ConfirmDialog
        opened={isUndoing}
        title="Undo this confirmation?"
        confirmLabel="Undo confirmation"
        danger
        busy={undo.isPending}
        onClose={undoDialog.close}
        onConfirm={() => undo.mutate(undefined)}
      >
        {`${formatName(name)} has to pay again, unless another payment covers it. Upcoming tasks that they haven’t touched are removed; everything they did or changed stays.`}
      </ConfirmDialog>
    </>
  );
};

import { type RefundInput, refundPayment } from '../../../data/payments/payments.ts';
import { formatName } from '../../../ui/format-name.ts';
import { showErrorToast, showToast } from '../../../ui/toast.tsx';
import { usePaymentMutation } from './use-payment-mutation.ts';

interface RefundOptions {
  /** The payer's. */
  name: string;
  errorDetail: string;
  /** The refund is done, refused, or recorded as pending. */
  onSettled?: () => void;
  /** Reads the payments again, also after a failure: another request for this refund may be among them. */
  onChanged: () => Promise<unknown>;
}

/** Refunds a payment through its provider, and shows what came of it. The same request id is the same refund. */
export const useRefund = ({ name, errorDetail, onSettled, onChanged }: RefundOptions) =>
  usePaymentMutation({
    mutate: async (input: RefundInput) => {
      try {
        return await refundPayment(input);
      } catch (error) {
        void onChanged();
        throw error;
      }
    },
    errorDetail,
    onDone: ({ state, failure }) => {
      onSettled?.();
      if (state === 'failed') showErrorToast(`The refund was refused. ${failure ?? ''} The payment is unchanged.`);
      else if (state === 'pending')
        showToast('The provider hasn’t confirmed the refund yet. The list shows when it has.');
      else showToast(`Refunded ${formatName(name)}.`);
      return onChanged();
    },
  });

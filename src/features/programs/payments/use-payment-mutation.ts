import { createRequestMutation } from '../../../shared/errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../../../shared/errors/request-error-message.ts';

/** A request about one payment. */
export const usePaymentMutation = createRequestMutation(
  createRequestErrorMessage({
    refusals: {
      forbidden: 'Only the program’s coach can do this.',
      not_found: 'This payment no longer exists, or it isn’t yours.',
      nothing_left: 'This is more than what is left of the payment.',
      not_refundable: 'Only payments from the payment page can be refunded here.',
      request_used: 'The refund that you sent before was recorded, with another amount. The list shows it.',
      nothing_to_decide: 'This payment was already decided.',
      not_by_hand: 'This payment came from the payment page. Refund it instead.',
    },
  }),
);

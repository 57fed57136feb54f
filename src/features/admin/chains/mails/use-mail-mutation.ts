import { createRequestMutation } from '../../../../shared/errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../../../../shared/errors/request-error-message.ts';

/** A request about mails. */
export const useMailMutation = createRequestMutation(
  createRequestErrorMessage({
    refusals: {
      forbidden: 'Only admins can do this, and you are no longer one.',
      invalid_email: 'One of these is no email address.',
      invalid_value: 'There can be up to 100 recipients.',
      not_found: 'The CRM names no active partner of this manager any more.',
      not_failed: 'It has not failed, or not any more.',
    },
  }),
);

import { createRequestMutation } from '../errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../errors/request-error-message.ts';

const INVALID_EMAIL = 'This is not a valid email address. Correct it and try again.';

/** A request about a connection between a coach and a client. */
export const useConnectionMutation = createRequestMutation(
  createRequestErrorMessage({
    refusals: {
      forbidden: 'Only coaches can do this, and you are no longer one.',
      not_found: 'This invitation or connection no longer exists. Reload to see the current state.',
      own_address: 'This is your own email. Enter your client’s email.',
      malformed_request: INVALID_EMAIL,
      invalid_value: INVALID_EMAIL,
      already_answered: 'You already answered this on another device. Reload to see your answer.',
    },
  }),
);

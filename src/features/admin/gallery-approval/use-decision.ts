import { createRequestMutation } from '../../../shared/errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../../../shared/errors/request-error-message.ts';

/** A decision of an admin about the gallery. */
export const useDecision = createRequestMutation(
  createRequestErrorMessage({
    refusals: {
      forbidden: 'Only admins can decide this, and you are no longer one.',
      not_found: 'This no longer exists: the program was deleted, or the person is no longer a coach.',
      missing_reason: 'Say why.',
      invalid_value: 'The reason contains characters that can’t be stored, or is too long.',
    },
  }),
);

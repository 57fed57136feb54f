import { TransportFailure } from '../../../contract/transport-failure.ts';
import { requestErrorMessage } from '../../../shared/errors/request-error-message.ts';

export const flagErrorMessage = (error: unknown): string => {
  const failure = error instanceof TransportFailure ? error : null;
  return requestErrorMessage(
    failure?.code ?? null,
    'The flag was not changed.',
    failure?.message === 'forbidden' ? 'Only admins can change flags, and you are no longer one.' : undefined,
  );
};

import { useQueryClient } from '@tanstack/react-query';
import { useCurrentUserId } from '../../../api/session.ts';
import { responseKey } from '../../../api/use-persisted-query.ts';
import { createRequestMutation } from '../../../shared/errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../../../shared/errors/request-error-message.ts';

export const chainErrorMessage = createRequestErrorMessage({
  refusals: {
    forbidden: 'Only admins can do this, and you are no longer one.',
    not_found: 'It no longer exists, or the run has ended.',
    already_running: 'It is running already.',
    not_resumable: 'Only the newest run can be resumed, within a day. Run it again instead.',
    not_skippable: 'Only an optional step that is not running can be skipped.',
    already_decided: 'Somebody else has decided, or a later walk came to another result.',
    invalid_value: 'The server does not accept this schedule.',
  },
});

/** A request about chains. */
export const useChainMutation = createRequestMutation(chainErrorMessage);

/** Reads everything again that screens show of chains. */
export const useRefreshChains = (): (() => Promise<void>) => {
  const client = useQueryClient();
  const person = useCurrentUserId();
  return () => client.invalidateQueries({ queryKey: responseKey(person, ['chains']) });
};

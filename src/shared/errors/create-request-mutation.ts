import { showErrorToast } from '../../ui/toast.tsx';
import type { RequestErrorMessage } from './request-error-message.ts';
import { type ActionMutation, useActionMutation } from './use-action-mutation.ts';

interface RequestMutationOptions<Input, Result> {
  mutate: (input: Input) => Promise<Result>;
  /** A sentence about the state after a failure, for the error message. */
  errorDetail: string;
  /** The mutation is pending until it resolves. */
  onDone: (result: Result, input: Input) => unknown;
}

/**
 * Makes a hook for requests to the server. They fail at once without a connection; a failure shows `errorMessageOf` in a
 * toast.
 */
export const createRequestMutation = (errorMessageOf: RequestErrorMessage) => {
  const useRequestMutation = <Input, Result>({
    mutate,
    errorDetail,
    onDone,
  }: RequestMutationOptions<Input, Result>): ActionMutation<Input, Result> =>
    useActionMutation({
      mutationFn: mutate,
      onSuccess: (result, input) => onDone(result, input),
      onError: (error) => {
        showErrorToast(errorMessageOf(error, errorDetail));
      },
    });
  return useRequestMutation;
};

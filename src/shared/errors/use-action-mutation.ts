import { useMutation, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';
import { useAction } from '../../ui/use-action.ts';

export type ActionMutation<Input, Result> = Omit<UseMutationResult<Result, Error, Input>, 'mutate' | 'mutateAsync'> & {
  /** Resolves when the mutation has ended; its failure is in `error`. Does nothing while it runs with the same input. */
  mutate: (input: Input) => Promise<void> | undefined;
};

/** A request to the server that a person triggers: it runs once until it has ended, and fails at once when offline. */
export const useActionMutation = <Input, Result>(
  options: Omit<UseMutationOptions<Result, Error, Input>, 'networkMode'>,
): ActionMutation<Input, Result> => {
  const { mutate: _, mutateAsync, ...mutation } = useMutation({ ...options, networkMode: 'always' });
  const { run: mutate } = useAction(
    (input: Input) =>
      mutateAsync(input).then(
        () => undefined,
        () => undefined,
      ),
    (input) => JSON.stringify(input),
    'anywhere',
  );
  return { ...mutation, mutate };
};

import { useMutation, type UseMutationResult } from '@tanstack/react-query';
import { TransportFailure } from '../contract/failure.ts';

interface DeedOptions<Input, Result> {
  work: (input: Input) => Promise<Result>;
  /** How things are where it did not work, in a sentence. */
  kept: string;
  /** Also waited for. */
  done: (result: Result, input: Input) => unknown;
}

/**
 * Makes a hook for what the cloud does for the person, with or without a connection. Where it does not, `tell` says
 * why; without a failure, something else went wrong.
 */
export const deedHook = (tell: (failure: TransportFailure | null, kept: string) => void) => {
  const useDeed = <Input, Result>({
    work,
    kept,
    done,
  }: DeedOptions<Input, Result>): UseMutationResult<Result, Error, Input> =>
    useMutation({
      mutationFn: work,
      networkMode: 'always',
      onSuccess: (result, input) => done(result, input),
      onError: (reason) => {
        tell(reason instanceof TransportFailure ? reason : null, kept);
      },
    });
  return useDeed;
};

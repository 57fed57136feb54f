import { useMutation } from '@tanstack/react-query';
import { TransportFailure } from '../../contract/failure.ts';
import { showProblem } from '../../ui/toast.tsx';
import { whyNotSaved } from '../../ui/why-not.ts';

interface DeedOptions<Input, Result> {
  work: (input: Input) => Promise<Result>;
  /** How things are where it did not work, in a sentence. */
  kept: string;
  /** Also waited for. */
  done: (result: Result, input: Input) => unknown;
}

/** Something that the cloud does for the person. Where it does not, a toast says why and what to do. */
export const useDeed = <Input, Result>({ work, kept, done }: DeedOptions<Input, Result>) =>
  useMutation({
    mutationFn: work,
    networkMode: 'always',
    onSuccess: (result, input) => done(result, input),
    onError: (reason) => {
      const failure = reason instanceof TransportFailure ? reason : null;
      showProblem(whyNotSaved(failure?.code ?? null, kept, REFUSALS[failure?.message ?? '']));
    },
  });

const REFUSALS: Record<string, string> = {
  forbidden: 'Only coaches do this, and you are not one any more.',
  not_found: 'This is over: the other side has withdrawn or ended it. Reload to see how things are.',
  own_address: 'This is your own address. Write that of the person you coach.',
  malformed_request: 'This is not a mail address. Correct it and try again.',
  already_answered: 'You have answered this on another device. Reload to see how.',
};

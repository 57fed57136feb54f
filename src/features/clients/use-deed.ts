import { deedHook } from '../../remote/use-deed.ts';
import { showProblem } from '../../ui/toast.tsx';
import { whyNotSaved } from '../../ui/why-not.ts';

/** Something that the cloud does for the person. Where it does not, a toast says why and what to do. */
export const useDeed = deedHook((failure, kept) => {
  showProblem(whyNotSaved(failure?.code ?? null, kept, REFUSALS[failure?.message ?? '']));
});

const REFUSALS: Record<string, string> = {
  forbidden: 'Only coaches do this, and you are not one any more.',
  not_found: 'This is over: the other side has withdrawn or ended it. Reload to see how things are.',
  own_address: 'This is your own address. Write that of the person you coach.',
  malformed_request: 'This is not a mail address. Correct it and try again.',
  already_answered: 'You have answered this on another device. Reload to see how.',
};

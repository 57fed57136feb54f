import { deedHook } from '../../remote/use-deed.ts';
import { showProblem } from '../../ui/toast.tsx';
import { whyNotTaken } from './words.ts';

/** Something that the cloud does with a program that the person takes. Where it does not, a toast says why. */
export const useDeed = deedHook((failure, kept) => {
  showProblem(whyNotTaken(failure, kept));
});

import { TransportFailure } from '../../contract/failure.ts';
import { deedHook } from '../../remote/use-deed.ts';
import { showProblem } from '../../ui/toast.tsx';
import { whyNotSaved } from '../../ui/why-not.ts';

/** Something that the cloud does for the coach. Where it does not, a toast says why and what to do. */
export const useDeed = deedHook((failure, kept) => {
  showProblem(whyNot(failure, kept));
});

/** Why the cloud did not do something, in sentences. */
export const whyNot = (reason: unknown, kept: string): string => {
  const failure = reason instanceof TransportFailure ? reason : null;
  // It may have been done all the same, and everything here may be done twice.
  if (failure?.code === 'timeout')
    return 'The server took too long. Look at how things are, and do it again if need be.';
  return whyNotSaved(failure?.code ?? null, kept, REFUSALS[failure?.message ?? '']);
};

const REFUSALS: Record<string, string> = {
  forbidden: 'Only the coach of the program does this, and you are not that any more.',
  not_found: 'It is not there any more. Go back and choose anew.',
  not_active: 'Only active enrollments get tasks: confirm a pending one first, or enroll them again.',
  too_many_programs: 'They take part in 100 programs already. One of them has to end first.',
  not_connected: 'They have not accepted you as their coach, or have ended it. Invite them first, under Clients.',
  not_published: 'This is not the published version any more. Reload, and enroll them in the one that is.',
  missing_parameter: 'Something that the program asks for is not filled in.',
  ended: 'This enrollment has ended. Enroll them again.',
  too_late: 'A clear can be undone for 30 days, and these are over. Sync the tasks from the template instead.',
  malformed_request: 'The server could not read this. Check the days, then try again.',
};

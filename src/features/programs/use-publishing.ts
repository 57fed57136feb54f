import { useMutation } from '@tanstack/react-query';
import { TransportFailure } from '../../contract/failure.ts';
import type { Program } from '../../domain/program.ts';
import { publishProgram, unpublishProgram } from '../../remote/programs.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { showProblem, showToast } from '../../ui/toast.tsx';
import { whyNotSaved } from '../../ui/why-not.ts';

/**
 * Publishes a program, or takes it back. What the server then says of the program comes with the next sync, which
 * is asked for at once.
 */
export const usePublishing = (program: Program, onPublished: () => void) => {
  const { syncNow } = useProgramSync();
  const settled = () => {
    onPublished();
    return syncNow();
  };
  const failed = (reason: unknown) => {
    showProblem(whyNot(reason));
  };
  return {
    publish: useMutation({
      mutationFn: () => publishProgram(program.id),
      networkMode: 'always',
      onSuccess: ({ number }) => {
        showToast(
          number === program.published_version
            ? `It says what version ${String(number)} says, which stays.`
            : `Version ${String(number)} of “${program.title}” is published.`,
        );
        return settled();
      },
      onError: failed,
    }),
    unpublish: useMutation({
      mutationFn: () => unpublishProgram(program.id),
      networkMode: 'always',
      onSuccess: () => {
        showToast(`“${program.title}” is a draft again. Whoever is in it goes on.`);
        return settled();
      },
      onError: failed,
    }),
  };
};

const whyNot = (reason: unknown): string => {
  const failure = reason instanceof TransportFailure ? reason : null;
  return whyNotSaved(failure?.code ?? null, 'What is published is as it was.', REFUSALS[failure?.message ?? '']);
};

const REFUSALS: Record<string, string> = {
  nothing_to_publish: 'It has no tasks.',
  too_many_tasks: 'It has more than 5,000 tasks.',
  day_out_of_range: 'A task is on a day after the last.',
  malformed_program: 'A module or a parameter has no name.',
  forbidden: 'Only coaches publish programs, and you are not one any more.',
  not_found: 'The cloud does not have this program any more.',
};

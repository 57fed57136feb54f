import type { Program } from '../../domain/programs/program.ts';
import { publishProgram } from '../../data/programs/versions.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { joinSentences, plural } from '../../ui/format.ts';
import { showToast } from '../../ui/toast.tsx';
import { useInvalidate } from '../coaching/use-invalidate.ts';
import { createRequestMutation } from '../errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../errors/request-error-message.ts';

export const usePublishMutation = createRequestMutation(
  createRequestErrorMessage({
    refusals: {
      no_tasks: 'The program has no tasks.',
      too_many_tasks: 'The program has more than 5,000 tasks.',
      day_out_of_range: 'A task is on a day after the last.',
      invalid_key: 'A parameter has no placeholder that can be used in tasks.',
      duplicate_key: 'Two parameters have the same placeholder.',
      forbidden: 'Only coaches can publish programs, and you are no longer one.',
      not_found: 'This program is no longer in the cloud.',
    },
  }),
);

export const PUBLISH_ERROR_DETAIL = 'What is published was not changed.';

/** Publishes a program as the server has it, then syncs: the server's changes of the program's row arrive by the feed. */
export const usePublishProgram = (onPublished: () => void) => {
  const { syncNow } = useProgramSync();
  const invalidate = useInvalidate();
  return usePublishMutation({
    mutate: async (program: Program) => {
      // What is edited on this device goes first.
      await syncNow();
      return publishProgram(program.id);
    },
    errorDetail: PUBLISH_ERROR_DETAIL,
    onDone: ({ number, followed }, program) => {
      showToast(
        number === program.published_version
          ? `Nothing has changed since version ${String(number)}, so it stays published.`
          : joinSentences(
              `Published version ${String(number)} of “${program.title}”.`,
              followed > 0 && `${plural(followed, 'person has', 'people have')} it already.`,
            ),
      );
      onPublished();
      return Promise.all([invalidate(), syncNow()]);
    },
  });
};

import type { Program } from '../../../domain/programs/program.ts';
import { publishProgram, unpublishProgram } from '../../../data/programs/versions.ts';
import { createRequestMutation } from '../../../shared/errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../../../shared/errors/request-error-message.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { showToast } from '../../../ui/toast.tsx';

const usePublishMutation = createRequestMutation(
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

const PUBLISH_ERROR_DETAIL = 'What is published was not changed.';

/** Publishes or unpublishes a program, then syncs: the server's changes of the program's row arrive by the feed. */
export const usePublishing = (program: Program, onPublished: () => void) => {
  const { syncNow } = useProgramSync();
  const invalidate = useInvalidate();
  const handlePublished = () => {
    onPublished();
    return Promise.all([invalidate(), syncNow()]);
  };
  return {
    publish: usePublishMutation({
      mutate: () => publishProgram(program.id),
      errorDetail: PUBLISH_ERROR_DETAIL,
      onDone: ({ number }) => {
        showToast(
          number === program.published_version
            ? `Nothing has changed since version ${String(number)}, so it stays published.`
            : `Published version ${String(number)} of “${program.title}”.`,
        );
        return handlePublished();
      },
    }),
    unpublish: usePublishMutation({
      mutate: () => unpublishProgram(program.id),
      errorDetail: PUBLISH_ERROR_DETAIL,
      onDone: () => {
        showToast(`Unpublished “${program.title}”. People already enrolled continue.`);
        return handlePublished();
      },
    }),
  };
};

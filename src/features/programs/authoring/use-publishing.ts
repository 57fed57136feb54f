import type { Program } from '../../../domain/programs/program.ts';
import { unpublishProgram } from '../../../data/programs/versions.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';
import {
  PUBLISH_ERROR_DETAIL,
  usePublishMutation,
  usePublishProgram,
} from '../../../shared/programs/use-publish-program.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { showToast } from '../../../ui/toast.tsx';

/** Publishes or unpublishes a program, then syncs. */
export const usePublishing = (program: Program, onPublished: () => void) => {
  const { syncNow } = useProgramSync();
  const invalidate = useInvalidate();
  return {
    publish: usePublishProgram(onPublished),
    unpublish: usePublishMutation({
      mutate: () => unpublishProgram(program.id),
      errorDetail: PUBLISH_ERROR_DETAIL,
      onDone: () => {
        showToast(`Unpublished “${program.title}”. People already enrolled continue.`);
        onPublished();
        return Promise.all([invalidate(), syncNow()]);
      },
    }),
  };
};

import { type MoveTarget, moveToVersion, previewMove } from '../../../data/enrollments/move-version.ts';
import type { PublishedVersion } from '../../../data/programs/versions.ts';
import { usePreview } from '../../../shared/previews/use-preview.ts';
import { moveResultMessage } from '../../../shared/previews/MoveEnrollmentPreview.tsx';
import { useRequestId } from '../../../shared/previews/use-request-id.ts';
import { showToast } from '../../../ui/toast.tsx';
import { previewErrorMessage, useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';

/** Idle while no version is selected. */
export const useMoveEnrollmentPreview = (target: MoveTarget, versionId: string | undefined) =>
  usePreview({
    key: ['tool-preview', 'move', target, versionId],
    read: () => previewMove(target, versionId ?? ''),
    enabled: versionId !== undefined,
    errorMessageOf: previewErrorMessage,
  });

/** Moves whom `target` names to another version, then shows how many tasks changed. */
export const useMoveEnrollment = (target: MoveTarget, name: string, onDone: () => void) => {
  const invalidate = useInvalidate();
  const requestId = useRequestId(target);
  return useCoachingMutation({
    mutate: ({ id }: PublishedVersion) => moveToVersion(target, id, requestId),
    errorDetail: 'The version and the tasks were not changed.',
    onDone: (moved, { number }) => {
      onDone();
      showToast(`${nameWithIs(name)} now on version ${String(number)}. ${moveResultMessage(moved)}`);
      return invalidate();
    },
  });
};

/** "Ada is", "You are", "Everyone is" */
export const nameWithIs = (name: string): string => (name === 'You' ? 'You are' : `${name} is`);

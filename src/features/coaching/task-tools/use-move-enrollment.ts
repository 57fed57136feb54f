import { moveToVersion } from '../../../data/enrollments/move-version.ts';
import type { PublishedVersion } from '../../../data/programs/versions.ts';
import { usePreview } from '../../../shared/previews/use-preview.ts';
import { moveResultMessage } from '../../../shared/previews/MoveEnrollmentPreview.tsx';
import { showToast } from '../../../ui/toast.tsx';
import type { EnrolleeSelection } from '../../../shared/coaching/use-enrollee-selection.ts';
import { previewErrorMessage, useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';

/** Idle while no version is selected. */
export const useMoveEnrollmentPreview = ({ target }: EnrolleeSelection, versionId: string | undefined) =>
  usePreview({
    key: ['tool-preview', 'move', target, versionId],
    read: () => moveToVersion(target, versionId ?? '', true),
    enabled: versionId !== undefined,
    errorMessageOf: previewErrorMessage,
  });

/** Moves a client or a cohort to another version, then shows how many tasks changed. */
export const useMoveEnrollment = ({ target, name }: EnrolleeSelection, onDone: () => void) => {
  const invalidate = useInvalidate();
  return useCoachingMutation({
    mutate: ({ id }: PublishedVersion) => moveToVersion(target, id, false),
    errorDetail: 'The version and the tasks were not changed.',
    onDone: (moved, { number }) => {
      onDone();
      showToast(`${nameWithIs(name)} now on version ${String(number)}. ${moveResultMessage(moved)}`);
      return invalidate();
    },
  });
};

/** "Ada is", "You are" */
export const nameWithIs = (name: string): string => (name === 'You' ? 'You are' : `${name} is`);

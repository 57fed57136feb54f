import type { Pause } from '../../domain/enrollments/pauses.ts';
import { previewResume, resumeEnrollment } from '../../data/enrollments/pauses.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ActionPreview } from '../previews/ActionPreview.tsx';
import { ScheduleChangePreview } from '../previews/ScheduleChangePreview.tsx';
import { usePreview } from '../previews/use-preview.ts';
import { useRequestId } from '../previews/use-request-id.ts';
import type { PauseDialogProps } from './PauseDialog.tsx';
import { pauseLabel } from './offer-labels.ts';
import { pausePreviewErrorMessage, usePauseMutation } from './use-pause-mutation.ts';

/** Ends a pause today, or drops one that has not begun, and shows before what becomes of the tasks. */
export const ResumeDialog = ({
  enrollmentId,
  subject,
  pause,
  onClose,
  onDone,
}: PauseDialogProps & { pause: Pause }) => {
  const today = useToday();
  const hasBegun = pause.first_date <= today;
  const action = hasBegun ? 'Resume' : 'Cancel the pause';
  const preview = usePreview({
    key: ['resume-preview', enrollmentId, pause],
    read: () => previewResume(enrollmentId, pause),
    errorMessageOf: pausePreviewErrorMessage,
  });
  const requestId = useRequestId([enrollmentId, pause]);
  const resume = usePauseMutation({
    mutate: () => resumeEnrollment(enrollmentId, pause, requestId),
    errorDetail: 'The pause was not changed.',
    onDone: () => {
      onClose();
      showToast(hasBegun ? `Resumed ${subject} from today on.` : `Cancelled the pause of ${subject}.`);
      return onDone();
    },
  });
  return (
    <Dialog opened title={hasBegun ? `Resume ${subject}` : `Cancel the pause of ${subject}`} onClose={onClose}>
      <p>
        {pauseLabel(pause, today)}. {hasBegun ? 'It goes on from today.' : 'It goes on without this pause.'}
      </p>
      <ActionPreview preview={preview}>
        {preview.data ? <ScheduleChangePreview result={preview.data} /> : <SkeletonRows count={1} />}
      </ActionPreview>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button disabled={!preview.data} loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

import { type Pause, type PausePhase, pausePhase } from '../../domain/enrollments/pauses.ts';
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
import { resumeLabels } from './pause-menu.tsx';
import { pausePreviewErrorMessage, usePauseMutation } from './use-pause-mutation.ts';

const PHASE_TEXTS: Record<
  PausePhase,
  { title: (subject: string) => string; consequence: string; done: (subject: string) => string }
> = {
  past: {
    title: (subject) => `Remove the last pause of ${subject}`,
    consequence: 'The days ahead go back to where they would be without the pause.',
    done: (subject) => `Removed the last pause of ${subject}.`,
  },
  current: {
    title: (subject) => `Resume ${subject}`,
    consequence: 'It goes on from today.',
    done: (subject) => `Resumed ${subject} from today on.`,
  },
  upcoming: {
    title: (subject) => `Cancel the pause of ${subject}`,
    consequence: 'It goes on without this pause.',
    done: (subject) => `Cancelled the pause of ${subject}.`,
  },
};

/** Ends a pause today, or drops one that has not begun or is over, and shows before what becomes of the tasks. */
export const ResumeDialog = ({
  enrollmentId,
  subject,
  pause,
  onClose,
  onDone,
}: PauseDialogProps & { pause: Pause }) => {
  const today = useToday();
  const phase = pausePhase(pause, today);
  const { title, consequence, done } = PHASE_TEXTS[phase];
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
      showToast(done(subject));
      return onDone();
    },
  });
  return (
    <Dialog opened title={title(subject)} onClose={onClose}>
      <p>
        {pauseLabel(pause, today)}. {consequence}
      </p>
      <ActionPreview preview={preview}>
        {preview.data ? <ScheduleChangePreview result={preview.data} /> : <SkeletonRows count={1} />}
      </ActionPreview>
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        <Button disabled={!preview.data} loading={resume.isPending} onClick={() => resume.mutate(undefined)}>
          {resumeLabels[phase]}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

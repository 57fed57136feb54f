import { Button } from '../../../ui/Button.tsx';
import type { VisibleVersion } from '../../../domain/programs/version.ts';
import type { Enrollment } from '../../../domain/enrollments/enrollment.ts';
import { moveToVersion, previewMove } from '../../../data/enrollments/move-version.ts';
import { useProgramSync } from '../../../sync/use-program-sync.ts';
import { Dialog, DialogActions } from '../../../ui/ConfirmDialog.tsx';
import { useRequestId } from '../../../shared/previews/use-request-id.ts';
import { usePreview } from '../../../shared/previews/use-preview.ts';
import { moveResultMessage, MoveEnrollmentPreview } from '../../../shared/previews/MoveEnrollmentPreview.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { enrollmentErrorMessage, useEnrollmentMutation } from '../../../shared/programs/use-enrollment-mutation.ts';

interface NewerVersionDialogProps {
  enrollment: Enrollment;
  version: VisibleVersion;
  onClose: () => void;
}

/** Previews the move of an enrollment to a newer version, and moves it. */
export const NewerVersionDialog = ({ enrollment, version, onClose }: NewerVersionDialogProps) => {
  const { syncNow } = useProgramSync();
  const target = { enrollmentId: enrollment.id };
  const requestId = useRequestId(version.id);
  const title = enrollment.program_title;
  const errorDetail = `“${title}” was not changed.`;
  const preview = usePreview({
    key: ['move-preview', enrollment.id, version.id],
    read: () => previewMove(target, version.id),
    errorMessageOf: (error) => enrollmentErrorMessage(error, errorDetail),
  });
  const move = useEnrollmentMutation({
    mutate: () => moveToVersion(target, version.id, requestId),
    errorDetail,
    onDone: (moved) => {
      onClose();
      showToast(`“${title}” is now on version ${String(version.number)}. ${moveResultMessage(moved)}`);
      return syncNow();
    },
  });
  return (
    <Dialog opened title="Move to the newer version" onClose={onClose}>
      <p>
        Version {version.number} of “{title}” is available.
      </p>
      <MoveEnrollmentPreview preview={preview} />
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button disabled={!preview.data} loading={move.isPending} onClick={() => move.mutate(undefined)}>
          {`Move to version ${String(version.number)}`}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

import { Button } from '@mantine/core';
import type { OpenVersion } from '../../domain/program-version.ts';
import type { Enrollment } from '../../domain/program.ts';
import { moveToVersion } from '../../remote/moving.ts';
import { useAskedAnew } from '../../remote/use-asked-anew.ts';
import { useProgramSync } from '../../sync/use-program-sync.ts';
import { Dialog, DialogActions } from '../../ui/ConfirmDialog.tsx';
import { movedText, MovePreview } from '../../ui/MovePreview.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useDeed } from './use-deed.ts';
import { whyNotTaken } from './words.ts';

interface NewerVersionDialogProps {
  enrollment: Enrollment;
  version: OpenVersion;
  onClose: () => void;
}

/** Says what a newer version would change in the person's days, and moves them to it. */
export const NewerVersionDialog = ({ enrollment, version, onClose }: NewerVersionDialogProps) => {
  const { syncNow } = useProgramSync();
  const whom = { enrollmentId: enrollment.id };
  const title = enrollment.program_title;
  const preview = useAskedAnew({
    key: ['move-preview', enrollment.id, version.id],
    read: () => moveToVersion(whom, version.id, true),
  });
  const move = useDeed({
    work: () => moveToVersion(whom, version.id, false),
    kept: `“${title}” is as it was.`,
    done: (moved) => {
      onClose();
      showToast(`“${title}” is on version ${String(version.number)} now. ${movedText(moved)}`);
      return syncNow();
    },
  });
  const moved = preview.isFetching ? undefined : preview.data;
  return (
    <Dialog opened title="Move to the newer version" onClose={onClose}>
      <p>
        Version {version.number} of “{title}” is out.
      </p>
      <MovePreview
        moved={moved}
        problem={preview.error && !preview.isFetching ? whyNotTaken(preview.error, `“${title}” is as it was.`) : null}
        onRetry={() => void preview.refetch()}
      />
      <DialogActions>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={!moved}
          loading={move.isPending}
          onClick={() => {
            move.mutate(undefined);
          }}
        >
          {`Move to version ${String(version.number)}`}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

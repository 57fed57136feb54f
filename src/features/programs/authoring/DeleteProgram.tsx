import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../../ui/Button.tsx';
import type { Program } from '../../../domain/programs/program.ts';
import { deleteProgram, restoreProgram } from '../../../data/programs/drafts.ts';
import { removeProgramTasks } from '../../../data/enrollments/coached-enrollments.ts';
import { OpenTasksChoice } from '../../../shared/coaching/OpenTasksChoice.tsx';
import { useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { IconTrash } from '../../../ui/icons.ts';
import { showToast, showUndoToast } from '../../../ui/toast.tsx';
import styles from './Programs.module.css';

interface DeleteProgramProps {
  program: Program;
  /** Whether it was ever published: others may be enrolled. */
  hasVersions: boolean;
}

/** Deletes a program: a draft at once, with undo; one that was ever published only when confirmed. */
export const DeleteProgram = ({ program, hasVersions }: DeleteProgramProps) => {
  const db = useDatabase();
  const navigate = useNavigate();
  const [isConfirming, { open, close }] = useDisclosure(false);

  const [removesTasks, setRemovesTasks] = useState(false);
  const removal = useCoachingMutation({
    mutate: () => removeProgramTasks(program.id),
    errorDetail: 'The program was not deleted.',
    onDone: () => remove(),
  });
  const remove = async () => {
    close();
    const tasks = await withSaveErrorToast(() => deleteProgram(db, program));
    if (!tasks) return;
    void navigate({ to: '/programs', replace: true });
    if (hasVersions) {
      showToast(`Deleted “${program.title}”.`);
      return;
    }
    showUndoToast(`Deleted “${program.title}”.`, () => {
      void withSaveErrorToast(async () => {
        await restoreProgram(db, program, tasks);
        showToast(`Restored “${program.title}”.`);
      });
    });
  };

  return (
    <>
      <Button
        variant="default"
        className={styles.danger ?? ''}
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => {
          if (!hasVersions) return remove();
          open();
          return undefined;
        }}
      >
        Delete program
      </Button>
      <ConfirmDialog
        opened={isConfirming}
        title={`Delete “${program.title}”?`}
        confirmLabel="Delete for everyone"
        danger
        onClose={close}
        busy={removal.isPending}
        onConfirm={() => (removesTasks ? removal.mutate(undefined) : remove())}
      >
        <p>
          This program has been published. All its enrollments and cohorts are deleted too, and this can’t be undone.
          Payments are kept, and everybody who was in it sees in My programs that you deleted it. To only stop new
          enrollments, unpublish it instead.
        </p>
        <OpenTasksChoice removes={removesTasks} onChange={setRemovesTasks} />
      </ConfirmDialog>
    </>
  );
};

import { useState } from 'react';
import { type ClientDays, type ClientTask, removeClientTask } from '../../../data/coaching/client-days.ts';
import { useClientTaskMutation } from '../../../shared/coaching/use-client-task-mutation.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';
import { NotesText } from '../../../shared/notes/NotesText.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { showToast } from '../../../ui/toast.tsx';
import type { SheetState } from '../../../ui/use-sheet.ts';
import styles from './ClientDays.module.css';
import { cohortOfTask, removedMessage } from './labels.ts';
import { type Scope, ScopeField } from './ScopeField.tsx';
import { useReadAgainOnFailure } from './use-client-task-actions.ts';

interface RemoveClientTaskDialogProps {
  dialog: SheetState<ClientTask>;
  days: ClientDays;
  /** The client's. */
  name: string;
  onRemoved: () => void;
}

/** Asks before a task is removed from somebody else's days, and shows what the client has written on it. */
export const RemoveClientTaskDialog = ({ dialog, days, name, onRemoved }: RemoveClientTaskDialogProps) => {
  const { item, opened, close } = dialog;
  const task = days.tasks.find(({ id }) => id === item?.id) ?? item;
  const invalidate = useInvalidate();
  const readAgainOnFailure = useReadAgainOnFailure();
  const [scope, setScope] = useState<Scope>('one');
  const cohort = task ? cohortOfTask(task, days.enrollments) : null;
  const everyone = cohort !== null && scope === 'everyone';
  const remove = useClientTaskMutation({
    mutate: ({ id, client_notes }: ClientTask) =>
      readAgainOnFailure(removeClientTask(id, everyone, Boolean(client_notes) && !everyone)),
    errorDetail: 'Nothing was removed.',
    onDone: async (counts, { title }) => {
      close();
      onRemoved();
      showToast(everyone ? removedMessage(title, counts) : `Removed “${title}” from the days of ${name}.`);
      await invalidate();
    },
  });
  return (
    <ConfirmDialog
      opened={opened && task !== undefined}
      title={`Remove “${task?.title ?? ''}”?`}
      confirmLabel="Remove"
      danger
      busy={remove.isPending}
      onClose={close}
      onConfirm={() => task && remove.mutate(task)}
    >
      <div className={styles.dialog}>
        {cohort && <ScopeField label="Remove for" name={name} cohort={cohort} value={scope} onChange={setScope} />}
        <p>
          {everyone
            ? 'It is removed for all members who have not done it, locked it or written a note on it.'
            : `It is removed from the days of ${name}.`}{' '}
          The program’s template stays as it is. This can’t be undone.
        </p>
        {task?.client_notes && !everyone && (
          <>
            <p>{name} has written a note on it, which is removed with it:</p>
            <blockquote className={styles.quote}>
              <NotesText text={task.client_notes} />
            </blockquote>
          </>
        )}
      </div>
    </ConfirmDialog>
  );
};

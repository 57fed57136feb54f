import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import {
  changeClientTask,
  type ClientDays,
  type ClientEnrollment,
  type ClientTask,
  type ClientTaskFields,
} from '../../../data/coaching/client-days.ts';
import { changedFields, clientTaskSchema, inputOfTask } from '../../../shared/coaching/client-task-form.ts';
import { ClientTaskInputs } from '../../../shared/coaching/ClientTaskInputs.tsx';
import { useClientTaskMutation } from '../../../shared/coaching/use-client-task-mutation.ts';
import { useInvalidate } from '../../../shared/coaching/use-invalidate.ts';
import { useFormDraft } from '../../../shared/drafts/use-form-draft.ts';
import { NotesText } from '../../../shared/notes/NotesText.tsx';
import { OfflineHint } from '../../../shared/sync/OfflineHint.tsx';
import { Button } from '../../../ui/Button.tsx';
import { formatName } from '../../../ui/format-name.ts';
import { IconTrash } from '../../../ui/icons.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { StatusDot } from '../../../ui/StatusDot.tsx';
import { showToast } from '../../../ui/toast.tsx';
import type { SheetState } from '../../../ui/use-sheet.ts';
import styles from './ClientDays.module.css';
import { changedMessage, clientTaskDetail, cohortOfTask, holdMessage, taskState } from './labels.ts';
import { type Scope, ScopeField } from './ScopeField.tsx';
import { useReadAgainOnFailure } from './use-client-task-actions.ts';

interface EditClientTaskSheetProps {
  sheet: SheetState<ClientTask>;
  days: ClientDays;
  /** The client's. */
  name: string;
  onRemove: (task: ClientTask) => void;
}

/** A client's task: what its coach can change of it, and what the client has written. Held by the client, it is only read. */
export const EditClientTaskSheet = ({ sheet, days, name, onRemove }: EditClientTaskSheetProps) => {
  const { item, opened, close } = sheet;
  // As it is by now, and as it was opened once it is gone.
  const task = days.tasks.find(({ id }) => id === item?.id) ?? item;
  return (
    <Sheet opened={opened} onClose={close} title={task ? `Task of ${name}` : 'Task'}>
      {task &&
        (holdMessage(task, name) === null ? (
          <EditClientTaskForm key={task.id} task={task} days={days} name={name} onClose={close} onRemove={onRemove} />
        ) : (
          <HeldClientTask task={task} days={days} name={name} />
        ))}
    </Sheet>
  );
};

interface EditClientTaskFormProps extends Omit<EditClientTaskSheetProps, 'sheet'> {
  task: ClientTask;
  onClose: () => void;
}

const EditClientTaskForm = ({ task, days, name, onClose, onRemove }: EditClientTaskFormProps) => {
  const invalidate = useInvalidate();
  const readAgainOnFailure = useReadAgainOnFailure();
  const [scope, setScope] = useState<Scope>('one');
  const cohort = cohortOfTask(task, days.enrollments);
  const everyone = cohort !== null && scope === 'everyone';
  const form = useForm({ resolver: zodResolver(clientTaskSchema), defaultValues: inputOfTask(task) });
  const clearDraft = useFormDraft(`client-task-edit.${task.id}`, form);
  const save = useClientTaskMutation({
    mutate: (fields: Partial<ClientTaskFields>) => readAgainOnFailure(changeClientTask(task.id, fields, everyone)),
    errorDetail: 'Nothing was changed.',
    onDone: async (counts, { title = task.title }) => {
      clearDraft();
      onClose();
      showToast(everyone ? changedMessage(title, counts) : `Changed “${title}” for ${name}.`);
      await invalidate();
    },
  });
  const submit = form.handleSubmit((fields) => {
    const changes = changedFields(task, fields);
    if (Object.keys(changes).length > 0) return save.mutate(changes);
    clearDraft();
    onClose();
    return undefined;
  });
  return (
    <SheetForm
      submitLabel="Save"
      onSubmit={submit}
      isSubmitting={save.isPending}
      secondaryButton={
        <Button
          variant="default"
          size="lg"
          className={styles.remove ?? ''}
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => {
            onRemove(task);
          }}
        >
          Remove
        </Button>
      }
      after={<ClientNotes task={task} name={name} />}
    >
      <OfflineHint>Changing a task needs a connection. What you typed is kept.</OfflineHint>
      <ClientTaskInputs form={form as never} />
      {cohort && <ScopeField label="Change for" name={name} cohort={cohort} value={scope} onChange={setScope} />}
    </SheetForm>
  );
};

const HeldClientTask = ({ task, days, name }: Omit<EditClientTaskFormProps, 'onClose' | 'onRemove'>) => {
  const state = taskState(task, days.today);
  return (
    <div className={styles.held}>
      <h3 className={styles.heldTitle} dir="auto">
        {formatName(task.title)}
      </h3>
      <p className={styles.quiet}>{clientTaskDetail(task, titleOfProgram(task, days.enrollments))}</p>
      {state && <StatusDot tone={state.tone}>{state.label}</StatusDot>}
      <p>{holdMessage(task, name)}</p>
      {task.notes && <NotesText text={task.notes} />}
      <ClientNotes task={task} name={name} />
    </div>
  );
};

const titleOfProgram = ({ enrollment_id }: ClientTask, enrollments: readonly ClientEnrollment[]): string | undefined =>
  enrollments.find(({ id }) => id === enrollment_id)?.program_title;

/** What the client has written about the task: theirs, so that it is only read here. */
const ClientNotes = ({ task: { id, client_notes }, name }: Pick<EditClientTaskFormProps, 'task' | 'name'>) =>
  client_notes && (
    <section className={styles.clientNotes} aria-labelledby={`client-notes-${id}`}>
      <h3 id={`client-notes-${id}`} className={styles.label}>
        Notes of {name}
      </h3>
      <NotesText text={client_notes} />
    </section>
  );

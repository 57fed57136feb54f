import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { addClientTask, type ClientTaskFields } from '../../data/coaching/client-days.ts';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { useDatabase } from '../../store/live-query.ts';
import { SelectField } from '../../ui/Fields.tsx';
import { joinSentences, plural } from '../../ui/format.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetForm } from '../../ui/SheetForm.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useFormDraft } from '../drafts/use-form-draft.ts';
import { OfflineHint } from '../sync/OfflineHint.tsx';
import { clientTaskSchema } from './client-task-form.ts';
import { ClientTaskInputs } from './ClientTaskInputs.tsx';
import { useClientTaskMutation } from './use-client-task-mutation.ts';
import { useInvalidate } from './use-invalidate.ts';

/** Whose days a task is added to: those of a client, in one of their active programs, or those of all members of a cohort. */
export type AddTaskTarget =
  | { kind: 'client'; id: string; name: string; programs: readonly { enrollment: string; title: string }[] }
  | { kind: 'cohort'; id: string; name: string };

interface AddClientTaskSheetProps {
  opened: boolean;
  onClose: () => void;
  target: AddTaskTarget;
  /** The day that is chosen at first. */
  date: CalendarDate;
}

/** Adds a task to a client's days, or to those of everybody in a cohort, without the program's template. */
export const AddClientTaskSheet = ({ opened, onClose, target, date }: AddClientTaskSheetProps) => (
  <Sheet
    opened={opened}
    onClose={onClose}
    title={target.kind === 'client' ? `New task for ${target.name}` : `New task for everyone in ${target.name}`}
  >
    <AddClientTaskForm key={`${target.id} ${date}`} target={target} date={date} onClose={onClose} />
  </Sheet>
);

const AddClientTaskForm = ({ target, date, onClose }: Omit<AddClientTaskSheetProps, 'opened'>) => {
  const db = useDatabase();
  const invalidate = useInvalidate();
  // The same until the task is there: the request can be repeated after a lost response.
  const [id, setId] = useState(() => db.environment.newId());
  const programs = target.kind === 'client' ? target.programs : [];
  const [enrollment, setEnrollment] = useState(programs[0]?.enrollment ?? '');
  const form = useForm({
    resolver: zodResolver(clientTaskSchema),
    defaultValues: { title: '', date, minutes: '', notes: '', is_required: true },
  });
  const clearDraft = useFormDraft(`client-task.${target.id}`, form);
  const add = useClientTaskMutation({
    mutate: (task: ClientTaskFields) =>
      addClientTask(id, target.kind === 'cohort' ? { cohort: target.id } : { enrollment }, task),
    errorDetail: 'The task was not added.',
    onDone: async (counts, { title }) => {
      clearDraft();
      setId(db.environment.newId());
      onClose();
      showToast(target.kind === 'client' ? `Added “${title}” for ${target.name}.` : addedMessage(title, counts));
      await invalidate();
    },
  });
  const submit = form.handleSubmit((task) => add.mutate(task));
  return (
    <SheetForm submitLabel="Add task" onSubmit={submit} isSubmitting={add.isPending}>
      <OfflineHint>Adding a task needs a connection. What you typed is kept.</OfflineHint>
      {programs.length > 1 && (
        <SelectField
          label="Program"
          data={programs.map((program) => ({ value: program.enrollment, label: program.title }))}
          value={enrollment}
          onChange={(event) => {
            setEnrollment(event.currentTarget.value);
          }}
        />
      )}
      <ClientTaskInputs form={form as never} />
    </SheetForm>
  );
};

const addedMessage = (title: string, { added, past }: { added: number; past: number }): string =>
  joinSentences(
    added === 0 ? `“${title}” was added for nobody.` : `Added “${title}” for ${plural(added, 'member')}.`,
    past > 0 && `For ${plural(past, 'member')} that day is over.`,
  );

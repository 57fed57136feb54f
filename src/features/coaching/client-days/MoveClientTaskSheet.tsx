import { useState } from 'react';
import type { ClientDays, ClientTask } from '../../../data/coaching/client-days.ts';
import { isCalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { useForgetDraft, useInputDraft } from '../../../shared/drafts/use-input-draft.ts';
import { OfflineHint } from '../../../shared/sync/OfflineHint.tsx';
import { DateField } from '../../../ui/DateFields.tsx';
import { formatName } from '../../../ui/format-name.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import type { SheetState } from '../../../ui/use-sheet.ts';
import { cohortOfTask } from './labels.ts';
import { type Scope, ScopeField } from './ScopeField.tsx';
import { useMoveClientTask } from './use-client-task-actions.ts';

interface MoveClientTaskSheetProps {
  sheet: SheetState<ClientTask>;
  days: ClientDays;
  /** The client's. */
  name: string;
}

const draftName = ({ id }: ClientTask): string => `client-task-date.${id}`;

/** Moves a task to any day, for its client or for everyone in its cohort. */
export const MoveClientTaskSheet = ({ sheet: { item: task, opened, close }, days, name }: MoveClientTaskSheetProps) => {
  const forgetDraft = useForgetDraft();
  const closeSheet = () => {
    if (task) forgetDraft(draftName(task));
    close();
  };
  return (
    <Sheet opened={opened} onClose={closeSheet} title="Move to">
      {task && <MoveClientTaskForm key={task.id} task={task} days={days} name={name} onClose={closeSheet} />}
    </Sheet>
  );
};

interface MoveClientTaskFormProps extends Omit<MoveClientTaskSheetProps, 'sheet'> {
  task: ClientTask;
  onClose: () => void;
}

const MoveClientTaskForm = ({ task, days, name, onClose }: MoveClientTaskFormProps) => {
  const [{ date }, setInput] = useInputDraft(draftName(task), { date: task.date });
  const [scope, setScope] = useState<Scope>('one');
  const cohort = cohortOfTask(task, days.enrollments);
  const move = useMoveClientTask(name, days.today, onClose);
  const isValid = isCalendarDate(date);
  return (
    <SheetForm
      submitLabel="Move"
      canSubmit={isValid && date !== task.date}
      isSubmitting={move.isPending}
      onSubmit={() => move.mutate({ task, date, everyone: cohort !== null && scope === 'everyone' })}
    >
      <OfflineHint>Moving a task needs a connection.</OfflineHint>
      <p dir="auto">{formatName(task.title)}</p>
      <DateField
        label="Day"
        required
        data-autofocus
        min={days.today}
        value={date}
        error={isValid ? undefined : 'Enter a valid date.'}
        onChange={(event) => {
          setInput({ date: event.currentTarget.value });
        }}
      />
      {cohort && <ScopeField label="Move for" name={name} cohort={cohort} value={scope} onChange={setScope} />}
    </SheetForm>
  );
};

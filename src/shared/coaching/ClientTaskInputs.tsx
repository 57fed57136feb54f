import { type Control, type UseFormReturn, useWatch } from 'react-hook-form';
import { DateField } from '../../ui/DateFields.tsx';
import { LongTextField, NumberField, TextField } from '../../ui/Fields.tsx';
import { SwitchField } from '../../ui/SwitchField.tsx';
import { NotesLinks } from '../notes/NotesText.tsx';
import type { ClientTaskInput } from './client-task-form.ts';
import styles from './ClientTasks.module.css';

interface ClientTaskInputsProps {
  form: Pick<UseFormReturn<ClientTaskInput, unknown, never>, 'register' | 'formState'> & {
    control: Control<ClientTaskInput, unknown, never>;
  };
}

/** The fields of a client's task that its coach writes. */
export const ClientTaskInputs = ({ form: { control, register, formState } }: ClientTaskInputsProps) => {
  const { errors } = formState;
  const [date, notes, isRequired] = useWatch({ control, name: ['date', 'notes', 'is_required'] });
  return (
    <>
      <TextField label="Title" required autoComplete="off" error={errors.title?.message} {...register('title')} />
      <div className={styles.when}>
        <DateField label="Date" required error={errors.date?.message} {...register('date')} value={date} />
        <NumberField label="Minutes" error={errors.minutes?.message} {...register('minutes')} />
      </div>
      <LongTextField
        label="Notes"
        description="Links become links; videos and pictures get a card."
        error={errors.notes?.message}
        {...register('notes')}
      />
      <NotesLinks text={notes} />
      <SwitchField
        label="Required"
        description="Optional tasks don’t count as missed."
        {...register('is_required')}
        checked={isRequired}
      />
    </>
  );
};

import { zodResolver } from '@hookform/resolvers/zod';
import { useNavigate } from '@tanstack/react-router';
import { Controller, useForm } from 'react-hook-form';
import { useFormDraft } from '../../../shared/drafts/use-form-draft.ts';
import type { Program } from '../../../domain/programs/program.ts';
import { createProgram } from '../../../data/programs/drafts.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { NumberField, TextField } from '../../../ui/Fields.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { newProgramSchema } from './validation.ts';
import { PROGRAM_KIND_LABELS } from '../../../shared/programs/program-labels.ts';

interface NewProgramSheetProps {
  opened: boolean;
  onClose: () => void;
}

/** Creates a program, then opens it. */
export const NewProgramSheet = ({ opened, onClose }: NewProgramSheetProps) => {
  const db = useDatabase();
  const navigate = useNavigate();
  const form = useForm({
    resolver: zodResolver(newProgramSchema),
    defaultValues: { title: '', length_days: '28', kind: 'individual' as Program['kind'] },
  });
  const { register, control, handleSubmit, formState } = form;
  const clearDraft = useFormDraft('program', form);
  const { errors, isSubmitting } = formState;
  const add = handleSubmit(async (values) => {
    const program = await withSaveErrorToast(() => createProgram(db, values));
    if (!program) return;
    clearDraft();
    onClose();
    await navigate({ to: '/programs/$id', params: { id: program.id } });
  });
  return (
    <Sheet opened={opened} onClose={onClose} title="New program">
      <SheetForm submitLabel="Create program" onSubmit={add} isSubmitting={isSubmitting}>
        <TextField
          label="Title"
          required
          autoComplete="off"
          data-autofocus
          error={errors.title?.message}
          {...register('title')}
        />
        <NumberField label="Days" error={errors.length_days?.message} {...register('length_days')} />
        <Controller
          control={control}
          name="kind"
          render={({ field }) => (
            <ChoiceChips
              label="Kind"
              options={NEW_PROGRAM_KIND_OPTIONS}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </SheetForm>
    </Sheet>
  );
};

const NEW_PROGRAM_KIND_OPTIONS = [
  { value: 'individual', label: `${PROGRAM_KIND_LABELS.individual}: one person at a time` },
  { value: 'group', label: `${PROGRAM_KIND_LABELS.group}: people together` },
] as const;

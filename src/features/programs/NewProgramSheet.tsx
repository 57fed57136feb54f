import { zodResolver } from '@hookform/resolvers/zod';
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { Program } from '../../domain/program.ts';
import { createProgram } from '../../store/programs.ts';
import { useStore } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { NumberField, TextField } from '../../ui/Fields.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { newProgram } from './checks.ts';
import styles from './Programs.module.css';
import { KINDS } from './words.ts';

interface NewProgramSheetProps {
  opened: boolean;
  onClose: () => void;
}

/** A new program: a title is enough. Afterwards its page opens. */
export const NewProgramSheet = ({ opened, onClose }: NewProgramSheetProps) => {
  const formId = useId();
  const db = useStore();
  const navigate = useNavigate();
  const { register, control, handleSubmit, formState, reset } = useForm({
    resolver: zodResolver(newProgram),
    defaultValues: { title: '', length_days: '28', kind: 'individual' as Program['kind'] },
  });
  const { errors, isSubmitting } = formState;
  const add = handleSubmit(async (values) => {
    const program = await attempt(() => createProgram(db, values));
    if (!program) return;
    reset();
    onClose();
    await navigate({ to: '/programs/$id', params: { id: program.id } });
  });
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="New program"
      footer={
        <Button type="submit" form={formId} size="lg" style={{ flex: 1 }} loading={isSubmitting}>
          Make it
        </Button>
      }
    >
      <form id={formId} className={styles.form} onSubmit={(event) => void add(event)} noValidate>
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
            <ChoiceChips label="For" options={KIND_CHIPS} value={field.value} onChange={field.onChange} />
          )}
        />
      </form>
    </Sheet>
  );
};

const KIND_CHIPS = [
  { value: 'individual', label: `${KINDS.individual}: one person at a time` },
  { value: 'group', label: `${KINDS.group}: people together` },
] as const;
